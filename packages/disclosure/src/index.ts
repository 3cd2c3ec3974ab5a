/** Coordinated disclosure as typed state machines. Pure: no I/O of its own. */
export {}

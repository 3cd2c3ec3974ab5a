/** One advisory, every format. Pure: no I/O of its own. */
export {}

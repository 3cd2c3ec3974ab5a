/** The hub on paper of the verifier's tests, for tests elsewhere: a real log in memory, with its own key and witnesses. */
export * from '../packages/verifier/src/testing/paper-hub.ts'
export * from '../packages/verifier/src/testing/paper-embargo.ts'

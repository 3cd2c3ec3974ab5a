/** Checking what an alliance says in its log, without believing the hub: one act, or everything. Pure; runs in Node, browsers and workers. */
export type { Answer, Outcome, Step } from './answer.ts'
export { judgeCheckpoint, type Cosigned, type JudgedCheckpoint } from './checkpoints.ts'
export { VerifierError, type VerifierErrorCode } from './errors.ts'
export { EVIDENCE, EVIDENCE_MEDIA_TYPE, parseEvidence, printEvidence, type Evidence, type Piece } from './evidence-file.ts'
export { keyEventOf, readAct, signersOf, standingOf, type KeyEvent, type KeyRing, type ReadAct, type Standing } from './keyring.ts'
export type { Limit } from './limits.ts'
export { CLOCK_SKEW, isQuorumOfOperators, operatorOf, policyOf, type Trust } from './trust.ts'
export { verifyEvidence, type EvidenceStep, type Seen, type Verdict } from './verify-evidence.ts'

/** An expected end that is not success: what happened, what to do, and the exit code. The codes are listed in README.md. */

export const EXIT = {
  ok: 0,
  /** Something here went wrong: a file, a disk, a check of `doctor`. */
  failed: 1,
  usage: 2,
  /** The hub took some objects and refused others, or refused all. */
  refusedSome: 3,
  /** Not signed in, or not allowed. */
  notAllowed: 4,
  /** The hub cannot be reached, or is not able to answer now. */
  unreachable: 5,
  /** The hub understood and said no. */
  refused: 6,
  /** What was checked is not right: a log, a proof, an act. */
  untrue: 7,
  /** What was checked could not be decided: trust or evidence is missing. Never taken for right. */
  notCovered: 8,
  /** `log monitor`: something new is logged about what is watched. */
  news: 9,
  interrupted: 130,
} as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

export class Failure extends Error {
  readonly exit: Exit
  /** `<what>` for machines; never changes. */
  readonly code: string
  /** What to do about it: one sentence without a capital or a full stop. */
  readonly fix: string

  constructor(exit: Exit, code: string, message: string, fix: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.exit = exit
    this.code = code
    this.fix = fix
  }
}

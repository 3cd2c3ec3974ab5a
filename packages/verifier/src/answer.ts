/**
 * How an answer is given: named steps, each with what was found, and one answer from all of them. A step that could not be
 * made is never passed over: then the answer is `not-covered`, not `verified`.
 */

export type Answer = 'verified' | 'refused' | 'not-covered'
/** `ok`: looked at, and right. `refused`: looked at, and wrong. `not-covered`: could not be looked at. */
export type Outcome = 'ok' | 'refused' | 'not-covered'

export type Step<N extends string = string> = {
  readonly name: N
  readonly outcome: Outcome
  /** What exactly was found; never changes, so that others may say it in other languages. */
  readonly code: string
  /** In English, one sentence without a full stop; names what was compared. */
  readonly words: string
  /** What the words speak of. */
  readonly values: Readonly<Record<string, string | number>>
}

type Values = Readonly<Record<string, string | number>>
const step = <N extends string>(outcome: Outcome) => (name: N, code: string, words: string, values: Values = {}): Step<N> => ({ name, outcome, code, words, values })
export const ok = <N extends string>(name: N, code: string, words: string, values?: Values): Step<N> => step<N>('ok')(name, code, words, values)
export const refused = <N extends string>(name: N, code: string, words: string, values?: Values): Step<N> => step<N>('refused')(name, code, words, values)
export const notCovered = <N extends string>(name: N, code: string, words: string, values?: Values): Step<N> => step<N>('not-covered')(name, code, words, values)

/** One wrong step refuses; one that could not be made leaves it open; only all of them right verify. No steps say nothing. */
export function answerOf(steps: readonly Step[]): Answer {
  if (steps.some(({ outcome }) => outcome === 'refused')) return 'refused'
  if (steps.length === 0 || steps.some(({ outcome }) => outcome === 'not-covered')) return 'not-covered'
  return 'verified'
}

/** The words of an error that was expected: its message; anything else is thrown again. */
export function wordsOf(error: unknown, ...kinds: readonly (abstract new (...given: never[]) => Error)[]): string {
  if (error instanceof Error && kinds.some((kind) => error instanceof kind)) return error.message
  throw error
}

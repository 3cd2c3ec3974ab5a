/** How an answer about a log is told: the steps, the answer in capitals, and the exit code that goes with it. */
import type { Answer, Step } from '@openaccord/verifier'
import { EXIT, type Exit } from './failure.ts'
import { plain, type Terminal } from './terminal.ts'

export const exitOf = (answer: Answer): Exit => (answer === 'verified' ? EXIT.ok : answer === 'refused' ? EXIT.untrue : EXIT.notCovered)

const MARK = { ok: 'ok', refused: 'REFUSED', 'not-covered': 'not covered' } as const
const COLOUR = { ok: 'green', refused: 'red', 'not-covered': 'yellow' } as const

export function showSteps(terminal: Terminal, steps: readonly Step[]): void {
  for (const { name, outcome, words } of steps) terminal.show(`${terminal.paint(COLOUR[outcome], MARK[outcome].padEnd(11))}  ${name.padEnd(11)}  ${plain(words)}`)
}

/** The last line, by which one reads it. */
export function showAnswer(terminal: Terminal, answer: Answer, steps: readonly Step[]): void {
  const why = steps.find(({ outcome }) => outcome === answer)
  const words = answer === 'verified' ? 'VERIFIED' : answer === 'refused' ? `REFUSED: ${plain(why?.words ?? '')}` : `NOT COVERED: ${plain(why?.words ?? '')}`
  terminal.show(terminal.paint(answer === 'verified' ? 'green' : answer === 'refused' ? 'red' : 'yellow', words))
}

export function showLimits(terminal: Terminal, limits: readonly { words: string }[]): void {
  for (const { words } of limits) terminal.show(`not covered  ${' '.repeat(11)}  ${plain(words)}`)
}

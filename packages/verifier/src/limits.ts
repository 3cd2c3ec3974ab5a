/** What one file cannot tell, however right it is: said with every answer, so that nothing is taken for more than it is. */
import type { Seen } from './verify-evidence.ts'
import { printSeconds } from './texts.ts'

export type Limit = { readonly code: 'later' | 'keys-left-out' | 'no-clock' | 'authority' | 'left-out' | 'names'; readonly words: string; readonly values: Readonly<Record<string, string | number>> }

export function limitsOf({ size, act, cosigned, entry }: Seen, now: number | undefined): Limit[] {
  const limits: Limit[] = []
  const last = cosigned.at(-1)?.time
  if (size !== undefined) {
    limits.push({ code: 'later', words: `whatever came into the log after entry ${size - 1}${last === undefined ? '' : ` (${printSeconds(last)})`} is not covered: a withdrawal, an end of a key`, values: { size, ...(last === undefined ? {} : { time: last }) } })
  }
  if (act !== undefined) {
    limits.push({ code: 'keys-left-out', words: 'a file shows what it holds: that the log says nothing else about the key is seen by an audit only', values: {} })
    limits.push({ code: 'authority', words: 'that a key is the organisation’s is the hub’s word, with the domain that proved it at the time; who may sign for it is not covered', values: { organisation: act.organisation } })
  } else if (entry?.payload.form === 'fact') {
    limits.push({ code: 'authority', words: 'that the log says so is proven; that it is true is not', values: {} })
  }
  if (now === undefined) limits.push({ code: 'no-clock', words: 'no clock was asked, so a cosignature from the future would not be noticed', values: {} })
  return limits
}

/** What an engine's errors mean: a rule of the schema, a store that is away for a while, or our own fault. */
import { Refusal } from '../../kernel/index.ts'
import { RuleBroken } from './contract.ts'

/** An error of node:sqlite as it travels between threads. */
export type SqliteFault = { message: string; errcode: number | undefined; sql: string | undefined }

// https://sqlite.org/rescode.html: the low byte is the primary code.
const AWAY: Readonly<Record<number, string>> = {
  5: 'another program holds the store',
  6: 'another program holds the store',
  7: 'the machine has no memory left',
  8: 'the store can only be read at present',
  10: 'the disk that holds the store reports an error',
  11: 'the file of the store is damaged: restore a backup',
  13: 'the disk that holds the store is full',
  14: 'the file of the store cannot be opened',
  26: 'the file is not a store',
}
const RULES: Readonly<Record<number, RuleBroken['rule']>> = {
  275: 'check',
  787: 'reference',
  1299: 'not-null',
  1555: 'unique',
  2067: 'unique',
  2579: 'unique',
  3091: 'check', // a value of the wrong type in a strict table
}

export const away = (why: string, cause?: unknown, retryAfterSeconds = 5): Refusal =>
  new Refusal('unavailable', 'store.unavailable', `${why}; nothing was kept, try again shortly`, { retryAfterSeconds, cause })

export function sqliteFault(error: unknown, sql?: string): SqliteFault {
  const errcode = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined
  return { message: error instanceof Error ? error.message : String(error), errcode, sql }
}

export function sqliteTrouble({ message, errcode, sql }: SqliteFault): Error {
  const fault = new Error(sql === undefined ? message : `${message} in: ${sql.slice(0, 500)}`)
  if (errcode === undefined) return fault
  const rule = RULES[errcode]
  if (rule !== undefined) return new RuleBroken(rule, message, fault)
  const words = AWAY[errcode & 0xff]
  return words === undefined ? fault : away(words, fault)
}

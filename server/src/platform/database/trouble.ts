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

/** character_not_in_repertoire, in PostgreSQL's words: U+0000 in a text. The door refuses it before; this is for what came another way. */
const NO_TEXT = 22021
const noText = (cause: unknown): Refusal => new Refusal('malformed', 'store.no-text', 'a text has the character U+0000, which no text here has; leave it out', { cause })

/** The embedded store would take it, and could then never move to the other engine. */
export function needText(text: string): string {
  if (text.includes('\0')) throw Object.assign(new Error('U+0000 in a text'), { errcode: NO_TEXT })
  return text
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
  if (errcode === NO_TEXT) return noText(fault)
  const rule = RULES[errcode]
  if (rule !== undefined) return new RuleBroken(rule, message, fault)
  const words = AWAY[errcode & 0xff]
  return words === undefined ? fault : away(words, fault)
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: a class of two characters, or a whole code.
const AWAY_ON_POSTGRES: Readonly<Record<string, string>> = {
  '08': 'the connection to the store was lost',
  '53': 'the store has no room or no connections left',
  '57P': 'the store is restarting',
  '58': 'the disk that holds the store reports an error',
  '53100': 'the disk that holds the store is full',
  '55P03': 'the store is very busy',
  '57014': 'the store took too long to answer',
  '25006': 'the store can only be read at present',
  '25P03': 'the store gave up waiting for this transaction',
  '28': 'the store refuses our password or name',
  '3D': 'the store has no such database',
}
const RULES_ON_POSTGRES: Readonly<Record<string, RuleBroken['rule']>> = {
  '23505': 'unique',
  '23503': 'reference',
  '23514': 'check',
  '23502': 'not-null',
}
const LOST = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)/
const LOST_WORDS = /connection (terminated|ended)|not queryable|timeout exceeded when trying to connect|timeout expired|client was closed/i

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const isLost = (error: unknown): boolean =>
  LOST.test(codeOf(error)) || /^(08|57P)/.test(codeOf(error)) || (error instanceof Error && LOST_WORDS.test(error.message))

export function postgresTrouble(error: unknown, sql?: string): Error {
  if (error instanceof Refusal || error instanceof RuleBroken) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  const fault = new Error(sql === undefined ? message : `${message} in: ${sql.slice(0, 500)}`, { cause: error })
  const rule = RULES_ON_POSTGRES[code]
  if (rule !== undefined) return new RuleBroken(rule, message, fault)
  if (code === String(NO_TEXT)) return noText(fault)
  const words = AWAY_ON_POSTGRES[code] ?? AWAY_ON_POSTGRES[code.slice(0, 3)] ?? AWAY_ON_POSTGRES[code.slice(0, 2)]
  if (words !== undefined && code.length === 5) return away(words, fault)
  return isLost(error) ? away('the connection to the store was lost', fault) : fault
}

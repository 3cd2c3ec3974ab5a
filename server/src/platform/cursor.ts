/**
 * The `next` of a page, as it comes back to ask for the page after: a place in a list. It holds nothing secret and is not
 * signed, so anything may come; what a list did not give is refused by the field it stands in.
 */
import { Refusal } from '../kernel/index.ts'

type Where = { room: string; field: 'after' | 'before' | 'cursor' }

/** A place that is a positive whole number. Throws 'malformed' `<room>.cursor`. */
export function readPlace(cursor: string, where: Where): number {
  const place = /^[1-9]\d{0,15}$/.test(cursor) ? Number(cursor) : Number.NaN
  return Number.isSafeInteger(place) ? place : noCursor(where)
}

/** A place that is a moment (microseconds) and, where several share it, an id of this prefix. */
export function readMoment(cursor: string, prefix: string, where: Where): { at: number; id: string } {
  const [, at = '', id = ''] = /^(\d{1,16})[.-]([a-z]+_[0-9a-hjkmnp-tv-z]{20})$/.exec(cursor) ?? []
  return Number.isSafeInteger(Number(at)) && id.startsWith(`${prefix}_`) ? { at: Number(at), id } : noCursor(where)
}

/** For places of another form. */
export function noCursor({ room, field }: Where): never {
  throw new Refusal('malformed', `${room}.cursor`, 'this cursor is none of ours', { faults: [{ field: `/${field}`, rule: 'the “next” of the page before', fix: 'leave it out' }] })
}

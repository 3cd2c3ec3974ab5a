/** DNS messages: a query that asks for signatures, and the answer to it. RFC 1035 §4, RFC 6891 (EDNS), RFC 3225 (DO), RFC 8914 (EDE). */
import { concatBytes, printHex, type Bytes } from '../bytes.ts'
import { BaselineError } from '../errors.ts'
import { MOST_RECORDS, type AskedType, type DnsAnswer, type DnsRecord, type RecordType } from '../observations.ts'
import { reason, reasonWords, type Reason } from '../reasons.ts'
import { parseName, printName, wireName } from './name.ts'
import { bytesOf } from './rdata.ts'
import { createReader, type Reader } from './reader.ts'
import { numberOf, typeOf } from './types.ts'

export type DnsMessage = {
  id: number
  response: boolean
  /** TC: ask again over TCP. */
  truncated: boolean
  /** AD: the resolver says that it validated. */
  authenticated: boolean
  /** With the upper bits of EDNS. */
  rcode: number
  question: { name: string; type: RecordType } | null
  answer: DnsRecord[]
  authority: DnsRecord[]
  /** Info codes of RFC 8914. */
  extendedErrors: number[]
}

const RD = 0x0100
const CD = 0x0010
const DO = 0x8000
const OPT = 41
const EDE = 15
const CLASS_IN = 1
/** What passes unfragmented nearly everywhere (DNS flag day 2020). */
const UDP_SIZE = 1232

/** A query with RD, CD and DO set: signatures are asked for, and wrong ones not withheld. `id` is 16 bits of chance. */
export function printQuery({ id, name, type }: { id: number; name: string; type: AskedType }): Bytes {
  const header = [u16(id), u16(RD | CD), u16(1), u16(0), u16(0), u16(1)]
  const question = [wireName(parseName(name)), u16(numberOf(type)), u16(CLASS_IN)]
  const opt = [Uint8Array.of(0), u16(OPT), u16(UDP_SIZE), u16(0), u16(DO), u16(0)]
  return concatBytes(...header, ...question, ...opt)
}

const u16 = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 0xff, value & 0xff)

/** Throws `malformed-message`. The additional section is read for EDNS only. */
export function parseMessage(bytes: Uint8Array): DnsMessage {
  const reader = createReader(bytes, { what: 'message', pointers: true })
  const id = reader.u16()
  const flags = reader.u16()
  const [questions, answers, authorities, additionals] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()]
  if (questions > 1) throw refuse(reason('message.questions'))
  const question = questions === 1 ? { name: printName(reader.name()), type: typeOf(reader.u16()), class: reader.u16() } : null
  const answer = section(bytes, reader, answers)
  const authority = section(bytes, reader, authorities)
  const edns = readEdns(reader, additionals)
  return {
    id, response: (flags & 0x8000) !== 0, truncated: (flags & 0x0200) !== 0, authenticated: (flags & 0x0020) !== 0,
    rcode: edns.rcode * 16 + (flags & 0x0f),
    question: question === null || question.class !== CLASS_IN ? null : { name: question.name, type: question.type },
    answer, authority, extendedErrors: edns.extendedErrors,
  }
}

function section(bytes: Uint8Array, reader: Reader, count: number): DnsRecord[] {
  if (count > MOST_RECORDS) throw refuse(reason('message.records', { most: MOST_RECORDS }))
  const records: DnsRecord[] = []
  for (let index = 0; index < count; index++) {
    const name = printName(reader.name())
    const type = typeOf(reader.u16())
    const inClass = reader.u16() === CLASS_IN
    const ttl = reader.u32()
    const length = reader.u16()
    const start = reader.at
    reader.take(length)
    if (inClass) records.push({ name, type, ttl, rdata: printHex(uncompressed(bytes, type, start, start + length)) })
  }
  return records
}

/** Names in the data of these types may be compressed (RFC 3597 §4); they are written out, their case kept. */
const NAMES_AFTER: Partial<Record<RecordType, { skip: number; names: number }>> = {
  NS: { skip: 0, names: 1 }, CNAME: { skip: 0, names: 1 }, PTR: { skip: 0, names: 1 }, DNAME: { skip: 0, names: 1 },
  MX: { skip: 2, names: 1 }, SOA: { skip: 0, names: 2 },
}

function uncompressed(bytes: Uint8Array, type: RecordType, start: number, end: number): Uint8Array {
  const form = NAMES_AFTER[type]
  if (form === undefined) return bytes.subarray(start, end)
  const reader = createReader(bytes, { what: 'message', start, end, pointers: true })
  const parts: Uint8Array[] = [reader.take(form.skip)]
  for (let index = 0; index < form.names; index++) {
    for (const label of reader.name()) parts.push(Uint8Array.of(label.length), label)
    parts.push(Uint8Array.of(0))
  }
  return concatBytes(...parts, reader.rest())
}

function readEdns(reader: Reader, count: number): { rcode: number; extendedErrors: number[] } {
  const found = { rcode: 0, extendedErrors: [] as number[] }
  for (let index = 0; index < count; index++) {
    reader.name()
    const type = reader.u16()
    reader.u16()
    const upper = reader.u8()
    reader.take(3)
    const data = reader.take(reader.u16())
    if (type !== OPT) continue
    found.rcode = upper
    const options = createReader(data, { what: 'message' })
    while (options.left > 0) {
      const code = options.u16()
      const value = options.take(options.u16())
      if (code === EDE && value.length >= 2) found.extendedErrors.push((value[0] ?? 0) * 256 + (value[1] ?? 0))
    }
  }
  return found
}

/**
 * What these bytes answer to this question: an observation, never an exception. A message for another question, or one
 * that cannot be read, is `malformed`. Check `truncated` of `parseMessage` first and ask again over TCP.
 */
export function readAnswer({ id, name, type }: { id: number; name: string; type: AskedType }, bytes: Uint8Array): DnsAnswer {
  const nothing = { name, type, answer: [], authority: [] }
  try {
    const message = parseMessage(bytes)
    const { question, response } = message
    if (!response || message.id !== id || question === null || question.type !== type || question.name !== printName(parseName(name))) {
      return { ...nothing, outcome: 'malformed', ...told(reason('message.other')) }
    }
    return { name, type, answer: message.answer, authority: message.authority, ...outcomeOf(message, name, type) }
  } catch (error) {
    if (error instanceof BaselineError) return { ...nothing, outcome: 'malformed', ...told(error.reason) }
    throw error
  }
}

/** RFC 8914 §4.7 to §4.13: what a validating resolver says of signatures that are wrong. */
const isBogus = (code: number): boolean => code >= 6 && code <= 12

function outcomeOf({ rcode, answer, extendedErrors }: DnsMessage, name: string, type: AskedType): Pick<DnsAnswer, 'outcome' | 'detail' | 'reason'> {
  if (rcode === 0) return { outcome: recordsAt(answer, name, type).length > 0 ? 'answer' : 'empty' }
  if (rcode === 3) return { outcome: 'nxdomain' }
  if (rcode !== 2) return { outcome: 'refused', ...told(reason('message.rcode', { number: rcode })) }
  const code = extendedErrors.find(isBogus)
  return code === undefined ? { outcome: 'servfail' } : { outcome: 'bogus', ...told(reason('message.extended', { number: code })) }
}

const MOST_ALIASES = 16

/** The records of a type at a name, or where its aliases lead within these. */
export function recordsAt(records: readonly DnsRecord[], name: string, type: RecordType): DnsRecord[] {
  let at = name
  for (let hop = 0; hop <= MOST_ALIASES; hop++) {
    const found = records.filter((record) => record.name === at && record.type === type)
    if (found.length > 0) return found
    const alias = records.find((record) => record.name === at && record.type === 'CNAME')
    if (alias === undefined) return []
    at = aliasTarget(alias)
  }
  return []
}

/** Where a CNAME leads. Throws `malformed-rdata`. */
export function aliasTarget(alias: DnsRecord): string {
  return printName(createReader(bytesOf(alias), { what: alias }).name())
}

const refuse = (why: Reason): BaselineError => new BaselineError('malformed-message', why)
const told = (why: Reason): { detail: string; reason: Reason } => ({ detail: reasonWords(why), reason: why })

/** Record types by number and mnemonic, as the IANA registry "Resource Record (RR) TYPEs" has them. */
import type { RecordType } from '../observations.ts'

const NUMBERS = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, DNAME: 39, DS: 43, RRSIG: 46, NSEC: 47, DNSKEY: 48, NSEC3: 50,
  NSEC3PARAM: 51, TLSA: 52, CAA: 257,
} as const

const MNEMONICS = new Map<number, RecordType>(Object.entries(NUMBERS).map(([mnemonic, number]) => [number, mnemonic as keyof typeof NUMBERS]))

export const typeOf = (number: number): RecordType => MNEMONICS.get(number) ?? `TYPE${number}`

export const numberOf = (type: RecordType): number => (type in NUMBERS ? NUMBERS[type as keyof typeof NUMBERS] : Number(type.slice(4)))

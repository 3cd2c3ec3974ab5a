/** Does a domain take mail, and where? RFC 5321 §5.1, RFC 7505. */
import { MOST_RAW } from '../check.ts'
import { parseMx, parseTxt } from '../dns/rdata.ts'
import { printRecord } from '../dns/text.ts'
import type { DnsRecord } from '../observations.ts'
import { common, Unsettled, type Seen } from '../seen.ts'

/** Mail exchangers that are visited: the most preferred. A visit costs them something, so there are few. */
export const MOST_EXCHANGES = 3

export type MailAt = {
  /** In order of preference, each once; empty where the domain takes no mail. */
  exchanges: string[]
  /** It says so itself (RFC 7505), and how many other records contradict it. */
  nullMx: boolean
  records: DnsRecord[]
}

export function mailAt(seen: Seen): MailAt {
  const { records } = seen.dns(seen.domain, 'MX')
  const parsed = records.map(parseMx).toSorted((a, b) => a.preference - b.preference)
  const exchanges = [...new Set(parsed.map(({ exchange }) => exchange).filter((exchange) => exchange !== '.'))]
  return { exchanges, nullMx: parsed.some(({ exchange }) => exchange === '.'), records }
}

/** Settles as not applicable where no mail is taken. */
export function wantMail(seen: Seen): MailAt {
  const mail = mailAt(seen)
  if (mail.exchanges.length === 0) throw new Unsettled(common('no-mail', { domain: seen.domain }))
  return mail
}

/** The texts at a name, with the records they stand in. */
export function textsAt(seen: Seen, name: string): { text: string; record: DnsRecord }[] {
  return seen.dns(name, 'TXT').records.map((record) => ({ text: parseTxt(record), record }))
}

/** As many as are shown. */
export const printRecords = (records: readonly DnsRecord[]): string[] => records.slice(0, MOST_RAW).map(printRecord)

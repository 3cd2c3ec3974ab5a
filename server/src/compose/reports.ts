/** The room of reports and what it is handed: organisations from the members, seals from the ledger, formats of a domain from their packages. */
import { readFile, stat } from 'node:fs/promises'
import { BaselineError, parseSecurityTxt } from '@openaccord/baseline'
import { CsafError, cweName, parseProviderMetadata } from '@openaccord/csaf'
import { checkpointOver, open } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { createFeeds, createReports, readMail, reportsEndpoints, TEND_JOB, type Outside, type Reports, type ReportsSettings } from '../capabilities/reports/index.ts'
import { Refusal } from '../kernel/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import { InboxRefusal, openInbox, type InboxSettings } from '../platform/inbox.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import { OutboundError, type Outbound } from '../platform/outbound.ts'

type Setting = Pick<ReportsSettings, 'database' | 'clock' | 'random' | 'journal' | 'vault' | 'mail' | 'origin' | 'effort' | 'inbox'> & {
  fetch: Outbound['fetch']
  feeds: { kev: string | undefined; epss: string | undefined }
  trouble: (what: string, error: unknown) => void
}

const HOURLY = 3_600

export function openReports({ fetch, feeds, trouble, ...rest }: Setting) {
  const reports: Reports = createReports({
    ...rest, ...reportsMeans(), outside: outsideBy(fetch),
    feeds: createFeeds({ kev: fileAt(feeds.kev), epss: fileAt(feeds.epss), trouble }),
  })
  return {
    reports,
    endpoints: (): Endpoint[] => reportsEndpoints(reports),
    handlers: (): Record<string, Handler> => ({ [TEND_JOB]: async () => void (await reports.tend()) }),
    every: () => [{ kind: TEND_JOB, seconds: HOURLY }],
    /** Takes mail from now on, at `report@` and `report+team@` of the domain. */
    listen: ({ domain, ...place }: Pick<InboxSettings, 'host' | 'port' | 'certificate'> & { domain: string }) => openInbox({ ...place, ...inboxOf(reports, domain), name: domain, trouble }),
  }
}

const MAIL_BYTES = 10 * 1024 * 1024

/** What the inbox asks of this room; its own tests take the same. */
export function inboxOf(reports: Reports, domain: string): Pick<InboxSettings, 'takes' | 'take' | 'maxBytes'> {
  const reads = new RegExp(`^report(?:\\+([a-z0-9-]{2,40}))?@${RegExp.escape(domain)}$`)
  /** `{}` is the coordinator's desk; undefined is no address of ours. */
  const deskIn = (address: string): { slug?: string } | undefined => {
    const found = reads.exec(address.toLowerCase())
    return found === null ? undefined : found[1] === undefined ? {} : { slug: found[1] }
  }
  return {
    maxBytes: MAIL_BYTES,
    takes: async (address) => {
      const desk = deskIn(address)
      return desk !== undefined && (await reports.deskForMail(desk.slug)) !== undefined
    },
    async take(message, { from, to }) {
      try {
        const mail = await readMail(message, { sender: from, own: domain })
        if (mail === undefined) return
        const { title, text, files, language } = mail
        for (const slug of new Set(to.map(deskIn).flatMap((desk) => (desk === undefined ? [] : [desk.slug])))) {
          await reports.fileByMail({ to: slug, from: mail.from, answers: { title, text }, files, language })
        }
      } catch (error) {
        if (error instanceof Refusal) throw new InboxRefusal(error.message, error.kind === 'too-many' || error.kind === 'unavailable' ? 451 : 550)
        throw error
      }
    },
  }
}

/** What comes from other rooms; its own tests take the same. */
export function reportsMeans(): Pick<ReportsSettings, 'members' | 'sealing' | 'isCovered' | 'cweName'> {
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, standing: { state } }) => ({ id, slug, name, kind, state })),
      allianceName: sisters.allianceName,
      mailsOf: sisters.managersMails,
      namesOf: async (tx, people) => new Map((await sisters.peopleByIds(tx, [...new Set(people)])).map(({ id, name }) => [id, name])),
    },
    sealing: { open },
    isCovered: async (tx, fact) => (await checkpointOver(tx, fact)) !== undefined,
    cweName,
  }
}

const fileAt = (path: string | undefined) => (path === undefined ? undefined : { read: () => readFile(path, 'utf8'), changedAt: async () => (await stat(path)).mtimeMs })

const SMALL = { maxBytes: 512 * 1024, timeoutMs: 8_000, maxRedirects: 3 }

/** RFC 9116 §3 and CSAF 2.0 §7.1.9, through the guarded way out. What cannot be reached is left out. */
export const outsideBy = (fetch: Outbound['fetch']): ReportsSettings['outside'] => async (domain, now) => {
  const found = await Promise.all([
    asked(fetch, `https://${domain}/.well-known/security.txt`).then((got) => got && readSecurityTxt(got, now)),
    asked(fetch, `https://${domain}/.well-known/csaf/provider-metadata.json`).then((got) => got && readProvider(got)),
  ])
  return found.filter((one) => one !== undefined)
}

type Got = { url: string; text: string }

async function asked(fetch: Outbound['fetch'], url: string): Promise<Got | undefined> {
  try {
    const { status, url: from, text } = await fetch(url, SMALL)
    return status === 200 ? { url: from, text: text() } : undefined
  } catch (error) {
    if (error instanceof OutboundError) return undefined
    throw error
  }
}

function readSecurityTxt({ url, text }: Got, now: number): Outside | undefined {
  const fields = fieldsOf(text)
  const all = (name: string) => fields.filter((field) => field.name === name).map(({ value }) => oneLine(value))
  const contacts = all('contact').filter((contact) => /^(?:mailto:|https:|tel:)/i.test(contact)).slice(0, 10)
  if (fields.length === 0) return undefined
  const [expires] = all('expires')
  const until = expires === undefined || Number.isNaN(Date.parse(expires)) ? null : Date.parse(expires) * 1000
  const words = contacts.length === 0 ? 'it names no contact that can be used' : until === null ? 'it does not say until when it holds' : until <= now ? 'it has expired: whoever reads the contact may not be there any more' : 'it holds'
  return { source: 'security-txt', url, name: new URL(url).hostname, contacts, policy: all('policy')[0] ?? null, encryption: all('encryption')[0] ?? null, expires: until, valid: contacts.length > 0 && until !== null && until > now, words }
}

/** A page of HTML that stands in its place is no security.txt. */
function fieldsOf(text: string): ReturnType<typeof parseSecurityTxt>['fields'] {
  try {
    return parseSecurityTxt(text).fields
  } catch (error) {
    if (error instanceof BaselineError) return []
    throw error
  }
}

const oneLine = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 500)

function readProvider({ url, text }: Got): Outside | undefined {
  try {
    const { publisher } = parseProviderMetadata(text)
    const contacts = publisher.contact_details === undefined ? [] : [oneLine(publisher.contact_details)]
    return { source: 'csaf-provider', url, name: oneLine(publisher.name), contacts, policy: null, encryption: null, expires: null, valid: contacts.length > 0, words: contacts.length > 0 ? 'it publishes advisories as CSAF and names this contact' : 'it publishes advisories as CSAF and names no contact' }
  } catch (error) {
    if (error instanceof CsafError) return undefined
    throw error
  }
}

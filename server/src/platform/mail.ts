/**
 * Mail: plain text, sent by SMTP (RFC 5321, TLS as RFC 8314 and RFC 3207 have it), or written into a folder where no
 * mail server is set, as in the demo. Called by the job that sends it; it says whether trying again makes sense.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { createTransport } from 'nodemailer'
import { iso, type Clock, type Random } from '../kernel/index.ts'

export type Mail = {
  /** One address, no name. */
  to: string
  subject: string
  text: string
  /** Makes the Message-ID, so that a second attempt is recognised as the same mail; chance when left out. */
  id?: string
}

export type MailSettings = {
  /** `Alliance <hub@alliance.example>` or an address alone. */
  from: string
  replyTo?: string
} & (
  | {
      /** `smtps://user:password@host:465` or `smtp://…:587`, the latter with STARTTLS; `?tls=optional` lifts that, as loopback does. */
      smtp: string
      /** Further certificate authorities in PEM. */
      ca?: string
      timeoutMs?: number
    }
  | { folder: string }
)

/** `refused`: that mail will never go. `not-now`, `unreachable`, `tls`, `auth`: it may, later or when the settings are mended. */
export type MailCode = 'refused' | 'bad-mail' | 'not-now' | 'unreachable' | 'tls' | 'auth'

export class MailError extends Error {
  readonly code: MailCode
  constructor(code: MailCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'MailError'
    this.code = code
  }
  get retryable(): boolean {
    return this.code !== 'refused' && this.code !== 'bad-mail'
  }
}

export type Mailer = ReturnType<typeof createMailer>
export type FolderEntry = { at: string; file: string; to: string; subject: string }

const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
// oxlint-disable-next-line no-control-regex -- these are what a header line must not hold
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/
const TEXT_LENGTH = 200_000

export function createMailer(settings: MailSettings, { clock, random }: { clock: Clock; random: Random }) {
  const from = parseFrom(settings.from)
  const deliver = 'folder' in settings ? createFolder(settings.folder, clock) : createSmtp(settings)

  return {
    /** Sends one mail. Throws MailError; `retryable` says whether the job should try again. */
    async send(mail: Mail): Promise<{ messageId: string }> {
      checkMail(mail)
      const id = mail.id ?? Buffer.from(random(16)).toString('base64url')
      const messageId = `<${id}@${from.address.split('@')[1] ?? ''}>`
      await deliver.send({
        from,
        ...(settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }),
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        messageId,
        date: new Date(clock() / 1000),
        // RFC 3834 §5: so that no robot answers a robot.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      return { messageId }
    },
    /** Whether the server takes our mail: for readiness and `doctor`. */
    check: (): Promise<void> => deliver.check(),
    close: (): void => deliver.close(),
  }
}

type Message = Parameters<ReturnType<typeof createTransport>['sendMail']>[0]
type Nodemailer = { createTransport: typeof createTransport }
type Deliver = { send(message: Message): Promise<void>; check(): Promise<void>; close(): void }

function checkMail({ to, subject, text, id }: Mail): void {
  if (!ADDRESS.test(to)) throw new MailError('bad-mail', 'the recipient is not one plain mail address')
  if (CONTROL.test(subject) || subject.length > 300) throw new MailError('bad-mail', 'the subject is one line of at most 300 characters')
  if (text.length > TEXT_LENGTH) throw new MailError('bad-mail', `the text is longer than ${TEXT_LENGTH} characters`)
  if (id !== undefined && !/^[\w.-]{1,100}$/.test(id)) throw new MailError('bad-mail', 'the id of a mail has letters, figures, dots and hyphens only')
}

/** `Name <address>` or an address. Throws when it is neither: settings are refused at the start. */
export function parseFrom(text: string): { name: string; address: string } {
  const named = /^([^<>]*)<([^<>]+)>$/.exec(text)
  const address = (named?.[2] ?? text).trim()
  const name = (named?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1')
  if (!ADDRESS.test(address) || CONTROL.test(name)) throw new Error('the sender reads like “Alliance <hub@alliance.example>” or an address alone')
  return { name, address }
}

/** Reads `smtp://` and `smtps://` settings; throws with words for the operator. */
export function parseSmtp(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new Error('the mail server reads like smtps://user:password@mail.example:465 or smtp://mail.example:587')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const tls = url.searchParams.get('tls') ?? (isLoopback(host) ? 'optional' : 'required')
  if (tls !== 'required' && tls !== 'optional') throw new Error('?tls= of the mail server is “required” or “optional”')
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  if (user !== '' && !secure && tls === 'optional' && !isLoopback(host)) throw new Error('a password for the mail server goes over TLS only: leave out ?tls=optional')
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && tls === 'required',
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

function createSmtp({ smtp, ca, timeoutMs = 20_000 }: { smtp: string; ca?: string; timeoutMs?: number }): Deliver {
  const place = parseSmtp(smtp)
  const { opened, close } = atFirstUse(({ createTransport }) => createTransport({
    ...place,
    pool: true,
    maxConnections: 2,
    maxMessages: 50,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    disableFileAccess: true,
    disableUrlAccess: true,
  }))
  return { send: async (message) => sorted((await opened()).sendMail(message)), check: async () => sorted((await opened()).verify()), close }
}

/** The library is loaded with the first mail, not at every start. */
function atFirstUse<T extends { close(): void }>(make: (library: Nodemailer) => T) {
  let made: Promise<T> | undefined
  return {
    opened: (): Promise<T> => (made ??= import('nodemailer').then(make)),
    close: (): void => void made?.then((each) => each.close(), () => undefined),
  }
}

async function sorted(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    throw sortError(error)
  }
}

/** RFC 5321 §4.2.1: 4yz may be tried again, 5yz not. What a server says is kept as the cause, not shown. */
function sortError(error: unknown): MailError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  const said = (kind: MailCode, words: string) => new MailError(kind, answer === 0 ? words : `${words} (${answer})`, { cause: error })
  if (code === 'EAUTH' || code === 'ENOAUTH') return said('auth', 'the mail server did not accept our name and password')
  if (code === 'ETLS' || /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO/.test(code)) return said('tls', 'no trusted TLS connection to the mail server could be made')
  if (answer >= 500 && answer < 600) return said('refused', 'the mail server refused this mail for good')
  if (answer >= 400) return said('not-now', 'the mail server does not take this mail now')
  if (/certificate/i.test(error instanceof Error ? error.message : '')) return said('tls', 'the certificate of the mail server is not valid')
  return said('unreachable', 'the mail server cannot be reached')
}

const INDEX = 'index.jsonl'

function createFolder(folder: string, clock: Clock): Deliver {
  const { opened, close } = atFirstUse(({ createTransport }) => createTransport({ streamTransport: true, buffer: true, newline: 'windows' }))
  let count = 0
  return {
    async send(message) {
      const { message: bytes } = await (await opened()).sendMail(message)
      await mkdir(folder, { recursive: true })
      const at = iso(clock())
      const file = `${at.replaceAll(/[:.]/g, '-')}-${String(message.messageId).replaceAll(/[^\w-]/g, '').slice(0, 22)}-${++count}.eml`
      await writeFile(join(folder, `.${file}.part`), bytes)
      await rename(join(folder, `.${file}.part`), join(folder, file))
      const to = typeof message.to === 'object' && message.to !== null && 'address' in message.to ? message.to.address : ''
      await appendFile(join(folder, INDEX), `${JSON.stringify({ at, file, to, subject: message.subject })}\n`)
    },
    check: async () => void (await mkdir(folder, { recursive: true })),
    close,
  }
}

/** What a mail folder holds, newest first; the text is in the files it names. */
export async function listMailFolder(folder: string): Promise<FolderEntry[]> {
  try {
    const lines = (await readFile(join(folder, INDEX), 'utf8')).split('\n').filter((line) => line !== '')
    return lines.map((line): FolderEntry => JSON.parse(line)).toReversed()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/**
 * The mailbox of a receipt: reading, writing, and forgetting the address for news. A wrong code and one that nobody has take the
 * same way and get the same answer. Opened here only where a browser runs no script, for the length of one request.
 */
import { MOST_SEALED, parseReceiptCode, printMessage, readMessage, readReport, receiptKeys, type MessageContent, type ReportContent } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { decryptWith, encryptTo, readSealed } from '../age.ts'
import type { Means } from '../means.ts'
import { conflict, LIMITS, mayWrite, standingOf, unknownReceipt, type Case, type Standing } from '../model.ts'
import { sha256Of } from '../secrets.ts'
import { addMessage, caseByAccess, ciphertextOf, forgetMail, mailOf, messageLoad, messagesOf, type Message } from '../store.ts'
import { wroteMail } from '../wording.ts'
import { cleanText, tooMany, type Book, type Desk } from './book.ts'
import { readFiles } from './file.ts'

export type Mailbox = { subject: Case; standing: Standing; desk: Desk; ciphertext: Uint8Array | null; messages: Message[]; mailKept: boolean; mayWrite: boolean; covered: boolean }
export type Opened = Mailbox & { content: ReportContent | undefined; opened: { message: Message; content: MessageContent | undefined }[] }
type PlainMessage = { code: string; text: string; language: string; files?: { name: string; type: string; content: string }[] | undefined }

export function createMailboxVerbs(means: Means, book: Book) {
  const { database, clock, vault, origin } = means

  async function find(tx: Reader, access: string): Promise<Case> {
    const subject = await caseByAccess(tx, vault.openText, sha256Of(access))
    if (subject === undefined) throw unknownReceipt()
    return subject
  }

  async function show(tx: Reader, access: string, now: Micros): Promise<Mailbox> {
    const subject = await find(tx, access)
    const { id, organisation, seal } = subject.report
    return {
      subject, standing: standingOf(subject, now), desk: await book.deskOf(tx, organisation), ciphertext: await ciphertextOf(tx, id), messages: await messagesOf(tx, id),
      mailKept: (await mailOf(tx, id)) !== undefined, mayWrite: mayWrite(subject, now), covered: await means.isCovered(tx, seal),
    }
  }

  const keepMessage = (access: string, ciphertext: Uint8Array): Promise<Mailbox> => book.change(async (tx, now) => {
    const subject = await find(tx, access)
    await needRoom(tx, subject, ciphertext, 'reporter', now)
    await addMessage(tx, subject.report.id, { from: 'reporter', at: now, ciphertext })
    await book.happen(tx, subject.report.id, 'wrote', { at: now })
    await book.tellTeam(tx, subject.report.organisation, (to, alliance) => wroteMail(to, { alliance, origin, report: subject.report.id }))
    return show(tx, access, now)
  })

  return {
    mailbox: (access: string): Promise<Mailbox> => database.read((tx) => show(tx, access, clock())),

    async mailboxPlain(code: string): Promise<Opened> {
      const { access, identity } = await keysOf(code)
      return opened(await database.read((tx) => show(tx, access, clock())), identity)
    },

    write: ({ access, ciphertext }: { access: string; ciphertext: string }): Promise<Mailbox> => keepMessage(access, readSealed(ciphertext, '/ciphertext', MOST_SEALED.message)),

    async writePlain({ code, text, language, files = [] }: PlainMessage): Promise<Opened> {
      const { access, identity } = await keysOf(code)
      const said = cleanText(text, '/text')
      const { subject, desk } = await database.read((tx) => show(tx, access, clock()))
      const to = [...desk.recipients, ...(subject.report.recipient === null ? [] : [subject.report.recipient])]
      if (desk.recipients.length === 0) throw conflict('no-keys', 'this team has no key now to which an answer could be encrypted: try again later')
      const ciphertext = await encryptTo(to, printMessage({ language, text: said, files: readFiles(files) }))
      return opened(await keepMessage(access, ciphertext), identity)
    },

    async forgetMail({ access, code }: { access?: string | undefined; code?: string | undefined }): Promise<void> {
      const secret = access ?? (await keysOf(code ?? '')).access
      await book.change(async (tx) => void (await forgetMail(tx, (await find(tx, secret)).report.id)))
    },
  }
}

/** The same work for what cannot be a code as for one that nobody has. */
async function keysOf(code: string) {
  return receiptKeys((await parseReceiptCode(code)) ?? new Uint8Array(20))
}

async function opened(box: Mailbox, identity: string): Promise<Opened> {
  const plain = async (sealed: Uint8Array | null) => (sealed === null ? undefined : decryptWith(identity, sealed))
  const report = await plain(box.ciphertext)
  const messages: Opened['opened'] = []
  for (const message of box.messages) messages.push({ message, content: readable(readMessage, await plain(message.ciphertext)) })
  return { ...box, content: readable(readReport, report), opened: messages }
}

/** Limits of one side: how many, how many a day, how much in all. */
export async function needRoom(tx: Tx, subject: Case, ciphertext: Uint8Array, from: 'reporter' | 'team', now: Micros): Promise<void> {
  if (from === 'reporter' && !mayWrite(subject, now)) throw conflict('over', 'this report was closed more than thirty days ago: what is new is reported anew')
  const { all, lately, bytes } = await messageLoad(tx, subject.report.id, from, now - DAY)
  if (all >= LIMITS.messages || lately >= LIMITS.messagesADay) throw tooMany(`at most ${LIMITS.messagesADay} messages a day and ${LIMITS.messages} in all: please write tomorrow, or put several things into one`)
  if (bytes + ciphertext.length > LIMITS.messageBytesInAll) throw tooMany(`all messages of one side together have at most ${LIMITS.messageBytesInAll / 1_048_576} MiB: please leave files out`)
}

function readable<T extends object>(read: (bytes: Uint8Array) => T | { unreadable: string }, bytes: Uint8Array | undefined): T | undefined {
  const found = bytes === undefined ? undefined : read(bytes)
  return found === undefined || 'unreadable' in found ? undefined : found
}

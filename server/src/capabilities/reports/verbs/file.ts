/** Reporting: sealed by whoever reports, or sealed as it arrives (form without a script, mail). The commitment enters the log at once. */
import { base64, fileOf, parseReceiptCode, printReceiptCode, printReport, receiptKeys, reportSeal, MOST_SEALED, REPORT_LIMITS, RECEIPT_KIND, sealedBytes, type ReportAnswers, type ReportFile, type ReportReceipt } from '@openaccord/facts'
import { newId, type Micros, type ReportId } from '@openaccord/names'
import { DAY, iso } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { encryptTo, needRecipient, readSealed, recipientOf } from '../age.ts'
import { tell, type Means } from '../means.ts'
import { CLAIM_WITHIN, conflict, fault, LIMITS, standingOf, unknownReceipt, type Arrival, type Report, type Standing } from '../model.ts'
import { componentKey, hashOfClaim, newClaim, sha256Of } from '../secrets.ts'
import { addReport, caseByClaim, countSince, isAccessKnown, remindOnce, takeReceipt } from '../store.ts'
import { claimMail, receivedMail } from '../wording.ts'
import { cleanText, mailAbout, tooMany, type Book, type Desk } from './book.ts'

type Effort = { challenge: string; number?: string | undefined }
/** `address`: of the caller, for the pace of what comes without a script. `speaks`: the language in which mails are written. */
export type From = { address: string; speaks: string }
export type SealedWish = { to: string; ciphertext: string; recipient: string; accessSha256: string; salt: string; language: string; mail?: string | undefined; effort: Effort }
export type PlainWish = { to: string; report: Partial<ReportAnswers> & Pick<ReportAnswers, 'title' | 'text'>; files?: { name: string; type: string; content: string }[] | undefined; language: string; mail?: string | undefined; effort: Effort }
export type MailWish = { to: string | undefined; from: string | undefined; answers: Pick<ReportAnswers, 'title' | 'text'>; files: ReportFile[]; language: string }
export type Filed = { report: ReportId; receipt: ReportReceipt; standing: Standing }
type Sealed = { arrival: Arrival; ciphertext: Uint8Array; recipient: string | null; accessSha256: string | null; salt: Uint8Array; language: string; mail: string | null; speaks: string; claimSha256?: string }

const ANSWERS_A_DAY = 3

/** Who has the code can do everything; where the hub makes it, it is shown once and kept nowhere. */
export async function newCode(random: Means['random']) {
  const code = await printReceiptCode(random(20))
  return { code, keys: await receiptKeys((await parseReceiptCode(code))!) }
}

export const receiptOf = ({ id, at, seal, commitment, salt, ciphertextSha256 }: Report, to: string, origin: string): ReportReceipt =>
  ({ receipt: RECEIPT_KIND, hub: origin, report: id, to, at: iso(at), fact: seal, commitment, salt: base64(salt), ciphertextSha256 })

export function createFileVerbs(means: Means, book: Book) {
  const { database, random, journal, vault, effort, members, mail, origin } = means

  /** In its transaction: the row, the commitment, and the word to the team. */
  async function keep(tx: Tx, desk: Desk, { mail: address, claimSha256, ...sealed }: Sealed, now: Micros): Promise<Filed> {
    if ((await countSince(tx, desk.organisation.id, now - DAY)) >= LIMITS.reportsADay) throw tooMany('very many reports came to this team today: please send yours tomorrow, or to the coordinator')
    const id: ReportId = newId('report', random)
    const ciphertextSha256 = sha256Of(sealed.ciphertext)
    const payload = reportSeal(ciphertextSha256)
    const commitment = sha256Of(sealedBytes(sealed.salt, payload))
    const seal = await tell(journal, tx, 'received', { about: [], sealed: { commitment, size: payload.length } }, now)
    const report: Report = { id, organisation: desk.organisation.id, at: now, seal, commitment, ciphertextSha256, arrival: sealed.arrival, language: sealed.language, recipient: sealed.recipient, accessSha256: sealed.accessSha256, salt: sealed.salt }
    await addReport(tx, {
      ...report, ciphertext: sealed.ciphertext, speaks: sealed.speaks, mail: address === null ? null : vault.sealText(address, mailAbout(id)),
      claimSha256: claimSha256 ?? null, claimUntil: claimSha256 === undefined ? null : now + CLAIM_WITHIN,
    })
    const standing = standingOf({ report, events: [] }, now)
    await book.tellTeam(tx, desk.organisation.id, (to, alliance) => receivedMail(to, { alliance, origin, report: id, due: standing.due ?? now }))
    return { report: id, receipt: receiptOf(report, desk.organisation.slug, origin), standing }
  }

  return {
    async file(wish: SealedWish, { address, speaks }: From): Promise<Filed> {
      const ciphertext = readSealed(wish.ciphertext, '/ciphertext', MOST_SEALED.report)
      await needRecipient(wish.recipient, '/recipient')
      return book.change(async (tx, now) => {
        await effort.spend(tx, { purpose: 'report', ...wish.effort, address })
        const desk = await book.openDesk(tx, wish.to)
        if (await isAccessKnown(tx, wish.accessSha256)) throw conflict('receipt-used', 'this receipt code has a report already: make a new one for this')
        return keep(tx, desk, { arrival: 'sealed', ciphertext, recipient: wish.recipient, accessSha256: wish.accessSha256, salt: new Uint8Array(Buffer.from(wish.salt, 'base64')), language: wish.language, mail: addressOf(wish.mail), speaks }, now)
      })
    },

    /** Gives the code, which is shown now and never again. */
    async filePlain(wish: PlainWish, { address, speaks }: From): Promise<Filed & { code: string }> {
      for (const [name, value] of Object.entries(wish.report)) cleanText(value, `/report/${name}`)
      const { recipients } = await database.read((tx) => book.openDesk(tx, wish.to))
      const { code, keys } = await newCode(random)
      const recipient = await recipientOf(keys.identity)
      const ciphertext = await sealPlain(wish, [...recipients, recipient])
      const filed = await book.change(async (tx, now) => {
        await effort.spend(tx, { purpose: 'report', ...wish.effort, address })
        return keep(tx, await book.openDesk(tx, wish.to), { arrival: 'plain', ciphertext, recipient, accessSha256: keys.accessSha256, salt: new Uint8Array(Buffer.from(keys.salt, 'base64')), language: wish.language, mail: addressOf(wish.mail), speaks }, now)
      })
      return { ...filed, code, receipt: { ...filed.receipt, code } }
    },

    /** To whom a mail is for: the desk of its address, or the coordinator’s. Undefined where nobody takes it. */
    async deskForMail(slug: string | undefined): Promise<Desk | undefined> {
      return database.read(async (tx) => (await book.desks(tx)).find(({ organisation }) => (slug === undefined ? organisation.kind === 'secretariat' : organisation.slug === slug)))
    },

    /** Only the team can read it; whoever wrote takes the receipt by the link that is mailed back, which shows that the address is theirs. */
    async fileByMail(wish: MailWish): Promise<ReportId> {
      const desk = await this.deskForMail(wish.to)
      if (desk === undefined) throw fault('desk-unknown', '/to', 'a team that takes reports by mail', 'ask the hub whom to tell')
      const ciphertext = await sealPlain({ report: wish.answers, files: wish.files, language: wish.language }, desk.recipients)
      const claim = newClaim(random)
      return book.change(async (tx, now) => {
        const { report } = await keep(tx, desk, { arrival: 'mail', ciphertext, recipient: null, accessSha256: null, salt: random(32), language: wish.language, mail: wish.from ?? null, speaks: wish.language, claimSha256: claim.hash }, now)
        if (wish.from !== undefined && (await mayAnswer(tx, wish.from, now))) await mail(tx, claimMail(wish.from, { alliance: (await members.allianceName(tx)) ?? '', speaks: wish.language, link: `${origin}/report/receipt?claim=${claim.text}` }))
        return report
      })
    },

    async claim({ claim, recipient, accessSha256 }: { claim: string; recipient: string; accessSha256: string }): Promise<Filed> {
      await needRecipient(recipient, '/recipient')
      return take(claim, { recipient, accessSha256 })
    },

    async claimPlain(claim: string): Promise<Filed & { code: string }> {
      const { code, keys } = await newCode(random)
      const filed = await take(claim, { recipient: await recipientOf(keys.identity), accessSha256: keys.accessSha256 })
      return { ...filed, code, receipt: { ...filed.receipt, code } }
    },
  }

  /** Whoever forges the sender makes us write to somebody: a few times a day, and no more. */
  async function mayAnswer(tx: Tx, address: string, now: Micros): Promise<boolean> {
    const keyed = await componentKey(tx, means)
    const day = iso(now).slice(0, 10)
    for (let nth = 1; nth <= ANSWERS_A_DAY; nth++) if (await remindOnce(tx, `claim ${keyed(`mail ${address.toLowerCase()}`)} ${day} ${nth}`, now)) return true
    return false
  }

  function take(claim: string, keys: { recipient: string; accessSha256: string }): Promise<Filed> {
    return book.change(async (tx, now) => {
      const hash = hashOfClaim(claim)
      const subject = hash === undefined ? undefined : await caseByClaim(tx, vault.openText, hash, now)
      if (subject === undefined) throw unknownReceipt()
      if (await isAccessKnown(tx, keys.accessSha256)) throw conflict('receipt-used', 'this receipt code has a report already: make a new one for this')
      if ((await takeReceipt(tx, subject.report.id, keys)) !== 1) throw unknownReceipt()
      await book.happen(tx, subject.report.id, 'address-confirmed', { at: now })
      const { organisation } = await book.deskOf(tx, subject.report.organisation)
      return { report: subject.report.id, receipt: receiptOf(subject.report, organisation.slug, origin), standing: standingOf(subject, now) }
    })
  }
}

/** Encrypted before the transaction begins: nothing in clear is ever handed to the database. */
async function sealPlain({ report, files = [], language }: Pick<PlainWish, 'report' | 'files' | 'language'>, recipients: readonly string[]): Promise<Uint8Array> {
  const answers: ReportAnswers = { product: '', versions: '', steps: '', impact: '', known: 'unknown', plans: '', credit: '', contact: '', ...report }
  return encryptTo(recipients, printReport({ language, answers, files: readFiles(files) }))
}

const addressOf = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim())

/** Files of a form: names made safe, contents base64 within the limits. */
export function readFiles(files: readonly { name: string; type: string; content: string }[]): ReportFile[] {
  let bytes = 0
  return files.map(({ name, type, content }, at) => {
    const clean = content.replace(/\s+/g, '')
    if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) throw fault('file', `/files/${at}/content`, 'is base64 (RFC 4648 §4, with padding)', 'send the file as it is, in base64')
    const content64 = Buffer.from(clean, 'base64')
    bytes += content64.length
    if (bytes > REPORT_LIMITS.fileBytes) throw fault('files-large', `/files/${at}/content`, `all files together have at most ${REPORT_LIMITS.fileBytes / 1_048_576} MiB`, 'leave some out, or send them as messages afterwards')
    return fileOf(name, type, content64)
  })
}

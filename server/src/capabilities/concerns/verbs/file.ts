/** Filing without an account, and coming back with the receipt: to read, to add, to answer a question, to take it back. */
import { canonical, type Json } from '@openaccord/facts'
import { newId, type ConcernId, type FactId } from '@openaccord/names'
import { DAY, iso, Refusal } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { tell, type Listed, type Means } from '../means.ts'
import { conflict, isOf, needFileable, pageOf, type Case, type ConcernKind } from '../model.ts'
import { isPublic, standingOf, type Standing } from '../model/standing.ts'
import { hashOfReceipt, newReceipt } from '../secrets.ts'
import { addEvent, addFiling, caseByReceipt, countSince, forgetMail, type Kept } from '../store.ts'
import { correctionMail, receiptMail, screenMail } from '../wording.ts'
import { cleanText, type Book } from './book.ts'

type Effort = { challenge: string; number?: string | undefined }
export type Wish = {
  kind: ConcernKind
  organisation?: string | undefined
  page?: string | undefined
  title: string
  text: string
  language: string
  mail?: string | undefined
  effort: Effort
}
/** `address`: of the caller, for the pace of what comes without a script. `speaks`: the language in which mails are written. */
export type From = { address: string; speaks: string }
export type Own = { subject: Case; standing: Standing; organisation: Listed | undefined; secret: Pick<Kept, 'commitment' | 'salt' | 'payload' | 'mail'> }

const MOST_A_DAY = 40
const MOST_NOTES = 50
/** What is sealed is filled up to one of few sizes, so that its length tells next to nothing. */
const SIZES = [4_096, 16_384, 65_536, 131_072] as const

export function createFileVerbs(means: Means, book: Book) {
  const { random, journal, sealing, effort, members, mail, origin } = means

  /** A commitment in the log to these words, at once; nobody reads them there. */
  async function sealInto(tx: Tx, kind: 'filed' | 'noted', concern: ConcernId, said: Json, at: number): Promise<{ fact: FactId; commitment: string; salt: Uint8Array; payload: Uint8Array }> {
    const payload = filledUp(canonical(said))
    const { body, secret } = sealing.seal({ about: [concern], payload })
    const fact = await tell(journal, tx, kind, body, at)
    return { fact, commitment: (body as { sealed: { commitment: string } }).sealed.commitment, ...secret }
  }

  async function own(tx: Reader, receipt: string, now: number): Promise<Own> {
    const hash = hashOfReceipt(receipt)
    const found = hash === undefined ? undefined : await caseByReceipt(tx, hash)
    if (found === undefined) throw new Refusal('unknown', 'concerns.receipt', 'no concern has this receipt', { faults: [{ field: '/receipt', rule: 'oax_ and 59 figures and letters, as it was shown once', fix: 'copy it whole' }] })
    const { secret, ...subject } = found
    return { subject, secret, standing: standingOf(subject, now), organisation: subject.filing.organisation === null ? undefined : (await book.rollOf(tx)).get(subject.filing.organisation) }
  }

  return {
    /** Gives the receipt, which is shown now and never again. */
    async file(wish: Wish, { address, speaks }: From) {
      const title = cleanText(wish.title, '/title').replace(/\s+/g, ' ')
      const text = cleanText(wish.text, '/text')
      const page = pageOf(wish.page, origin)
      return book.change(async (tx, now) => {
        await effort.spend(tx, { purpose: 'concern', ...wish.effort, address })
        const organisation = wish.organisation === undefined || wish.organisation === '' ? null : await book.bySlug(tx, wish.organisation)
        needFileable({ kind: wish.kind, organisation, page })
        if (organisation !== null && (await countSince(tx, organisation.id, now - DAY)) >= MOST_A_DAY) {
          throw new Refusal('too-many', 'concerns.many', 'very many reports about this organisation came in today: please send yours tomorrow', { retryAfterSeconds: 3_600 })
        }
        const id: ConcernId = newId('concern', random)
        const receipt = newReceipt(random)
        const said: Json = { v: 1, concern: id, kind: wish.kind, organisation: organisation?.id ?? null, page, title, text, language: wish.language, at: iso(now) }
        const { fact: seal, ...secret } = await sealInto(tx, 'filed', id, said, now)
        const filing = { id, kind: wish.kind, organisation: organisation?.id ?? null, page, title, text, language: wish.language, at: now, seal }
        const to = wish.mail === undefined || wish.mail === '' ? null : wish.mail
        await addFiling(tx, { ...filing, ...secret, receiptHash: receipt.hash, mail: to, speaks })
        await tellHandlers(tx, filing, organisation)
        const link = `${origin}/concerns/receipt?receipt=${receipt.text}`
        if (to !== null) await mail(tx, receiptMail(to, { alliance: (await members.allianceName(tx)) ?? '', link, speaks }))
        return { concern: id, receipt: receipt.text, address: link, standing: standingOf({ filing, events: [] }, now), organisation: organisation ?? undefined, kind: wish.kind }
      })
    },

    own: (receipt: string): Promise<Own> => means.database.read((tx) => own(tx, receipt, means.clock())),

    async addNote(wish: { receipt: string; text: string; language: string; effort: Effort }, address: string): Promise<Own> {
      const text = cleanText(wish.text, '/text')
      return book.change(async (tx, now) => {
        await effort.spend(tx, { purpose: 'concern-note', ...wish.effort, address })
        const { subject: { filing, events }, standing } = await own(tx, wish.receipt, now)
        if (standing.waitsFor === 'nobody') throw conflict('over', 'this has come to its end: what is new is filed anew')
        if (events.filter(isOf('noted')).length >= MOST_NOTES) throw conflict('many-notes', `${MOST_NOTES} notes were written already: file something new, and name this one`)
        const { fact } = await sealInto(tx, 'noted', filing.id, { v: 1, concern: filing.id, text, language: wish.language, at: iso(now) }, now)
        await addEvent(tx, filing.id, { kind: 'noted', from: 'reporter', text, language: wish.language }, { at: now, fact })
        return own(tx, wish.receipt, now)
      })
    },

    withdraw: (receipt: string): Promise<Own> => book.change(async (tx, now) => {
      const { subject: { filing, events }, standing } = await own(tx, receipt, now)
      if (standing.state === 'withdrawn') return own(tx, receipt, now)
      if (!mayWithdraw({ filing, events }, standing)) throw conflict('taken-up', 'it has been taken up, and what was found out since is not only yours to take back: write a note instead')
      const fact = await tell(journal, tx, 'withdrawn', { concern: filing.id, kind: filing.kind }, now)
      await addEvent(tx, filing.id, { kind: 'withdrawn' }, { at: now, fact })
      await forgetMail(tx, filing.id)
      return own(tx, receipt, now)
    }),
  }

  async function tellHandlers(tx: Tx, { kind, organisation }: Pick<Kept, 'kind' | 'organisation'>, named: Listed | null): Promise<void> {
    if (kind !== 'correction') return book.tellRight(tx, 'concerns.screen', (to, alliance) => screenMail(to, { alliance, origin }))
    await book.tellRight(tx, 'members.admit', (to, alliance) => correctionMail(to, { alliance, origin, organisation: named?.name ?? null }))
    if (organisation !== null) await book.tellOrganisation(tx, organisation, (to, alliance) => correctionMail(to, { alliance, origin, organisation: named?.name ?? null }))
  }
}

export const mayWithdraw = (subject: Case, { state }: Standing): boolean => state === 'screening' && !isPublic(subject)

/** White space at the end means nothing in JSON. */
function filledUp(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  const filled = new Uint8Array(SIZES.find((size) => size >= bytes.length) ?? bytes.length).fill(0x20)
  filled.set(bytes)
  return filled
}

/** The team’s own work: the list, one report, the first reply, the next step, an answer, and the note that the team keeps. */
import { MOST_SEALED, reportSeal } from '@openaccord/facts'
import type { Micros, OrganisationId, PersonId, ReportId } from '@openaccord/names'
import { need, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import { readSealed } from '../age.ts'
import { tell, type Means } from '../means.ts'
import { conflict, fault, happeningOf, isThinned, movesOf, standingOf, unreadOf, type Case, type ReportMove, type ReportState, type Standing } from '../model.ts'
import { readPackage, wordsOf } from '../model/products.ts'
import { similarTo, type Alike } from '../model/similar.ts'
import { addMessage, ciphertextOf, loadCases, messagesOf, unread, type Message } from '../store.ts'
import { loadNotes, saveNote } from '../store/desk.ts'
import type { TableName } from '../ssvc.ts'
import { weigh, type Weighable, type Weighed } from '../weigh.ts'
import { cleanText, type Book, type Desk } from './book.ts'
import { needRoom } from './mailbox.ts'

/** What an analyst holds of a report after reading. Sealed at rest. */
export type Note = {
  title: string
  text: string
  components: string[]
  cves: string[]
  cwes: string[]
  cvss: string | null
  ssvc: { table: TableName; choices: Record<string, string> }[]
  duplicateOf: ReportId | null
}
type KeptNote = Note & { id: ReportId; at: Micros }
export type Card = { subject: Case; standing: Standing; note: KeptNote | undefined; score: number | null; unread: number }
export type DeskReport = Card & {
  desk: Desk
  ciphertext: Uint8Array | null
  messages: Message[]
  weighed: Weighed | undefined
  similar: (Alike<KeptNote> & { state: ReportState })[]
  moves: ReportMove[]
  mayAcknowledge: boolean
  mayDisclose: boolean
  names: ReadonlyMap<PersonId, string>
}
export type Filter = { state?: ReportState | undefined; waiting?: boolean | undefined; q?: string | undefined }

const noteAbout = (report: string): string => `reports_note.sealed ${report}`

export function createTriageVerbs(means: Means, book: Book) {
  const { database, clock, vault, journal, members } = means

  async function notesOf(tx: Reader, organisation: OrganisationId): Promise<Map<ReportId, KeptNote>> {
    return new Map((await loadNotes(tx, organisation)).map(({ report, sealed, at }) => [report, { ...(JSON.parse(vault.openText(sealed, noteAbout(report))) as Note), id: report, at }]))
  }

  function cardOf(subject: Case, notes: ReadonlyMap<ReportId, KeptNote>, now: Micros): Card {
    const note = notes.get(subject.report.id)
    return { subject, note, standing: standingOf(subject, now), score: note === undefined ? null : (weigh({ cvss: note.cvss }, means).cvss?.score ?? null), unread: unreadOf(subject.events) }
  }

  async function whole(tx: Reader, actor: Actor, id: string, now: Micros): Promise<DeskReport> {
    const subject = await book.own(tx, actor, id)
    const { report, events } = subject
    const notes = await notesOf(tx, report.organisation)
    const card = cardOf(subject, notes, now)
    const states = new Map((await loadCases(tx, unread, report.organisation)).map((each) => [each.report.id, standingOf(each, now).state]))
    return {
      ...card, desk: await book.deskOf(tx, report.organisation), ciphertext: await ciphertextOf(tx, report.id), messages: await messagesOf(tx, report.id),
      weighed: card.note && weigh(card.note, means),
      similar: card.note === undefined ? [] : similarTo(card.note, [...notes.values()]).map((alike) => ({ ...alike, state: states.get(alike.note.id) ?? 'received' })),
      moves: movesOf(card.standing.state), mayAcknowledge: card.standing.firstReply === null,
      mayDisclose: mayDisclose(subject, card.standing),
      names: await members.namesOf(tx, events.flatMap(({ by }) => (by === null ? [] : [by]))),
    }
  }

  /** Something of the team: the report, what it does, and the word to the reporter. */
  const act = (actor: Actor, id: string, work: (on: { tx: Parameters<Parameters<Book['change']>[0]>[0]; subject: Case; standing: Standing; person: PersonId; now: Micros }) => Promise<void>): Promise<DeskReport> => {
    const { person } = need(actor, 'reports.triage')
    return book.change(async (tx, now) => {
      const subject = await book.own(tx, actor, id)
      await work({ tx, subject, standing: standingOf(subject, now), person, now })
      return whole(tx, actor, id, now)
    })
  }

  return {
    async deskReports(actor: Actor, { state, waiting, q }: Filter): Promise<{ desk: Desk; cards: Card[]; states: Record<ReportState, number> }> {
      const { organisation } = need(actor, 'reports.triage')
      return database.read(async (tx) => {
        const [now, notes] = [clock(), await notesOf(tx, organisation)]
        const all = (await loadCases(tx, unread, organisation)).map((subject) => cardOf(subject, notes, now))
        const states: Record<ReportState, number> = { received: 0, invalid: 0, valid: 0, deferred: 0, accepted: 0, closed: 0 }
        for (const { standing } of all) states[standing.state]++
        const words = [...wordsOf(q ?? '')]
        const cards = all.filter((card) =>
          (state === undefined || card.standing.state === state) && (waiting !== true || card.standing.firstReply === null || card.unread > 0) && (words.length === 0 || isAbout(card, words)))
        return { desk: await book.deskOf(tx, organisation), cards, states }
      })
    },

    deskReport: (actor: Actor, id: string): Promise<DeskReport> => database.read((tx) => whole(tx, actor, id, clock())),

    acknowledge: (actor: Actor, id: string, words?: string): Promise<DeskReport> => act(actor, id, async ({ tx, subject, standing, person, now }) => {
      if (standing.firstReply !== null) throw conflict('acknowledged', 'somebody of the team has answered already')
      await book.happen(tx, subject.report.id, 'acknowledged', { at: now, by: person, words: words && cleanText(words, '/words') })
      await book.tellReporter(tx, subject.report.id)
    }),

    move: (actor: Actor, id: string, move: ReportMove, words?: string): Promise<DeskReport> => act(actor, id, async ({ tx, subject, standing, person, now }) => {
      const kind = happeningOf(standing.state, move)
      const said = words === undefined ? '' : cleanText(words, '/words')
      if ((move === 'invalidate' || move === 'defer' || move === 'close') && said === '') throw fault('words-missing', '/words', 'whoever reported reads why', 'write a sentence')
      await book.happen(tx, subject.report.id, kind, { at: now, by: person, words: said })
      await book.tellReporter(tx, subject.report.id)
    }),

    answer(actor: Actor, id: string, ciphertext: string): Promise<DeskReport> {
      const sealed = readSealed(ciphertext, '/ciphertext', MOST_SEALED.message)
      return act(actor, id, async ({ tx, subject, person, now }) => {
        if (subject.report.recipient === null) throw conflict('no-receipt', 'it came by mail, and nobody has taken the receipt yet: until then no answer can be encrypted to whoever wrote it')
        if (isThinned(subject)) throw conflict('over', 'this report has been thinned by rule')
        await needRoom(tx, subject, sealed, 'team', now)
        await addMessage(tx, subject.report.id, { from: 'team', at: now, ciphertext: sealed })
        await book.happen(tx, subject.report.id, 'answered', { at: now, by: person })
        await book.tellReporter(tx, subject.report.id)
      })
    },

    note: (actor: Actor, id: string, wish: Note): Promise<DeskReport> => act(actor, id, async ({ tx, subject, person, now }) => {
      const { report } = subject
      const note: Note = { ...wish, title: cleanText(wish.title, '/title').replace(/\s+/g, ' '), text: cleanText(wish.text, '/text'), components: [...new Set(wish.components.map((purl, at) => readPackage(purl, `/components/${at}`)))], cvss: wish.cvss === '' ? null : wish.cvss }
      weigh(note, means)
      if (note.duplicateOf !== null) {
        if (note.duplicateOf === report.id) throw fault('duplicate', '/duplicateOf', 'a report is no duplicate of itself', 'name the other one')
        await book.own(tx, actor, note.duplicateOf)
      }
      await saveNote(tx, { report: report.id, organisation: report.organisation, sealed: vault.sealText(JSON.stringify(note), noteAbout(report.id)), at: now, by: person })
    }),

    disclose: (actor: Actor, id: string): Promise<DeskReport> => act(actor, id, async ({ tx, subject, standing, person, now }) => {
      if (!mayDisclose(subject, standing)) throw conflict('disclosed', 'it is opened once, after the report was accepted or closed')
      const { seal, commitment, salt, ciphertextSha256, id: report } = subject.report
      await tell(journal, tx, 'disclosed', means.sealing.open({ about: [], opens: seal, commitment, secret: { salt, payload: reportSeal(ciphertextSha256) } }), now)
      await book.happen(tx, report, 'disclosed', { at: now, by: person })
    }),

    weigh(actor: Actor, wish: Weighable): Weighed {
      need(actor, 'reports.triage')
      return weigh(wish, means)
    },
  }
}

const mayDisclose = ({ events }: Case, { state }: Standing): boolean => (state === 'accepted' || state === 'closed') && !events.some(({ kind }) => kind === 'disclosed')

/** Every word asked for is in the note, or the id begins so. */
function isAbout({ subject, note }: Card, words: readonly string[]): boolean {
  const own = wordsOf(`${note?.title ?? ''} ${note?.text ?? ''} ${note?.components.join(' ') ?? ''} ${note?.cves.join(' ') ?? ''} ${subject.report.id}`)
  return words.every((word) => own.has(word))
}

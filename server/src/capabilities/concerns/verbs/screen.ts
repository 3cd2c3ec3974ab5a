/** The ombudsperson's desk, and the secretariat's for corrections: read, ask, take up, decline, put right, close. */
import type { FactId } from '@openaccord/names'
import { iso, need, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { ANSWER_WITHIN, conflict, fault, unknownConcern, type Case, type DeclineGround, type Event, type Happening, type Outcome } from '../model.ts'
import { handles, movesOf, needMove, type Desk, type Move } from '../model/may.ts'
import { remediesOf, standingOf, type Standing } from '../model/standing.ts'
import { sha256Of } from '../secrets.ts'
import { addEvent, loadCases } from '../store.ts'
import { openedMail } from '../wording.ts'
import { cleanText, type Book, type Opened, type Roll } from './book.ts'

export type Screened = { subject: Case; standing: Standing; desk: Desk; moves: Move[]; roll: Roll }
type Told = { words: string; language: string }

const MOST_QUESTIONS = 20

const screened = ({ subject, desk, roll }: Pick<Opened, 'subject' | 'desk' | 'roll'>, now: number): Screened => {
  const standing = standingOf(subject, now)
  return { subject, standing, desk, roll, moves: movesOf(subject, standing, desk) }
}

export function createScreenVerbs({ database, clock, journal, origin }: Means, book: Book) {
  /** Load, see whether this may be done now, do it, show what came of it. */
  const act = (actor: Actor, id: string, move: Move, work: (tx: Tx, opened: Opened) => Promise<void>): Promise<Screened> => {
    if (actor.person === undefined) need(actor, 'concerns.screen')
    return book.change(async (tx, now) => {
      const opened = await book.opened(tx, actor, id, now)
      needMove(opened.subject, opened.standing, opened.desk, move)
      await work(tx, opened)
      return screened(await book.opened(tx, actor, id, now), now)
    })
  }

  /** What happened, kept; and whoever filed it hears that there is news. */
  async function note(tx: Tx, { subject: { filing }, now, desk: { actor } }: Opened, happening: Happening, fact: FactId | null): Promise<Event> {
    const event = await addEvent(tx, filing.id, happening, { at: now, by: actor.person, fact })
    await book.tellFiler(tx, filing.id)
    return event
  }

  async function closeAs(tx: Tx, opened: Opened, outcome: Outcome, told: Told): Promise<void> {
    const { subject: { filing }, now } = opened
    const organisation = filing.kind === 'tip' || filing.organisation === null ? {} : { organisation: filing.organisation, wordsSha256: sha256Of(told.words) }
    const fact = await tell(journal, tx, 'closed', { concern: filing.id, kind: filing.kind, outcome, ...organisation }, now)
    await note(tx, opened, { kind: 'closed', outcome, ...told }, fact)
  }

  return {
    /** Everything that the actor handles and that is not at its end; what is due first comes first. */
    async screenQueue(actor: Actor): Promise<Screened[]> {
      if (actor.person === undefined) need(actor, 'concerns.screen')
      const now = clock()
      const all = await database.read(async (tx: Reader) => {
        const roll = await book.rollOf(tx)
        const found: Screened[] = []
        for (const kept of await loadCases(tx)) {
          const subject = await book.current(tx, kept, now)
          const { organisation } = subject.filing
          const desk = { actor, own: await book.kin(tx, organisation), suspended: organisation !== null && roll.get(organisation)?.state === 'suspended' }
          found.push(screened({ subject, desk, roll }, now))
        }
        return found
      })
      return all.filter(({ subject, standing, desk }) => standing.waitsFor !== 'nobody' && handles(subject, desk)).sort((a, b) => (a.standing.due ?? Infinity) - (b.standing.due ?? Infinity))
    },

    async screened(actor: Actor, id: string): Promise<Screened> {
      if (actor.person === undefined) need(actor, 'concerns.screen')
      return database.read(async (tx) => {
        const opened = await book.opened(tx, actor, id, clock())
        if (!handles(opened.subject, opened.desk)) throw unknownConcern()
        return screened(opened, opened.now)
      })
    },

    ask: (actor: Actor, id: string, { text, language }: { text: string; language: string }): Promise<Screened> => act(actor, id, 'ask', async (tx, opened) => {
      if (opened.subject.events.filter((event) => event.kind === 'noted' && event.from === 'office').length >= MOST_QUESTIONS) throw conflict('many-questions', `${MOST_QUESTIONS} questions were asked already`)
      await note(tx, opened, { kind: 'noted', from: 'office', text: cleanText(text, '/text'), language }, null)
    }),

    /** The organisation is told at once, and heard for twenty days. */
    open: (actor: Actor, id: string, { summary, language }: { summary: string; language: string }): Promise<Screened> => act(actor, id, 'open', async (tx, opened) => {
      const { subject: { filing }, now, roll } = opened
      const clean = cleanText(summary, '/summary')
      const organisation = roll.get(filing.organisation!)
      if (organisation === undefined || organisation.state === 'left') throw conflict('left', 'this organisation is no member any more: decline it, with that reason')
      const due = now + ANSWER_WITHIN
      const summarySha256 = sha256Of(clean)
      const fact = await tell(journal, tx, 'opened', { concern: filing.id, organisation: organisation.id, summarySha256, answerBy: iso(due) }, now)
      await note(tx, opened, { kind: 'opened', summary: clean, language, summarySha256 }, fact)
      await book.tellOrganisation(tx, organisation.id, (to, alliance) => openedMail(to, { alliance, origin, organisation: organisation.name, concern: filing.id, due }))
    }),

    decline: (actor: Actor, id: string, { ground, words, language }: { ground: DeclineGround } & Told): Promise<Screened> => act(actor, id, 'decline', async (tx, opened) => {
      const { subject: { filing }, now } = opened
      if (ground === 'not-a-correction' && filing.kind !== 'correction') throw fault('ground', '/ground', 'only a correction is none', 'choose another ground')
      const clean = cleanText(words, '/words')
      const fact = await tell(journal, tx, 'declined', { concern: filing.id, kind: filing.kind, ground }, now)
      await note(tx, opened, { kind: 'declined', ground, words: clean, language }, fact)
    }),

    /** A tip, or a concern that its answer has settled. */
    close: (actor: Actor, id: string, { words, language }: Told): Promise<Screened> => {
      if (actor.person === undefined) need(actor, 'concerns.screen')
      return book.change(async (tx, now) => {
        const opened = await book.opened(tx, actor, id, now)
        const tip = opened.subject.filing.kind === 'tip'
        needMove(opened.subject, opened.standing, opened.desk, tip ? 'close' : 'settle')
        await closeAs(tx, opened, tip ? 'handled' : 'settled', { words: cleanText(words, '/words'), language })
        return screened(await book.opened(tx, actor, id, now), now)
      })
    },

    /** `corrects`: the entry of the log that was wrong. It stays; this stands beside it. */
    correct: (actor: Actor, id: string, { words, language, corrects }: Told & { corrects?: FactId | undefined }): Promise<Screened> => act(actor, id, 'correct', async (tx, opened) => {
      const { subject: { filing }, now } = opened
      const clean = cleanText(words, '/words')
      const by = actor.organisation!
      const fact = await tell(journal, tx, 'correction-made', {
        concern: filing.id, wordsSha256: sha256Of(clean), by, ...(filing.organisation === null ? {} : { organisation: filing.organisation }), ...(corrects === undefined ? {} : { corrects }),
      }, now)
      await note(tx, opened, { kind: 'corrected', by, corrects: corrects ?? null, words: clean, language }, fact)
    }),

    /** Nobody signs for a suspended organisation; what it has to say is heard all the same. */
    answerOnPaper: (actor: Actor, id: string, { text, language }: { text: string; language: string }): Promise<Screened> => act(actor, id, 'answer-on-paper', async (tx, opened) => {
      await note(tx, opened, { kind: 'answered', organisation: opened.subject.filing.organisation!, text: cleanText(text, '/text'), language }, null)
    }),

    keepRemedy: (actor: Actor, id: string, remedy: number, { words, language }: Told): Promise<Screened> => act(actor, id, 'keep-remedy', async (tx, opened) => {
      const { subject: { filing, events }, now } = opened
      const found = remediesOf(events)[remedy - 1]
      if (found === undefined) throw fault('remedy', '/remedy', 'there is no such remedy in the finding', 'choose one of those listed')
      if (found.keptAt !== null) throw conflict('kept', 'this remedy was kept already')
      const clean = cleanText(words, '/words')
      const fact = await tell(journal, tx, 'remedy-kept', { concern: filing.id, organisation: filing.organisation, remedy, wordsSha256: sha256Of(clean) }, now)
      const event = await note(tx, opened, { kind: 'remedy-kept', remedy, words: clean, language }, fact)
      if (remediesOf([...events, event]).every(({ keptAt }) => keptAt !== null)) await closeAs(tx, opened, 'remedied', { words: clean, language })
    }),
  }
}

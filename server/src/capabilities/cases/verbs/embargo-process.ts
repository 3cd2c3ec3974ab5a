/** What a party makes of the report, what is seen outside, and what time brings. Public or exploited ends the embargo in the same transaction. */
import { mergeCases, type ReportMove } from '@openaccord/disclosure'
import type { CaseId } from '@openaccord/names'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict } from '../model.ts'
import { cleanText } from '../model/limits.ts'
import { carry } from '../model/embargo.ts'
import { dataOf, type World } from '../model/embargo-entries.ts'
import { aboutParty } from '../model/may.ts'
import { asRefusal, needAllowed, needWorking } from '../model/embargo-may.ts'
import { casesDue } from '../store/embargo.ts'
import { ALL, byOf, type Asking, type Book, type Work } from './book.ts'
import { tellSiblings } from './enter.ts'
import { createRecorder, ENDED, storyIn } from './embargo-record.ts'
import type { Ties } from './relate.ts'

export const EMBARGO_JOB = 'cases.embargo'
const AT_ONCE = 50
export const WORLD_WORDS: Record<World, string> = {
  'became-public': 'The vulnerability is public.', 'exploit-published': 'An exploit is public.', attacked: 'Attacks were seen.', 'exploit-held': 'Adversaries hold an exploit.',
}
export const JUDGED: Record<Exclude<ReportMove, 'receive'>, string> = {
  validate: 'The report was found valid.', invalidate: 'The report was found invalid.', accept: 'The report was accepted.', defer: 'The report was deferred.', close: 'The report was closed.',
}

export function createProcessVerbs(means: Means, book: Book) {
  const { database, clock } = means
  const record = createRecorder(means)

  /** The embargo has ended by its instant, and nothing says so yet. */
  async function stateEnd(tx: Tx, work: Work): Promise<void> {
    const { ended, state } = storyIn(work)
    const terms = state.embargo.past.at(-1)
    if (ended?.how !== 'agreed-end' || terms === undefined || work.entries().some((entry) => entry.kind === 'embargo' && entry.data['event'] === 'embargo-ended')) return
    await record.end(tx, work, 'agreed-end', { reason: ENDED['agreed-end'], terms, by: null, at: ended.at })
    await tellSiblings(tx, book, work, 'The embargo of a case that belongs to this one has ended.')
  }

  return {
    process: (asking: Asking, id: string) => book.read(asking, id, (opened) => ({ opened, story: storyIn(opened) })),

    judge: (asking: Asking, id: string, { judgement, reason }: { judgement: Exclude<ReportMove, 'receive'>; reason?: string | undefined }): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        needWorking(opened)
        const said = reason === undefined || reason.trim() === '' ? undefined : cleanText(reason, '/reason')
        needAllowed(storyIn(opened).state, { kind: 'report-judged', by: opened.party.id, move: judgement, reason: said })
        record.append(opened, 'process', { event: 'report-judged', move: judgement, reason: said ?? null }, JUDGED[judgement], aboutParty(opened.party), byOf(opened))
        await record.follow(tx, opened)
      }),

    /** Everything in one transaction: what was seen, what it ends, and what the log gets. */
    happened: (asking: Asking, id: string, { what, words }: { what: World; words: string }): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        needWorking(opened)
        if (opened.party.standing !== 'in') throw conflict('not-in', 'accept the invitation first')
        const { state } = storyIn(opened)
        needAllowed(state, { kind: what, by: opened.party.id })
        const held = state.embargo.inForce
        const reason = cleanText(words, '/words')
        record.append(opened, 'process', { event: what, reason }, WORLD_WORDS[what], ALL, byOf(opened))
        if (held !== null && storyIn(opened).state.embargo.inForce === null) {
          await record.end(tx, opened, what === 'exploit-published' ? 'exploited' : 'public', { reason: WORLD_WORDS[what], terms: held.id, by: null })
          await tellSiblings(tx, book, opened, 'The embargo of a case that belongs to this one has ended.')
        }
        await record.follow(tx, opened)
      }),

    /** For a watcher beside the room, and for tests: ends what is due in each case, states it, says what comes next. Doing it again changes nothing. */
    async turnEmbargoes(remind: (tx: Tx, work: Work) => Promise<void>): Promise<number> {
      const due = await database.read((tx) => casesDue(tx, clock(), AT_ONCE))
      for (const id of due) await turnOne(id, remind)
      return due.length
    },
  }

  function turnOne(id: CaseId, remind: (tx: Tx, work: Work) => Promise<void>): Promise<void> {
    return database.transact(async (tx) => {
      await tx.lock('cases')
      await book.changeWithin(tx, id, async (work) => {
        await stateEnd(tx, work)
        await remind(tx, work)
        await record.follow(tx, work)
      })
    })
  }
}

/** Where cases part, the new one has the embargo as it stands; where they come together, the earliest agreed end holds. */
export function embargoTies(means: Means): Ties {
  const record = createRecorder(means)
  return {
    async split(tx, from, into, by) {
      const here = new Set(into.state().parties.keys())
      inherit(from, into, (party) => [...here].find((id) => id === party), 'The embargo goes on as it stood in the case from which this one was taken.', by)
      await record.follow(tx, into)
    },
    async merge(tx, from, into, same, by) {
      const held = storyIn(into).state.embargo.inForce ?? storyIn(from).state.embargo.inForce
      asRefusal(() => mergeCases(storyIn(into).state, storyIn(from).state))
      inherit(from, into, (party) => [...same].find(([id]) => id === party)?.[1], 'The embargo of the case that was brought in: the earliest agreed end holds.', by)
      const { state } = storyIn(into)
      if (held !== null && state.embargo.inForce === null) await record.end(tx, into, state.happened.includes('X') ? 'exploited' : 'public', { reason: 'One of the two cases is public already.', terms: held.id, by: null })
      await record.follow(tx, into)
    },
  }
}

function inherit(from: Work, into: Work, same: Parameters<typeof carry>[1], words: string, by: Parameters<Work['append']>[2]): void {
  const story = storyIn(from)
  if (story.state.embargo.state === 'none' && story.state.happened === 'pxa') return
  into.append({ kind: 'embargo', words, data: dataOf({ event: 'inherited', state: carry(story, same), words }) }, { to: 'offer' }, by)
}

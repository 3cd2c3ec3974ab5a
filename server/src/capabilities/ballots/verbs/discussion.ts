/** Proposing a text and discussing it. A new text is a new version and begins the clock again; earlier ones stay. */
import type { Json } from '@openaccord/facts'
import { newId, type BallotId, type Micros, type OrganisationId } from '@openaccord/names'
import { canDo, plainText, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { conflict, FAILS_AFTER, textOf, type Ballot, type Kind, type Text } from '../model.ts'
import { needAskable, needCommentable, needHeard, needProposer, needState, needVoting, needWritable, questionIn } from '../model/may.ts'
import { standingOf } from '../model/standing.ts'
import { addBallot, countRunning, noteStated, removeMotions, saveOpened, saveText, saveTitle, saveWithdrawn, type Head } from '../store.ts'
import { addRemark, saveAnswer, saveTakenBack } from '../store/parts.ts'
import { ballotStanding, needBallot, needSpeaker, sha256Of, visibleBallot } from './book.ts'

export type Draft = { kind: 'pledge' | 'guideline' | 'joint-statement' | 'emergency'; title: string; language?: string | undefined; text: string; confirms?: string | undefined }
/** What a sister room brings to a vote. `excluded` are heard and have no vote, their affiliate groups with them. `by`: who proposes it. */
export type Wanted = { kind: Kind; subject: { room: string; id: string }; title: string; text: string; textSha256: string; language?: string; excluded: readonly OrganisationId[]; by: OrganisationId; now: Micros }

const MOST_RUNNING = 3

export function createDiscussionVerbs(means: Means) {
  const { database, clock, random, journal, members, voters } = means

  const change = <T>(work: (tx: Tx, now: Micros) => Promise<T>): Promise<T> => database.transact(async (tx) => {
    await tx.lock('ballots')
    return work(tx, clock())
  })

  async function needSecretariat(tx: Tx): Promise<OrganisationId> {
    const found = await members.secretariat(tx)
    if (found === undefined) throw conflict('no-secretariat', 'nobody keeps ballots here yet: the alliance has no secretariat')
    return found
  }

  async function begin(tx: Tx, head: Omit<Head, 'id' | 'secretariat' | 'withdrawnAt' | 'frozen'>, text: Pick<Text, 'text' | 'language'>): Promise<Ballot> {
    const id: BallotId = newId('ballot', random)
    await addBallot(tx, { ...head, id, secretariat: await needSecretariat(tx), withdrawnAt: null, frozen: null })
    await saveText(tx, id, { version: 1, ...text, sha256: sha256Of(text.text), at: head.createdAt, fact: null })
    return needBallot(tx, id)
  }

  /** States the ballot and its present text; from here on everyone sees it, and the clock runs. */
  async function publish(tx: Tx, ballot: Ballot, now: Micros): Promise<void> {
    const text = textOf(ballot)!
    const { id, kind, title, proposer, secretariat, subject, excluded, confirms } = ballot
    const opened: Json = { ballot: id, kind, title, proposer, secretariat, excluded: [...excluded], ...(subject === null ? {} : { room: subject.room, subject: subject.id }), ...(confirms === null ? {} : { confirms }) }
    const [, published] = await tell(journal, tx, id, [{ kind: 'opened', body: opened }, publishedFact(id, text)], now)
    await saveOpened(tx, id, now)
    await saveText(tx, id, { ...text, at: now, fact: published!.id })
  }

  async function remark(actor: Actor, id: string, text: string, question: boolean): Promise<Ballot> {
    const organisation = needSpeaker(actor)
    const clean = cleanText(text)
    return change(async (tx, now) => {
      const ballot = await needBallot(tx, id)
      const all = await voters(tx, now)
      if (question) needVoting(all, organisation)
      else if (organisation !== ballot.proposer) needHeard(all, organisation)
      if (question) needAskable(ballot, organisation, now)
      else needCommentable(ballot, organisation, now)
      const { version } = textOf(ballot)!
      const sha256 = sha256Of(clean)
      const asked = question ? newId('question', random) : null
      const body: Json = { ballot: ballot.id, organisation, version, sha256, ...(asked === null ? {} : { question: asked }) }
      const [fact] = await tell(journal, tx, ballot.id, [{ kind: question ? 'question-asked' : 'commented', body }], now)
      await addRemark(tx, { ballot: ballot.id, fact: fact!.id, seq: fact!.seq, question: asked, organisation, version, at: now, sha256, text: clean })
      return needBallot(tx, ballot.id)
    })
  }

  return {
    /** By who signs for a signatory with a vote, or by the secretariat. Nobody else sees it before it is opened. */
    async propose(actor: Actor, { kind, title, language = 'en', text, confirms }: Draft): Promise<Ballot> {
      const organisation = needSpeaker(actor)
      const clean = cleanText(text)
      return change(async (tx, now) => {
        if (!canDo(actor, 'ballots.keep')) {
          needVoting(await voters(tx, now), organisation)
          await needRoom(tx, organisation, now)
        }
        const confirmed = confirms === undefined ? null : await needConfirmable(tx, kind, confirms, now)
        return begin(tx, { kind, title: title.trim(), proposer: organisation, subject: null, excluded: [], confirms: confirmed, createdAt: now, openedAt: null }, { text: clean, language })
      })
    },

    /** Before the opening the draft is written over; afterwards it is a new version, and the clock begins again. */
    async write(actor: Actor, id: string, { text, title }: { text: string; title?: string | undefined }): Promise<Ballot> {
      const organisation = needSpeaker(actor)
      const clean = cleanText(text)
      return change(async (tx, now) => {
        const ballot = await visibleBallot(tx, actor, id)
        needProposer(ballot, organisation)
        needWritable(ballot, now)
        const before = textOf(ballot)!
        const sha256 = sha256Of(clean)
        if (ballot.openedAt === null) {
          await saveText(tx, ballot.id, { ...before, text: clean, sha256, at: now })
          if (title !== undefined) await saveTitle(tx, ballot.id, title.trim())
          return needBallot(tx, id)
        }
        if (title !== undefined && title.trim() !== ballot.title) throw conflict('title-fixed', 'the title is fixed once the discussion has begun')
        if (sha256 === before.sha256) throw conflict('same-text', 'this is the present text, word for word: nothing was changed, and the clock goes on')
        const next = { version: before.version + 1, text: clean, sha256, language: before.language, at: now }
        const [fact] = await tell(journal, tx, ballot.id, [publishedFact(ballot.id, next)], now)
        await saveText(tx, ballot.id, { ...next, fact: fact!.id })
        return needBallot(tx, id)
      })
    },

    open: (actor: Actor, id: string): Promise<Ballot> => change(async (tx, now) => {
      const ballot = await visibleBallot(tx, actor, id)
      const organisation = needSpeaker(actor)
      needProposer(ballot, organisation)
      needState(ballot, now, 'draft')
      if (organisation !== ballot.secretariat) needVoting(await voters(tx, now), organisation)
      await publish(tx, ballot, now)
      return needBallot(tx, id)
    }),

    comment: (actor: Actor, id: string, text: string): Promise<Ballot> => remark(actor, id, text, false),
    ask: (actor: Actor, id: string, text: string): Promise<Ballot> => remark(actor, id, text, true),

    async answer(actor: Actor, id: string, question: string, text: string): Promise<Ballot> {
      const organisation = needSpeaker(actor)
      const clean = cleanText(text)
      return change(async (tx, now) => {
        const ballot = await needBallot(tx, id)
        needProposer(ballot, organisation)
        const found = questionIn(ballot, question)
        needState(ballot, now, 'discussion', 'frozen', 'voting')
        const sha256 = sha256Of(clean)
        const [fact] = await tell(journal, tx, ballot.id, [{ kind: 'question-answered', body: { ballot: ballot.id, question: found.id, sha256 } }], now)
        await saveAnswer(tx, found.id, { fact: fact!.id, organisation, text: clean, sha256, at: now })
        return needBallot(tx, id)
      })
    },

    takeBack: (actor: Actor, id: string, question: string): Promise<Ballot> => change(async (tx, now) => {
      const organisation = needSpeaker(actor)
      const ballot = await needBallot(tx, id)
      const found = questionIn(ballot, question)
      if (found.organisation !== organisation) throw new Refusal('forbidden', 'ballots.not-asker', 'only who asked a question takes it back')
      needState(ballot, now, 'discussion')
      await tell(journal, tx, ballot.id, [{ kind: 'question-withdrawn', body: { ballot: ballot.id, question: found.id } }], now)
      await saveTakenBack(tx, found.id, now)
      return needBallot(tx, id)
    }),

    withdraw: (actor: Actor, id: string): Promise<Ballot> => change(async (tx, now) => {
      const ballot = await visibleBallot(tx, actor, id)
      needProposer(ballot, needSpeaker(actor))
      if (ballot.subject !== null) throw conflict('of-another-room', 'this ballot was brought by another procedure and is withdrawn there')
      await withdrawNow(tx, ballot, now)
      return needBallot(tx, id)
    }),

    /** For sister rooms, in their own transaction, before they write facts of their own: opens the discussion at once. */
    async openBallot(tx: Tx, { kind, subject, title, text, textSha256, language = 'en', excluded, by, now }: Wanted): Promise<Ballot> {
      await tx.lock('ballots')
      if (sha256Of(text) !== textSha256) throw conflict('text-differs', 'the text of the ballot is not the one that was approved')
      const ballot = await begin(tx, { kind, title, proposer: by, subject, excluded: [...new Set(excluded)], confirms: null, createdAt: now, openedAt: null }, { text, language })
      await publish(tx, ballot, now)
      return needBallot(tx, ballot.id)
    },
    /** For the room that opened it, before the voting. */
    async withdrawBallot(tx: Tx, id: BallotId, now: Micros): Promise<void> {
      await tx.lock('ballots')
      await withdrawNow(tx, await needBallot(tx, id), now)
    },
    ballotStanding,
  }

  async function withdrawNow(tx: Tx, ballot: Ballot, now: Micros): Promise<void> {
    needState(ballot, now, 'draft', 'discussion', 'frozen')
    if (ballot.openedAt !== null) {
      const [fact] = await tell(journal, tx, ballot.id, [{ kind: 'withdrawn', body: { ballot: ballot.id } }], now)
      await noteStated(tx, ballot.id, 'withdrawn', fact!.id)
    }
    await removeMotions(tx, ballot.id)
    await saveWithdrawn(tx, ballot.id, now)
  }
}

async function needRoom(tx: Tx, organisation: OrganisationId, now: Micros): Promise<void> {
  if ((await countRunning(tx, organisation, now - FAILS_AFTER)) >= MOST_RUNNING) throw conflict('too-many', `an organisation has at most ${MOST_RUNNING} ballots in draft or discussion: withdraw one first`)
}

async function needConfirmable(tx: Tx, kind: Draft['kind'], id: string, now: Micros): Promise<BallotId> {
  const emergency = await needBallot(tx, id)
  if (emergency.kind !== 'emergency') throw conflict('not-emergency', 'only an emergency ballot is confirmed by another')
  if (kind === 'emergency') throw conflict('emergency-confirms', 'an emergency ballot is confirmed by an ordinary one')
  const { outcome } = standingOf(emergency, now)
  if (outcome !== 'adopted') throw conflict('nothing-to-confirm', 'this emergency ballot was not adopted, or has lapsed')
  return emergency.id
}

const publishedFact = (ballot: BallotId, { version, language, sha256 }: Pick<Text, 'version' | 'language' | 'sha256'>) => ({ kind: 'text-published', body: { ballot, version, language, sha256 } })

/** As a published text is kept and hashed: one line end at its end. */
export const cleanText = (text: string): string => `${plainText(text, 'ballots', '/text')}\n`

/** What a finding leads to: an end, a remedy, or a ballot; and what a final ballot leads to, published by two persons. */
import { hash } from 'node:crypto'
import type { BallotId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { tell, type Listed, type Means } from '../means.ts'
import { conflict, isOf, type Case, type Measure } from '../model.ts'
import { needMove } from '../model/may.ts'
import { ballotsOf, findingOf, standingOf } from '../model/standing.ts'
import { addEvent, loadCase, loadCases } from '../store.ts'
import { addRung } from '../store/ladder.ts'
import { publishMail } from '../wording.ts'
import type { Book } from './book.ts'

export type OutcomeVerbs = ReturnType<typeof createOutcomeVerbs>
export type Publication = { subject: Case; organisation: Listed; measure: Measure; ballot: BallotId; due: Micros | null; first: Actor['person'] | null }

export function createOutcomeVerbs({ database, clock, journal, members, ballots, origin }: Means, book: Book) {
  /** In the transaction of the act that joined it: two of the panel are behind this finding, so it stands. */
  async function found(tx: Tx, subject: Case, finding: FactId, joined: OrganisationId, now: Micros): Promise<void> {
    const { filing } = subject
    const { organisation, says } = findingOf(subject.events, finding)!.proposed
    const fact = await tell(journal, tx, 'found', { concern: filing.id, organisation: filing.organisation, finding, result: says.finding, measure: says.measure, joined }, now)
    const event = await addEvent(tx, filing.id, { kind: 'found', finding }, { at: now, fact })
    await book.tellFiler(tx, filing.id)
    if (says.finding !== 'not-upheld' && (says.measure === 'suspension' || says.measure === 'removal')) {
      await callBallot(tx, { filing, events: [...subject.events, event] }, says.measure, organisation, now)
    }
  }

  /** The organisation concerned and those under one control with it are heard and have no vote. */
  async function callBallot(tx: Tx, subject: Case, measure: Measure, by: OrganisationId, now: Micros): Promise<void> {
    const { filing } = subject
    const accused = (await book.rollOf(tx)).get(filing.organisation!)
    if (accused === undefined) throw new Error('a concern about nobody')
    const text = ballotText(subject, accused, measure, origin)
    const { id } = await ballots.openBallot(tx, {
      kind: measure, subject: { room: 'concerns', id: filing.id }, title: `${measure === 'removal' ? 'Removal' : 'Suspension'} of ${accused.name}`, text, textSha256: hash('sha256', text, 'hex'),
      excluded: await book.kin(tx, accused.id), by, now,
    })
    const fact = await tell(journal, tx, 'ballot-called', { concern: filing.id, organisation: accused.id, ballot: id, measure }, now)
    await addEvent(tx, filing.id, { kind: 'ballot-called', ballot: id, measure }, { at: now, fact })
  }

  async function publishNow(tx: Tx, subject: Case, actor: Actor, now: Micros): Promise<void> {
    const { filing } = subject
    const { ballot, measure } = ballotsOf(subject.events).at(-1)!
    const organisation = filing.organisation!
    const what = measure === 'removal' ? 'removed' : 'suspended'
    const state = (await book.rollOf(tx)).get(organisation)?.state
    // A ladder of its own may have got there first: then the ballot is stated, and the state is what it is.
    if (measure === 'removal' && state !== 'left') await members.remove(tx, organisation, actor.person ?? null, now)
    if (measure === 'suspension' && state === 'active') await members.suspend(tx, organisation, `decided by the ballot ${ballot}`, actor.person ?? null, now)
    const fact = await tell(journal, tx, what, { organisation, ground: 'ballot', concern: filing.id, ballot }, now)
    await addRung(tx, { organisation, step: what, at: now, effective: now, ground: 'ballot', concern: filing.id, ballot, words: null, by: actor.person ?? null, fact })
    await addEvent(tx, filing.id, { kind: 'published', measure }, { at: now, by: actor.person, fact })
    await book.tellFiler(tx, filing.id)
  }

  /** Ballots that have ended move their concern on. */
  async function followBallot(tx: Tx, subject: Case, now: Micros): Promise<boolean> {
    const open = ballotsOf(subject.events).find(({ outcome }) => outcome === null)
    if (open === undefined) return false
    const { outcome, finalAt } = await ballots.ballotStanding(tx, open.ballot, now)
    if (outcome === null) return false
    await addEvent(tx, subject.filing.id, { kind: 'ballot-ended', ballot: open.ballot, outcome }, { at: finalAt ?? now })
    await book.tellFiler(tx, subject.filing.id)
    if (outcome !== 'adopted') return true
    const organisation = (await book.rollOf(tx)).get(subject.filing.organisation!)?.name ?? ''
    await book.tellRight(tx, 'members.admit', (to, alliance) => publishMail(to, { alliance, origin, organisation }))
    return true
  }

  return {
    found,

    /** By the ombudsperson, where a remedy is overdue or no ballot has decided: on what the finding asked for, or else a suspension. */
    callBallotFor: (actor: Actor, id: string): Promise<void> => {
      need(actor, 'concerns.screen')
      return book.change(async (tx, now) => {
        const { subject, standing, desk } = await book.opened(tx, actor, id, now)
        needMove(subject, standing, desk, 'call-ballot')
        const { says, organisation } = findingOf(subject.events, subject.events.findLast(isOf('found'))!.finding)!.proposed
        await callBallot(tx, subject, says.measure === 'removal' ? 'removal' : 'suspension', organisation, now)
      })
    },

    /** Once an hour or more often. Returns how many concerns went on. */
    async followBallots(): Promise<number> {
      const open = await database.read(async (tx) => (await loadCases(tx)).filter(({ events }) => ballotsOf(events).some(({ outcome }) => outcome === null)))
      let moved = 0
      for (const { filing } of open) if (await book.change(async (tx, now) => followBallot(tx, await loadCase(tx, filing.id), now))) moved++
      return moved
    },

    async publications(actor: Actor): Promise<Publication[]> {
      need(actor, 'members.admit')
      const now = clock()
      return database.read(async (tx) => {
        const roll = await book.rollOf(tx)
        const found: Publication[] = []
        for (const kept of await loadCases(tx)) {
          const subject = await book.current(tx, kept, now)
          const { state, due } = standingOf(subject, now)
          const organisation = subject.filing.organisation === null ? undefined : roll.get(subject.filing.organisation)
          if (state !== 'publishing' || organisation === undefined) continue
          const { ballot, measure } = ballotsOf(subject.events).at(-1)!
          found.push({ subject, organisation, measure, ballot, due, first: proposedBy(subject)?.by ?? null })
        }
        return found
      })
    },

    /** The first person proposes it, another one publishes; neither can change what was decided. */
    publish: (actor: Actor, id: string): Promise<'waits-for-second' | 'published'> => {
      const { person } = need(actor, 'members.admit')
      return book.change(async (tx, now) => {
        const before = await loadCase(tx, id)
        if (await followBallot(tx, before, now)) return publishStep(await loadCase(tx, id))
        return publishStep(before)

        async function publishStep(subject: Case): Promise<'waits-for-second' | 'published'> {
          if (standingOf(subject, now).state !== 'publishing') throw conflict('nothing-to-publish', 'a suspension or removal is published once its ballot is final and was adopted, and then once')
          const first = proposedBy(subject)
          if (first === undefined) {
            await addEvent(tx, id as Case['filing']['id'], { kind: 'publication-proposed' }, { at: now, by: person })
            return 'waits-for-second'
          }
          if (actor.via.kind === 'token') throw new Refusal('forbidden', 'concerns.person-needed', 'a second person publishes this, signed in; a token does not')
          if (first.by === person) throw new Refusal('forbidden', 'concerns.same-person', 'another person of the secretariat publishes it: one has proposed it already, and that was you')
          await publishNow(tx, subject, actor, now)
          return 'published'
        }
      })
    },
  }
}

/** Who proposed to publish the outcome of the last ballot. */
function proposedBy({ events }: Case) {
  const ended = events.findLast(isOf('ballot-ended'))
  return events.findLast((event) => event.kind === 'publication-proposed' && ended !== undefined && event.seq > ended.seq)
}

/** The text that is voted on: what anybody can read about it already, and nothing else. */
function ballotText({ filing, events }: Case, accused: Listed, measure: Measure, origin: string): string {
  const summary = events.find(isOf('opened'))?.summary ?? ''
  const answers = events.filter(isOf('answered'))
  const { says } = findingOf(events, events.findLast(isOf('found'))!.finding)!.proposed
  return [
    `# ${measure === 'removal' ? 'Removal' : 'Suspension'} of ${accused.name}`,
    `A panel of three, drawn by lot, finds a concern about ${accused.name} ${says.finding.replace('-', ' ')} and asks for this measure, or for a remedy that was not kept in time. ${accused.name} is heard and has no vote. Everything stays readable, whatever is decided.`,
    `The concern: ${origin}/concerns/${filing.id}`,
    '## Summary', summary,
    '## The answer of the organisation', answers.length === 0 ? 'It gave none within the time for it.' : answers.map(({ text }) => text).join('\n\n'),
    '## What the panel found', says.reasons,
  ].join('\n\n') + '\n'
}

/** Anybody doing anything at any time: every no is a refusal, nothing that was said changes, and nobody is suspended but by the whole way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anonymous, DAY, Refusal, type Actor } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import * as poll from '../ballots/testing/house.ts'
import { act, file, openAlliance, publish, SUMMARY, type Alliance, type Desk } from './testing/house.ts'

const ACTORS = ['nobody', 'secretariat', 'second', 'ombuds', 'accused', 'other-0', 'other-1', 'other-2', 'other-3', 'other-4', 'other-5'] as const
const MOVES = ['open', 'decline', 'ask', 'answer', 'settle', 'panel', 'draw', 'draw', 'find', 'join', 'join', 'dissent', 'recuse', 'ballot', 'vote', 'count', 'publish', 'publish', 'restore', 'wait', 'wait'] as const
const steps = fc.array(fc.record({ who: fc.constantFrom(...ACTORS), move: fc.constantFrom(...MOVES), days: fc.integer({ min: 0, max: 21 }) }), { minLength: 30, maxLength: 60 })

describeOnEveryEngine('histories of a concern', (open, { engine }) => {
  test('whoever does what, whenever', async () => {
    await fc.assert(fc.asyncProperty(steps, async (history) => {
      const alliance = await openAlliance(await open())
      const { concern: id } = await file(alliance.house)
      const said: unknown[] = []
      for (const step of history) {
        await tryStep(alliance, id, step)
        const { subject } = await alliance.house.concerns.screened(alliance.ombuds.first, id)
        assert.deepEqual(subject.events.slice(0, said.length), said, 'what happened stays as it was')
        said.splice(0, said.length, ...subject.events)
      }
      await needWholeWay(alliance, id)
    }), { numRuns: engine === 'sqlite' ? 12 : 2 })
  })
})

async function tryStep(alliance: Alliance, id: string, { who, move, days }: { who: string; move: (typeof MOVES)[number]; days: number }): Promise<void> {
  const { house: { concerns, pass } } = alliance
  const desk = deskOf(alliance, who)
  const actor: Actor = who === 'nobody' ? anonymous : who === 'second' ? alliance.secretariat.second : desk.first
  const words = { words: 'Said for this test.', language: 'en' }
  const { events } = (await concerns.screened(alliance.ombuds.first, id)).subject
  const finding = events.findLast((event) => event.kind === 'finding-proposed')?.fact ?? 'fact_00000000000000000000'
  const called = events.findLast((event) => event.kind === 'ballot-called')
  const ballot = called?.kind === 'ballot-called' ? called.ballot : undefined
  const moves: Record<(typeof MOVES)[number], () => Promise<unknown>> = {
    open: () => concerns.open(actor, id, { summary: SUMMARY, language: 'en' }),
    decline: () => (days < 20 ? Promise.resolve() : concerns.decline(actor, id, { ground: 'outside-the-pledge', ...words })),
    ask: () => concerns.ask(actor, id, { text: 'When?', language: 'en' }),
    answer: () => act(alliance.house, desk, 'concern-answer', { concern: id, text: 'We did not.', language: 'en' }),
    settle: () => (days < 20 ? Promise.resolve() : concerns.close(actor, id, words)),
    panel: () => concerns.callPanel(actor, id, {}),
    draw: async () => {
      await concerns.drawPanels()
      await publish(alliance.house)
      await concerns.drawPanels()
    },
    find: () => act(alliance.house, desk, 'concern-finding', { concern: id, finding: 'upheld', measure: days % 2 === 0 ? 'suspension' : 'none', reasons: 'We looked.', language: 'en' }),
    join: () => act(alliance.house, desk, 'concern-finding-position', { finding, position: 'joins' }),
    dissent: () => act(alliance.house, desk, 'concern-finding-position', { finding, position: 'dissents', reasons: 'We saw it otherwise.' }),
    recuse: () => concerns.recuse(actor, id),
    ballot: () => concerns.callBallotFor(actor, id),
    vote: async () => {
      if (ballot === undefined) return
      pass(7 * DAY)
      await poll.openVoting(alliance.house, alliance.secretariat, ballot)
      for (const other of [alliance.accused, ...alliance.others]) await orRefused(() => poll.vote(alliance.house, other, ballot, 'yes'))
    },
    count: async () => {
      if (ballot === undefined) return
      await poll.close(alliance.house)
      await poll.act(alliance.house, alliance.secretariat, 'ballot-certificate', { ballot })
      pass(7 * DAY)
      await alliance.house.ballots.turn()
      await concerns.followBallots()
    },
    publish: () => concerns.publish(actor, id),
    restore: () => concerns.restore(actor, 'accused-works', { reasons: 'It is mended.' }),
    wait: async () => pass(days * DAY),
  }
  await orRefused(moves[move])
}

/** An expected no is fine; anything else is our own fault. */
async function orRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

const deskOf = ({ secretariat, ombuds, accused, others }: Alliance, who: string): Desk =>
  who === 'ombuds' ? ombuds : who === 'accused' ? accused : (others.find(({ slug }) => slug === who) ?? secretariat)

async function needWholeWay({ house, accused, others, secretariat, ombuds }: Alliance, id: string): Promise<void> {
  const { rungs } = await house.concerns.ladder('accused-works')
  if (!rungs.some(({ step }) => step === 'suspended')) return
  const { events } = (await house.concerns.screened(ombuds.first, id)).subject
  const kinds = events.map(({ kind }) => kind)
  for (const needed of ['opened', 'panel-drawn', 'found', 'ballot-called', 'ballot-ended', 'published'] as const) assert.ok(kinds.includes(needed), needed)
  for (const event of events) {
    if (event.kind === 'panel-drawn') assert.ok(!event.panel.includes(accused.id))
    if (event.kind === 'finding-proposed' || event.kind === 'finding-position') assert.ok(others.some((other) => other.id === event.organisation))
  }
  const persons = new Set(events.filter(({ kind }) => kind === 'publication-proposed' || kind === 'published').map(({ by }) => by))
  assert.ok(persons.size >= 2 && [...persons].every((person) => person === secretariat.first.person || person === secretariat.second.person))
}

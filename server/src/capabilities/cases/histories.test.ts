/**
 * Anybody doing anything at any time, on a real store and through the routes: whatever was written is met by those who were
 * entitled to it, and by nobody else, in no answer at all. The oracle keeps its own book of who came, went and was spoken to.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contract } from '@openaccord/api'
import { anonymous, Refusal, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { setUp } from '../members/testing/house.ts'
import { casesEndpoints } from './index.ts'
import type { PartyId } from './model.ts'
import type { Asking } from './verbs/book.ts'
import { askAs, askBy, base64Of, openCaseHouse, openTeam, wish } from './testing/house.ts'

const { cases: routes } = contract
type Step = { what: 'invite' | 'join' | 'leave' | 'remove' | 'role' | 'post' | 'file' | 'draft' | 'task' | 'title' | 'pair' | 'desk' | 'state'; who: number; other: number; thread: number }
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('invite', 'invite', 'join', 'join', 'leave', 'remove', 'role', 'post', 'post', 'file', 'draft', 'task', 'title', 'pair', 'desk', 'state'),
  who: fc.nat(3), other: fc.nat(3), thread: fc.nat(5),
})
/** One who may come and go. The first owns the case and stays; the last is a guest. */
type Mind = { in: boolean; gone: number; roles: string[]; party: PartyId | undefined; asking: Asking }
/** `kept`: nothing later takes its place. */
type Said = { text: string; at: number; to: 'all' | 'desk' | [number, number]; kept: boolean }

describeOnEveryEngine('histories of cases', (open, { engine }) => {
  test('whatever was written is met by those who were entitled to it, and by nobody else', async () => {
    const house = await openCaseHouse(await open())
    const secretariat = await setUp(house)
    const teams = [await openTeam(house, secretariat, 'owner-works'), await openTeam(house, secretariat, 'vendor-works'), await openTeam(house, secretariat, 'other-works')]
    const door = await openRoomDoor({ clock: house.now, endpoints: casesEndpoints(house.cases) })
    let last = 0

    const play = async (steps: readonly Step[]): Promise<void> => {
      const { case: id } = await house.cases.open(teams[0]!.analyst, wish)
      const minds: Mind[] = [...teams.map(({ asking }, n) => ({ in: n === 0, gone: -1, roles: n === 0 ? ['owner'] : [], party: undefined, asking })), { in: false, gone: -1, roles: [], party: undefined, asking: askAs(anonymous) }]
      const owner = minds[0]!
      owner.party = (await house.cases.case(owner.asking, id)).opened.party.id
      const threads: { n: number; to: Said['to'] }[] = [{ n: 1, to: 'all' }]
      const said: Said[] = []
      const reads = ({ roles }: Mind, who: number, to: Said['to']): boolean => to === 'all' || (to === 'desk' ? roles.includes('owner') || roles.includes('coordinator') : to.includes(who))

      for (const [at, { what, who, other, thread: pick }] of steps.entries()) {
        house.pass(SECOND)
        const mind = minds[who]!
        const there = minds[other]!
        if (there.party === undefined && ['pair', 'remove', 'role'].includes(what)) continue
        const { n, to } = threads[pick % threads.length]!
        const text = `canary${++last}x`
        const mayWrite = mind.in && reads(mind, who, to)
        const { cases } = house
        try {
          if (what === 'invite') {
            const roles = [(['vendor', 'coordinator', 'observer'] as const)[pick % 3]!]
            const asked = await cases.invite(mind.asking, id, other === 3 ? { guest: { name: 'A maintainer' }, roles } : { organisation: teams[other]!.slug, roles })
            Object.assign(there, { party: asked.party, in: false, roles, gone: -1, ...(asked.link === null ? {} : { asking: askBy(asked.link) }) })
          }
          if (what === 'join') Object.assign(mind, (await cases.join(mind.asking, id), { in: true, gone: -1 }))
          if (what === 'leave') Object.assign(mind, (await cases.leave(mind.asking, id, {}), { in: false, gone: at }))
          if (what === 'remove' && there.party !== undefined) Object.assign(there, (await cases.removeParty(mind.asking, id, there.party, {}), { in: false, gone: -1 }))
          if (what === 'role' && there.party !== undefined) {
            const role = pick % 2 === 0 ? 'coordinator' as const : 'vendor' as const
            await cases.editParty(mind.asking, id, there.party, { roles: [role] })
            there.roles = [role, ...there.roles.filter((one) => one === 'owner')]
          }
          if (what === 'pair' && there.party !== undefined) threads.push({ n: (await cases.openThread(mind.asking, id, { kind: 'pair', title: text, with: there.party })).thread, to: [who, other] })
          if (what === 'desk') threads.push({ n: (await cases.openThread(mind.asking, id, { kind: 'coordinators', title: text })).thread, to: 'desk' })
          if (what === 'post') await cases.post(mind.asking, id, n, { text })
          if (what === 'file') await cases.addFile(mind.asking, id, { thread: n, name: `${text}.txt`, content: base64Of(text) })
          if (what === 'draft') await cases.beginDraft(mind.asking, id, { thread: n, title: 'A draft', text })
          if (what === 'task') await cases.addTask(mind.asking, id, { thread: n, title: text })
          if (what === 'title') await cases.editCase(mind.asking, id, { title: text })
          if (what === 'state') await cases.state(mind.asking, id, { vulnerabilities: [1], state: 'affected', words: text })
        } catch (error) {
          if (error instanceof Refusal) continue
          throw error
        }
        if (['post', 'file', 'draft', 'task'].includes(what)) {
          assert.ok(mayWrite, `${who} wrote where it reads nothing`)
          said.push({ text, at, to, kept: true })
        }
        if (what === 'title' || what === 'state') {
          assert.ok(mind.in)
          said.push({ text, at, to: 'all', kept: what === 'title' })
        }
        if (what === 'pair' || what === 'desk') said.push({ text, at, to: threads.at(-1)!.to, kept: true })
      }

      for (const [who, mind] of [...minds, { in: false, gone: -1, roles: [], party: undefined, asking: askAs(secretariat) }].entries()) {
        const met = await answers(mind.asking, id, threads.map(({ n }) => n), said)
        for (const { text, at, to, kept } of said) {
          const entitled = (mind.in || mind.gone > at) && reads(mind, who, to)
          if (!entitled || kept) assert.equal(met.includes(text), entitled, `${who} ${entitled ? 'does not meet' : 'meets'} what was written at step ${at}`)
        }
      }
    }

    /** Everything that somebody is answered, as text. */
    const answers = async ({ actor, link }: Asking, id: string, threads: readonly number[], said: readonly Said[]): Promise<string> => {
      const headers: Record<string, string> = link === undefined ? {} : { cookie: `accord_case_guest=${link}` }
      const as = actor.person === undefined ? undefined : actor
      const all: unknown[] = []
      const ask = async (route: (typeof routes)[keyof typeof routes], params: Record<string, string | number> = {}, query = ''): Promise<void> => void all.push((await door.ask(route, { params: { case: id, ...params }, query, headers, as })).json)
      await ask(routes.cases)
      for (const route of [routes.case, routes.people, routes.matrix, routes.threads, routes.files, routes.tasks, routes.drafts]) await ask(route)
      await ask(routes.timeline, {}, '?limit=200')
      for (const thread of threads) await ask(routes.thread, { thread }, '?limit=200')
      const drafts = [...JSON.stringify(all).matchAll(/draft_[0-9a-z]{20}/g)].map(([draft]) => draft)
      for (const draft of new Set(drafts)) await ask(routes.draft, { draft })
      for (const { text } of said.slice(-3)) {
        const { json } = await door.ask(routes.search, { params: { case: id }, query: `?words=${text}`, headers, as })
        // a refusal names the address that was asked
        all.push({ ...json, instance: undefined })
      }
      return JSON.stringify(all)
    }

    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), play), { numRuns: engine === 'sqlite' ? 12 : 3, endOnFailure: true })
  })
})

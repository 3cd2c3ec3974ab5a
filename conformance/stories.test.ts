/**
 * The stories that the sample alliance plays about disclosure: the case of its coordinator stands in every state that pages show, the
 * teaching case keeps the distances of 2017, and time moves both on. The sample is copied where there is one.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { MATRIX_STATES } from '@openaccord/api'
import { dayOf, STEPS } from '../portal/app/pages/cases/lesson-steps.ts'
import { COORDINATED } from '../server/src/demo/coordination.ts'
import { LEAK, REPLAY, WORM } from '../server/src/demo/replay.ts'
import { asking } from './asking.ts'
import { accountOf } from './everywhere.ts'
import { startTestHouse, type TestHouse } from './start.ts'

const DAY = 86_400_000
const COORDINATOR = 'Maren Solheim'
const MAKER = 'Daniel Osei'
const HOSPITAL = 'Thandi Mokoena'
type Card = { id: string; inside: { title: string } | null }
type Cell = { state: (typeof MATRIX_STATES)[number] }

describe('the stories of disclosure', () => {
  let hub: TestHouse
  before(async () => void (hub = await startTestHouse()))
  after(() => hub?.close())

  const read = async (person: string, path: string) => (await asking(hub.url)(path, { token: accountOf(hub.guide, person).token })).json()
  const caseOf = async (person: string, title: string): Promise<string> => {
    const { cases }: { cases: Card[] } = await read(person, '/api/v1/cases?show=all')
    return cases.find(({ inside }) => inside?.title === title)?.id ?? assert.fail(`${person} has no case “${title}”`)
  }

  test('the coordinator has a desk that takes reports, and belongs to the secretariat', async () => {
    const { desks, coordinator } = await read(COORDINATOR, '/api/v1/reports/desks')
    assert.equal(coordinator, 'harbour-accord-secretariat')
    assert.ok(desks.some(({ slug }: { slug: string }) => slug === coordinator))
  })

  test('its case has seven parties, every state of the matrix, an embargo with days left, and work that is late', async () => {
    const at = `/api/v1/cases/${await caseOf(COORDINATOR, COORDINATED)}`
    const { people }: { people: { standing: string; roles: string[]; party: { guest: boolean } }[] } = await read(COORDINATOR, `${at}/people`)
    const inside = people.filter(({ standing }) => standing === 'in')
    assert.equal(inside.length, 7)
    assert.ok(inside.some(({ party }) => party.guest), 'a maintainer takes part by link')
    assert.ok(inside.some(({ roles }) => roles.includes('deployer')))
    const { rows }: { rows: { cells: Cell[] }[] } = await read(COORDINATOR, `${at}/matrix`)
    const states = new Set(rows.flatMap(({ cells }) => cells.map(({ state }) => state)))
    assert.deepEqual([...states].sort(), ['affected', 'fix-deployed', 'fix-ready', 'investigating', 'never-opened', 'not-affected', 'seen'])
    const others: { rows: { cells: Cell[] }[] } = await read(HOSPITAL, `${at}/matrix`)
    assert.ok(others.rows.some(({ cells }) => cells.every(({ state }) => state === 'unstated')), 'who has not opened it is known to who coordinates alone')
    const { embargo, inside: { counts } } = await read(COORDINATOR, at)
    assert.equal(embargo.state, 'active')
    assert.ok(Date.parse(embargo.until) - Date.now() > 10 * DAY)
    assert.equal(counts.openTasks, 2)
    assert.equal(counts.threads, 2)
  })

  test('the teaching case keeps the distances of 2017, and tells each duty to its own organisation alone', async () => {
    assert.deepEqual(STEPS.flatMap(({ on }) => (on === null ? [] : [dayOf(on)])).slice(0, 3), [0, LEAK, WORM])
    const at = `/api/v1/cases/${await caseOf(MAKER, REPLAY)}`
    const { events }: { events: { at: string; event: string; words: string; says: object | null }[] } = await read(MAKER, `${at}/timeline?limit=200`)
    assert.deepEqual(events.filter(({ says }) => says === null).map(({ words }) => words), [], 'each can be said in other languages')
    const moment = (words: string): number => Date.parse(events.find((one) => one.words.includes(words))?.at ?? assert.fail(`no “${words}” in ${events.map((one) => one.words).join(' | ')}`))
    const fixed = moment('The vulnerability is public')
    assert.equal(Math.round((moment('An exploit is public') - fixed) / DAY), LEAK)
    assert.equal(Math.round((moment('Attacks were seen') - fixed) / DAY), WORM)
    const embargo = await read(MAKER, `${at}/embargo`)
    assert.equal(embargo.ended.how, 'agreed-end')
    assert.equal(embargo.proof, true)
    const clocksOf = async (person: string) => ((await read(person, `${at}/clocks`)).clocks as { clock: string; state: string; kind: string }[]).filter(({ kind }) => kind === 'law')
    assert.deepEqual((await clocksOf(MAKER)).map(({ clock, state }) => `${clock} ${state}`), ['cra-early-warning met', 'cra-notification met', 'cra-final-report met'])
    assert.deepEqual((await clocksOf(HOSPITAL)).map(({ clock, state }) => `${clock} ${state}`), ['nis2-early-warning met', 'nis2-notification met', 'nis2-final-report met'])
  })

  test('time goes on for it: the embargo ends at its instant, by itself, and its clocks with it', async () => {
    const at = `/api/v1/cases/${await caseOf(COORDINATOR, COORDINATED)}`
    await hub.advance(12)
    const embargo = await read(COORDINATOR, `${at}/embargo`)
    assert.equal(embargo.state, 'exited')
    assert.equal(embargo.ended.how, 'agreed-end')
    const { clocks }: { clocks: { clock: string; state: string }[] } = await read(COORDINATOR, `${at}/clocks`)
    assert.ok(!clocks.some(({ clock, state }) => clock === 'embargo-end' && state === 'running'))
    assert.ok(clocks.some(({ clock, state }) => clock === 'contact-45' && state !== 'met'), 'what is not published is still counted')
  })
})

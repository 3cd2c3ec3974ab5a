/**
 * A suspended organisation's session at every door: what is not kept for it is refused, with the reason in words; of what it
 * may still sign, the rooms of votes and sponsors take nothing; and what it owes, answers and appeals against goes its way.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract, type Route } from '@openaccord/api'
import { asking, signIn, type Answer, type Ask } from './asking.ts'
import { bodyFor } from './bodies.ts'
import { accountOf } from './everywhere.ts'
import { startTestHouse, type TestHouse } from './start.ts'

const WHO = 'Heike Sommer'
const WHY = 'a test of the doors'
/** What somebody of a suspended organisation may still do by right; see `rightsIn` of the members' room. */
const KEPT: ReadonlySet<string> = new Set(['acts.sign', 'keys.manage'])
const NOBODYS = '00000000000000000000'
/** Parameters that are no id of their own kind. */
const FITTING: Record<string, string> = { slug: 'northgate-grid', version: '1', from: '1', to: '1', language: 'en', keyid: '0'.repeat(64), hash: '0'.repeat(64), remedy: '1', fact: `fact_${NOBODYS}`, thread: '1', vulnerability: '1', domain: 'northgate-grid.example', name: 'x', sha256: '0'.repeat(64) }

type Listed = Pick<Route, 'method' | 'path' | 'access'> & { whileSuspended?: true }
const routesOf = (room: keyof typeof contract): Listed[] => Object.values(contract[room]) as Listed[]
const addressOf = (path: string): string => path.replace(/:([a-z]+)/gi, (_, name: string) => FITTING[name] ?? `${name}_${NOBODYS}`)

const says = ({ status, text }: Answer, code: string, words: RegExp, what: string): void => {
  const problem = JSON.parse(text) as { code: string; detail: string }
  assert.deepEqual([status < 500, problem.code], [true, code], `${what}: ${text}`)
  assert.match(problem.detail, words, what)
}

describe('a suspended organisation’s session', () => {
  let hub: TestHouse
  let ask: Ask
  let session = ''
  const send = (method: string, path: string, json?: unknown): Promise<Answer> => ask(path, { method, session, ...(json === undefined ? {} : { json }) })
  before(async () => {
    hub = await startTestHouse()
    ask = asking(hub.url)
    const own = await signIn(ask, accountOf(hub.guide, WHO).signInUrl)
    const { organisation, person } = (await ask('/api/v1/me', { session: own })).json()
    await hub.house.database.transact((tx) => hub.house.members.suspendWithin(tx, organisation.id, { by: null, now: hub.house.clock(), reason: WHY }))
    session = await signIn(ask, await hub.house.members.issueDemoSignIn(person.id))
  })
  after(() => hub?.close())

  for (const room of Object.keys(contract) as (keyof typeof contract)[]) {
    test(`${room}: what is not kept for it is refused, and says why`, async () => {
      for (const { method, path, access, whileSuspended } of routesOf(room)) {
        if (access === 'public' || whileSuspended === true || KEPT.has(access)) continue
        const answer = await send(method, addressOf(path), method === 'GET' || method === 'DELETE' ? undefined : bodyFor(method, path))
        assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`)
        says(answer, 'members.organisation-suspended', /is suspended.*a test of the doors/s, `${method} ${path}`)
      }
    })
  }

  test('ballots: it is asked for no vote, and none of its is prepared', async () => {
    assert.deepEqual((await send('GET', '/api/v1/ballots/mine/duties')).json().duties, [])
    const { ballots } = (await ask('/api/v1/ballots?state=voting')).json() as { ballots: { id: string }[] }
    assert.ok(ballots.length > 0)
    for (const { id } of ballots) says(await prepared('ballots', 'vote', { ballot: id, position: 'yes' }), 'ballots.suspended', /is suspended and has no vote/, 'a vote')
  })

  test('sponsoring: it vouches for nobody', async () => {
    const { applications } = (await send('GET', '/api/v1/admissions/sponsoring')).json() as { applications: { id: string; bar: string | null; mine: string | null }[] }
    assert.ok(applications.some(({ bar }) => bar === 'not-in-good-standing'))
    for (const { id, bar } of applications) {
      const facts = [{ fact: 'exists-as-it-says', known: 'visited' }, { fact: 'people-known', known: 'worked-together' }, { fact: 'handles-reports', known: 'customer' }]
      const answer = await prepared('admissions', 'sponsorship', { application: id, facts })
      if (bar === 'not-open') says(answer, 'admissions.not-now', /cannot be done now/, id)
      else says(answer, 'admissions.sponsor-not-in-good-standing', /only a signatory in good standing/, id)
    }
  })

  test('its own organisation, its account and its keys stay open to it', async () => {
    const { organisation, rights } = (await send('GET', '/api/v1/me')).json()
    assert.deepEqual([organisation.state, organisation.stateReason, rights.every((right: string) => KEPT.has(right))], ['suspended', WHY, true])
    for (const path of [`/api/v1/organisations/${organisation.id}`, '/api/v1/sessions', '/api/v1/passkeys', '/api/v1/keys', '/api/v1/pledges/duties', '/api/v1/commitments/attestation-draft', '/api/v1/commitments/engagements']) {
      assert.equal((await send('GET', path)).status, 200, path)
    }
  })

  test('what it owes does not wait: it reports on its commitments and states what governments asked', async () => {
    const { duties } = (await send('GET', '/api/v1/commitments/duties')).json() as { duties: { act: string }[] }
    assert.ok(duties.length > 0, 'it is told what is due')
    const { commitments } = (await ask('/api/v1/commitments?organisation=ferrous-works')).json() as { commitments: { id: string; column: string; fact: string }[] }
    const open = commitments.find(({ column }) => column === 'started' || column === 'late')
    assert.ok(open !== undefined)
    const today = new Date(hub.house.clock() / 1000).toISOString().slice(0, 10)
    const report = await prepared('commitments', 'commitment-progress', { commitment: open.fact, value: '41', on: today, evidence: [{ title: 'Count', link: 'https://ferrous-works.example/count' }], outlook: 'on-track' })
    assert.equal(report.status, 200, report.text)
    assert.match(report.json().words, /Ferrous Works/)
  })

  test('it is heard: it sees what is brought up about it, answers it, and corrects what it stated', async () => {
    const { duties, ladder } = (await send('GET', '/api/v1/concerns/duties')).json() as { duties: { concern: string; what: string }[]; ladder: { state: string } | null }
    assert.equal(ladder?.state, 'suspended')
    const answer = duties.find(({ what }) => what === 'answer')
    assert.ok(answer !== undefined, 'a concern about it waits for its answer')
    const said = await prepared('concerns', 'concern-answer', { concern: answer.concern, text: 'We have read it. The firmware is signed since spring, and here is how.', language: 'en' })
    assert.equal(said.status, 200, said.text)
    assert.equal((await send('GET', '/api/v1/concerns/screen')).status, 200, 'and what asks for a correction')
  })

  test('an appeal needs no session: anyone files one, and how the suspension ends is public', async () => {
    const { ladders } = (await ask('/api/v1/concerns/ladders')).json() as { ladders: { organisation: { slug: string }; words: string }[] }
    assert.match(ladders.find(({ organisation }) => organisation.slug === 'ferrous-works')?.words ?? '', /has been suspended since/)
    assert.equal((await send('POST', '/api/v1/concerns/receipt', { receipt: 'oax_nothing_of_that_kind' })).status, 404, 'the door of receipts is open to it as to anyone')
  })

  const prepared = (room: 'ballots' | 'admissions' | 'commitments' | 'concerns', kind: string, says: object): Promise<Answer> => send('POST', `/api/v1/${room}/acts/prepare`, { kind, says })
})

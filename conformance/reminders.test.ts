/** Reminders by hand in a whole hub: each room says who is waited for, and the mail goes to them and to nobody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asking, signIn } from './asking.ts'
import { accountOf, SOAK } from './everywhere.ts'
import { startTestHouse } from './start.ts'

test('whoever is waited for is reminded, by the room that waits', { timeout: 240_000, skip: SOAK ? false : 'in the long run (npm run soak)' }, async (t) => {
  const hub = await startTestHouse()
  t.after(() => hub.close())
  const ask = asking(hub.url)
  const session = await signIn(ask, accountOf(hub.guide, 'Ines Okafor').signInUrl)
  const remind = async (about: string) => ask('/api/v1/reminders', { method: 'POST', session, json: { about } })

  const { ballots } = (await ask('/api/v1/ballots?state=voting')).json() as { ballots: { id: string; title: string }[] }
  const ballot = ballots[0]!
  const { groups } = (await ask(`/api/v1/ballots/${ballot.id}`)).json() as { groups: { standing: string; organisations: { name: string }[] }[] }
  const silent = groups.filter(({ standing }) => standing === 'silent').flatMap(({ organisations }) => organisations.map(({ name }) => name))
  const toVoters = await remind(ballot.id)
  assert.deepEqual([toVoters.status, toVoters.json().names.toSorted()], [201, silent.toSorted()], 'only those whose vote is missing')

  const { applications } = (await ask('/api/v1/admissions/applications?limit=100')).json() as { applications: { id: string; name: string; state: string }[] }
  const waiting = applications.find(({ state }) => state === 'more-information')!
  const toApplicant = (await remind(waiting.id)).json()
  assert.deepEqual(toApplicant.names, [waiting.name])
  const declined = applications.find(({ state }) => state === 'appeal')!
  assert.equal((await remind(declined.id)).status, 409, 'the ombudsperson is waited for, and is reminded by nobody here')

  const { organisations } = (await ask('/api/v1/commitments/attestations')).json() as { organisations: { slug: string; name: string; standing: { state: string } }[] }
  const due = organisations.find(({ standing }) => standing.state === 'due' || standing.state === 'stale')!
  const held = (await remind(`attestation ${due.slug}`)).json()
  assert.deepEqual(held.names, [due.name])
  assert.equal((await ask(`/api/v1/reminders/${held.id}`, { method: 'DELETE', session })).json().state, 'taken-back')

  const before = hub.mails.length
  // as its job does, five minutes later
  for (const { id } of [toApplicant, held]) await hub.house.reminders.send(id)
  const subjects = hub.mails.slice(before).map(({ text }) => text).filter((text) => text.startsWith('The secretariat of '))
  assert.ok(subjects.some((text) => text.includes(`reminds ${waiting.name}: your application waits for you`)))
  assert.ok(!subjects.some((text) => text.includes('the attestation of this year is due')), 'what was taken back is not sent')
  const ends = (await ask('/api/v1/reminders', { session })).json().reminders as { about: string; state: string }[]
  assert.deepEqual(ends.map(({ about, state }) => [about, state]).toSorted(), [[ballot.id, 'held'], [waiting.id, 'sent'], [`attestation ${due.slug}`, 'taken-back']].toSorted())
})

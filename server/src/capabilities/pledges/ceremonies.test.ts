/** Founding ceremonies and many statements at once: together at one moment, each for itself, all or nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sealUp } from '../members/testing/keys.ts'
import { createPledges, type PledgesSettings } from './index.ts'
import { act, adopt, entryOf, openDesk, openPledgeHouse, openSecretariat, sign, signature, type Desk, type PledgeHouse } from './testing/house.ts'

async function founded(house: PledgeHouse, ...slugs: string[]): Promise<{ desk: Desk; desks: Desk[] }> {
  const desk = await openSecretariat(house)
  const desks: Desk[] = []
  for (const slug of slugs) desks.push(await openDesk(house, desk, slug))
  await adopt(house, desk, '1.0')
  return { desk, desks }
}

describeOnEveryEngine('ceremonies', (open) => {
  test('all held signatures enter together at the moment; who is missing is told', async () => {
    const house = await openPledgeHouse(await open())
    const { pledges, now, pass, journal, jobs, members } = house
    const { desk, desks: [quay, pier, dock, isle] } = await founded(house, 'quay', 'pier', 'dock', 'isle')
    const wish = { title: 'Founding', at: now() + DAY / 2, organisations: ['quay', 'pier', 'dock'] }
    await assert.rejects(pledges.openCeremony(quay!.first, wish), { code: 'door.no-right' })
    await assert.rejects(pledges.openCeremony(desk.first, { ...wish, at: now() }), { code: 'pledges.ceremony' })
    await assert.rejects(pledges.openCeremony(desk.first, { ...wish, organisations: ['nobody'] }), { code: 'pledges.ceremony' })
    await assert.rejects(pledges.openCeremony(desk.first, { ...wish, organisations: ['harbour-secretariat'] }), { code: 'pledges.ceremony' })
    const { id, at } = await pledges.openCeremony(desk.first, wish)
    assert.deepEqual(jobs.map((job) => [job.kind, job.at]), [['pledges.hold-ceremonies', at]])

    await assert.rejects(sign(house, isle!, {}).then(() => act(house, isle!, 'pledge-signature', signature('isle'), id)), { code: 'pledges.not-in-ceremony' })
    await assert.rejects(act(house, quay!, 'statement', { title: 'x', text: 'x', language: 'en' }, id), { code: 'pledges.ceremony-signs' })
    const held = await act(house, quay!, 'pledge-signature', signature('quay'), id)
    assert.deepEqual([held.outcome, held.fact, held.ceremony], ['held', null, id])
    await act(house, quay!, 'pledge-signature', { ...signature('quay'), legalName: 'Quay Holding plc' }, id)
    await act(house, pier!, 'pledge-signature', signature('pier'), id)
    const seats = async () => (await pledges.ceremony(id)).organisations.map(({ slug, state }) => `${slug} ${state}`)
    assert.deepEqual(await seats(), ['dock missing', 'pier prepared', 'quay prepared'])
    await assert.rejects(pledges.entry('quay'), { code: 'pledges.not-in-register' }, 'held is not signed')
    assert.equal(await pledges.holdCeremonies(), 0, 'not before its moment')

    await members.retireKey(pier!.first, pier!.key.keyid, {})
    await members.confirmStatedEnd(pier!.second, pier!.key.keyid)
    const before = (await journal.last())
    pass(at - now())
    await assert.rejects(act(house, dock!, 'pledge-signature', signature('dock'), id), { code: 'pledges.ceremony-over' })
    assert.deepEqual([await pledges.holdCeremonies(), await pledges.holdCeremonies()], [1, 0])
    assert.deepEqual(await seats(), ['dock missing', 'pier refused', 'quay signed'])
    assert.equal((await pledges.ceremony(id)).organisations[1]!.reason, 'the key that signed it signs no longer', 'why is the organisation’s to tell')
    assert.deepEqual((await journal.readAfter(before, 10)).map(({ kind }) => kind), ['pledge-signature', 'ceremony.held'])
    const entry = await entryOf(house, 'quay')
    assert.deepEqual([entry.state, entry.since, entry.position.signature?.legalName], ['active', now(), 'Quay Holding plc'])
    assert.deepEqual((await pledges.duties(quay!.first)).ceremonies, [])
    await assert.rejects(pledges.cancelCeremony(desk.first, id), { code: 'pledges.ceremony-over' })
  })

  test('a moment that fails leaves everything as it was, and comes again', async () => {
    const database = await open()
    let broken = false
    const { means, ...rest } = await openPledgeHouse(database)
    const journal: PledgesSettings['journal'] = {
      async write(tx, ...statements) {
        const facts = await means.journal.write(tx, ...statements)
        if (broken) throw new Error('the journal is full')
        return facts
      },
    }
    const house = { ...rest, means, pledges: createPledges({ ...means, journal }) }
    const { pledges, pass, now } = house
    const { desk, desks: [quay, pier] } = await founded(house, 'quay', 'pier')
    const { id } = await pledges.openCeremony(desk.first, { title: 'Founding', at: now() + HOUR, organisations: ['quay', 'pier'] })
    for (const one of [quay!, pier!]) await act(house, one, 'pledge-signature', signature(one.slug), id)
    const facts = await house.facts()
    pass(HOUR)
    broken = true
    await assert.rejects(pledges.holdCeremonies(), /journal is full/)
    broken = false
    assert.deepEqual(await house.facts(), facts)
    assert.deepEqual((await pledges.ceremony(id)).organisations.map(({ state }) => state), ['prepared', 'prepared'])
    await pledges.holdCeremonies()
    assert.deepEqual((await pledges.ceremony(id)).organisations.map(({ state }) => state), ['signed', 'signed'])
  })

  test('a cancelled ceremony throws away what was held', async () => {
    const house = await openPledgeHouse(await open())
    const { pledges, pass, now } = house
    const { desk, desks: [quay] } = await founded(house, 'quay')
    const { id } = await pledges.openCeremony(desk.first, { title: 'Founding', at: now() + HOUR, organisations: ['quay'] })
    await act(house, quay!, 'pledge-signature', signature('quay'), id)
    assert.equal((await pledges.cancelCeremony(desk.second, id)).state, 'cancelled')
    pass(HOUR)
    assert.equal(await pledges.holdCeremonies(), 0)
    await assert.rejects(pledges.entry('quay'), { code: 'pledges.not-in-register' })
    await assert.rejects(pledges.ceremony('ceremony_00000000000000000000'), { code: 'pledges.ceremony-unknown' })
  })
})

describeOnEveryEngine('many statements', (open) => {
  test('each is taken or refused for itself, in one transaction, and counts once', async () => {
    const house = await openPledgeHouse(await open())
    const { pledges, pass } = house
    const { desks: [quay, pier] } = await founded(house, 'quay', 'pier')
    const prepared = async ({ robot, key }: Desk, n: number, more: Record<string, unknown> = {}) => {
      const { statement } = await pledges.prepareAct(robot, { kind: 'statement', says: { title: `No. ${n}`, text: 'Said.', language: 'en', ...more } })
      return { robot, envelope: await sealUp(statement, key) }
    }
    pass(SECOND)
    const good = await Promise.all(Array.from({ length: 30 }, (_, n) => prepared(n % 2 === 0 ? quay! : pier!, n)))
    const forged = { robot: quay!.robot, envelope: good[1]!.envelope }
    const damaged = { robot: quay!.robot, envelope: good[0]!.envelope.replace(/"sig":"(.)/, (_, one: string) => `"sig":"${one === 'A' ? 'B' : 'A'}`) }
    const odd = await prepared(quay!, 98, { clauses: ['P9.9'] })
    const facts = (await house.facts()).length
    const ended = await Promise.allSettled([...good, forged, odd, good[2]!, damaged].map(({ robot, envelope }) => pledges.submitAct(robot, { envelope })))
    const codes = ended.map((one) => (one.status === 'fulfilled' ? one.value.outcome : String((one.reason as { code?: string }).code)))
    assert.deepEqual(codes.slice(0, 30), Array.from({ length: 30 }, () => 'logged'))
    assert.deepEqual([codes[31], ended.filter(({ status }) => status === 'fulfilled').length], ['pledges.act', 30])
    assert.equal((await house.facts()).length, facts + 30)

    const again = await pledges.submitAct(good[0]!.robot, { envelope: good[0]!.envelope })
    assert.equal(again.fact, ended[0]!.status === 'fulfilled' ? ended[0]!.value.fact : '', 'handed in again after a lost answer: the same fact')
    assert.equal((await house.facts()).length, facts + 30)
    await assert.rejects(pledges.submitAct(pier!.robot, { envelope: good[0]!.envelope }), { code: 'members.act-organisation' }, 'another organisation is told nothing of it')
    const page = await pledges.statements({ slug: 'quay', limit: 10 })
    const rest = await pledges.statements({ slug: 'quay', before: page.next, limit: 10 })
    assert.deepEqual([page.statements.length, rest.statements.length, rest.next], [10, 5, undefined])
    assert.equal((await pledges.statements({ limit: 100 })).statements.length, 30)
  })

  test('from a browser, one by one, with the passkey’s approval or not at all', async () => {
    const house = await openPledgeHouse(await open())
    const { pledges } = house
    const { desks: [quay] } = await founded(house, 'quay')
    const { statement } = await pledges.prepareAct(quay!.robot, { kind: 'statement', says: { title: 'x', text: 'x', language: 'en' } })
    const envelope = await sealUp(statement, quay!.key)
    const facts = await house.facts()
    await assert.rejects(pledges.submitAct(quay!.first, { envelope }), { code: 'members.approval-needed' })
    assert.deepEqual(await house.facts(), facts)
    assert.equal((await pledges.submitAct(quay!.robot, { envelope })).outcome, 'logged', 'what was refused left nothing behind')
  })
})

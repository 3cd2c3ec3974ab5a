/** What is shown of acts later on: that their key came into doubt, and what is left when their payload is taken away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, iso } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { atomFeed } from './files/atom.ts'
import { forgetActs } from './index.ts'
import { showAct, showConflict, showEntry, showStatement } from './routes/show.ts'
import { act, adopt, openDesk, openPledgeHouse, openSecretariat, sign } from './testing/house.ts'

const law = { jurisdiction: 'ZZ', law: 'Act 7 of Maud Quill', effect: 'Maud Quill asks', clauses: ['P1.1'] }

describeOnEveryEngine('acts as they are shown', (open) => {
  test('what a key signed after its first doubt is flagged wherever it stands, and nothing from before', async () => {
    const house = await openPledgeHouse(await open())
    const { pledges, members, now, pass } = house
    const desk = await openSecretariat(house)
    const quay = await openDesk(house, desk, 'quay')
    await adopt(house, desk, '1.0')
    const before = await sign(house, quay)
    pass(DAY)
    const doubt = now()
    const { fact } = await act(house, quay, 'statement', { title: 'We leave', text: 'Really', language: 'en' })
    await act(house, quay, 'conflict-of-law', law)
    assert.equal((await pledges.act(fact!)).inDoubt, null)
    await members.compromiseKey(quay.first, quay.key.keyid, { firstDoubt: iso(doubt) })
    assert.equal((await pledges.act(fact!)).inDoubt, null, 'one person’s word is not public yet')
    await members.confirmStatedEnd(quay.second, quay.key.keyid)

    const { history, statements, conflicts } = await pledges.entry('quay')
    assert.deepEqual(history.map(showAct).map(({ kind, inDoubt }) => [kind, inDoubt]), [['conflict-of-law', iso(doubt)], ['pledge-signature', null]])
    assert.deepEqual(statements.map(showStatement).map(({ inDoubt }) => inDoubt), [iso(doubt)])
    assert.deepEqual(conflicts.map(showConflict).map(({ inDoubt }) => inDoubt), [iso(doubt)])
    assert.deepEqual((await pledges.statements({ limit: 5 })).statements.map(({ inDoubt }) => inDoubt), [doubt])
    assert.deepEqual((await pledges.conflictsOfLaw()).map(({ inDoubt }) => inDoubt), [doubt])
    assert.deepEqual([(await pledges.act(fact!)).inDoubt, (await pledges.act(before.fact!)).inDoubt], [doubt, null])
    const { acts, at } = await pledges.recentActs('quay', 10)
    const feed = atomFeed({ origin: 'https://hub.example', self: '/f', page: '/p', title: 'T', author: 'A', at, acts })
    assert.ok(feed.includes(`<link rel="alternate" type="text/html" href="https://hub.example/log/acts/${fact}"/>`), 'to its page')
    assert.equal(feed.match(/<title>[^<]* in doubt since /g)?.length, 2)
  })

  test('taken away, no name and no text of it is left, in no table, page or feed; the register stands', async () => {
    const database = await open()
    const house = await openPledgeHouse(database)
    const { pledges } = house
    const desk = await openSecretariat(house)
    const quay = await openDesk(house, desk, 'quay')
    await adopt(house, desk, '1.0')
    const named = { officer: { name: 'Maud Quill', title: 'Head' }, legalName: 'Maud Quill Trading', scope: { reach: 'named', entities: ['Maud Quill Ltd'] } }
    const signed = await sign(house, quay, named)
    const stated = await act(house, quay, 'statement', { title: 'Of Maud Quill', text: 'Maud Quill left', language: 'en' })
    const declared = await act(house, quay, 'conflict-of-law', law)
    const state = (await pledges.entry('quay')).entry.state
    assert.match(JSON.stringify(showEntry((await pledges.entry('quay')).entry)), /Maud Quill/)
    await database.transact((tx) => forgetActs(tx, [signed.fact!, stated.fact!, declared.fact!, 'fact_00000000000000000000']))

    const shown = await pledges.entry('quay')
    const everything = JSON.stringify([
      showEntry(shown.entry), shown.history.map(showAct), shown.conflicts, shown.statements, await pledges.answer('Maud Quill Trading'), await pledges.statements({ limit: 9 }),
      await pledges.recentActs('quay', 9), await pledges.recentActs(undefined, 9), await pledges.wholeRegister({}),
      await database.read((tx) => tx.all('select says from pledges_act')),
    ].map((one) => JSON.stringify(one, (key, value) => (key === 'asked' || (key === 'words' && String(value).endsWith('has not signed.')) ? '' : value))))
    assert.doesNotMatch(everything, /Maud/)
    assert.deepEqual([shown.entry.state, shown.entry.position.signature?.version, shown.conflicts.length, shown.statements.length], [state, '1.0', 1, 0])
    await assert.rejects(pledges.act(stated.fact!), { code: 'pledges.act-unknown' })
    assert.match((await pledges.act(signed.fact!)).words, /^\[…\] signs version 1\.0/)
  })
})

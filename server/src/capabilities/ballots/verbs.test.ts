/** Ballots from the first draft to the end, on both engines: real keys, real signatures, a clock that is told the time. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sealUp } from '../members/testing/keys.ts'
import { forgetBallotWords } from './index.ts'
import { act, close, draft, openBallotHouse, openDesk, openDiscussion, openOmbudsperson, openSecretariat, openVoting, stateOf, toVoting, vote, type BallotHouse, type Desk } from './testing/house.ts'

const certify = (house: BallotHouse, secretariat: Desk, ballot: string) => act(house, secretariat, 'ballot-certificate', { ballot })

describeOnEveryEngine('ballots', (open) => {
  /** Four groups: two small, two large; the meters and the grid are one. */
  async function openAlliance() {
    const house = await openBallotHouse(await open())
    const secretariat = await openSecretariat(house)
    const grid = await openDesk(house, secretariat, 'grid', { size: 'large', group: 'Northgate' })
    const meters = await openDesk(house, secretariat, 'meters', { size: 'small', group: 'Northgate' })
    const bank = await openDesk(house, secretariat, 'bank', { size: 'large' })
    const lantern = await openDesk(house, secretariat, 'lantern')
    const mail = await openDesk(house, secretariat, 'mail')
    return { house, secretariat, grid, meters, bank, lantern, mail }
  }
  test('from a draft to an adopted text', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const { ballots } = house
    const { id } = await ballots.propose(lantern.first, draft)
    await assert.rejects(ballots.ballot(bank.first, id), { code: 'ballots.unknown' }, 'a draft is nobody else’s business')
    await ballots.open(lantern.first, id)
    await assert.rejects(ballots.freeze(secretariat.first, id), { code: 'ballots.too-early' })
    house.pass(7 * DAY)
    await openVoting(house, secretariat, id)
    for (const desk of [grid, bank, lantern, mail]) await vote(house, desk, id, 'yes')
    assert.equal((await stateOf(house, id, bank)).state, 'voting')
    house.pass(7 * DAY)
    assert.deepEqual(await stateOf(house, id, bank).then(({ state, outcome }) => [state, outcome]), ['tallied', 'adopted'], 'by time alone, before any job')
    await assert.rejects(certify(house, secretariat, id), { code: 'ballots.not-opened' })
    await ballots.turn()
    await certify(house, secretariat, id)
    assert.equal((await stateOf(house, id, bank)).state, 'certified')
    house.pass(7 * DAY)
    assert.equal((await stateOf(house, id, bank)).state, 'final')
    await ballots.turn()
    await ballots.turn()
    assert.deepEqual((await house.facts()).filter((kind) => !kind.includes('key') && !kind.includes('organisation') && !kind.includes('person')), [
      'opened', 'text-published', 'frozen', 'voting-opened', 'vote-sealed', 'vote-sealed', 'vote-sealed', 'vote-sealed',
      'vote-opened', 'vote-opened', 'vote-opened', 'vote-opened', 'tallied', 'ballot-certificate', 'ended',
    ], 'each is stated once, whatever is asked twice')
  })

  test('two affiliates of one group cast one vote together', async () => {
    const { house, secretariat, grid, meters, bank, lantern, mail } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    await vote(house, grid, id, 'yes')
    await vote(house, meters, id, 'no')
    for (const desk of [bank, lantern, mail]) await vote(house, desk, id, 'yes')
    await close(house)
    const { standing, ballot } = await house.ballots.ballot(bank.first, id)
    assert.deepEqual([standing.tally?.yes, standing.tally?.no, standing.tally?.participated], [3, 1, 4], 'the last of the group counts')
    assert.equal(ballot.votes.length, 5, 'and both are shown')
  })

  test('new ballot text at day 6 restarts the seven days', async () => {
    const { house, secretariat, lantern } = await openAlliance()
    const id = await openDiscussion(house, lantern)
    house.pass(6 * DAY)
    await house.ballots.write(lantern.first, id, { text: `${draft.text}\n\nNor without sleep.` })
    house.pass(DAY)
    await assert.rejects(house.ballots.freeze(secretariat.first, id), { code: 'ballots.too-early' })
    house.pass(6 * DAY - SECOND)
    await assert.rejects(house.ballots.freeze(secretariat.first, id), { code: 'ballots.too-early' })
    house.pass(SECOND)
    const { frozen, texts } = await house.ballots.freeze(secretariat.first, id)
    assert.equal(frozen?.version, 2)
    assert.deepEqual(texts.map(({ version }) => version), [1, 2], 'the earlier version stays')
    assert.deepEqual((await house.ballots.redline(lantern.first, id, 1, 2)).blocks.map(({ change }) => change), ['same', 'same', 'added'])
  })

  test('day 90 without a vote fails it', async () => {
    const { house, secretariat, lantern } = await openAlliance()
    const id = await openDiscussion(house, lantern)
    house.pass(60 * DAY)
    await house.ballots.write(lantern.first, id, { text: 'Another text.' })
    house.pass(30 * DAY - SECOND)
    assert.equal((await stateOf(house, id, lantern)).state, 'discussion')
    house.pass(SECOND)
    assert.deepEqual(await stateOf(house, id, lantern).then(({ state, outcome }) => [state, outcome]), ['auto-failed', 'failed'], 'a new text does not prolong it')
    await assert.rejects(house.ballots.freeze(secretariat.first, id), { code: 'ballots.state' })
    await house.ballots.turn()
    assert.equal((await house.facts()).filter((kind) => kind === 'ended').length, 1)
  })

  test('abstentions count to quorum only', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    await vote(house, bank, id, 'yes')
    await vote(house, lantern, id, 'yes')
    assert.equal((await house.ballots.ballot(bank.first, id)).standing.state, 'voting')
    await vote(house, grid, id, 'abstain')
    await vote(house, mail, id, 'abstain')
    await close(house)
    const { tally } = await stateOf(house, id, bank)
    assert.deepEqual([tally?.participated, tally?.quorum.met, tally?.threshold.met, tally?.outcome], [4, true, true, 'adopted'])
  })

  test('recusals leave the denominator', async () => {
    const { house, secretariat, grid, meters, bank, lantern, mail } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    await vote(house, grid, id, 'yes')
    const { outcome } = await vote(house, meters, id, 'recuse')
    assert.equal(outcome, 'logged', 'a recusal is public at once')
    await assert.rejects(vote(house, grid, id, 'yes'), { code: 'ballots.recused' }, 'and final for the group')
    await vote(house, bank, id, 'yes')
    await vote(house, lantern, id, 'yes')
    await vote(house, mail, id, 'no')
    await close(house)
    const { tally } = await stateOf(house, id, bank)
    assert.deepEqual([tally?.electorate, tally?.recused, tally?.yes, tally?.no, tally?.large.groups], [3, 1, 2, 1, 1])
    assert.equal(tally?.outcome, 'rejected', 'among the small, one yes and one no are no majority')
  })

  test('without a quorum it says how many are missing', async () => {
    const { house, secretariat, bank, lantern } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    await vote(house, bank, id, 'yes')
    await close(house)
    assert.deepEqual(await stateOf(house, id, bank).then(({ state, outcome, tally }) => [state, outcome, tally?.quorum.needed]), ['no-quorum', 'no-quorum', 3])
    await assert.rejects(certify(house, secretariat, id), { code: 'ballots.state' })
    const next = await toVoting(house, secretariat, lantern)
    const { ballot } = await house.ballots.ballot(bank.first, next)
    assert.deepEqual(ballot.frozen?.attendance, [{ ballot: id, groups: 1 }], 'the attendance of the next one rests on it')
  })

  test('a blocking question holds the freezing for fourteen days from the text at the longest', async () => {
    const { house, secretariat, bank, lantern, mail } = await openAlliance()
    const { ballots } = house
    const id = await openDiscussion(house, lantern)
    house.pass(6 * DAY)
    const { questions } = await ballots.ask(bank.first, id, 'Who pays for the second person?')
    house.pass(2 * DAY)
    await assert.rejects(ballots.freeze(secretariat.first, id), { code: 'ballots.question-open' })
    await assert.rejects(ballots.answer(mail.first, id, questions[0]!.id, 'We do.'), { code: 'ballots.not-proposer' })
    await ballots.answer(lantern.first, id, questions[0]!.id, 'Each its own.')
    await ballots.ask(mail.first, id, 'And at night?')
    house.pass(6 * DAY - SECOND)
    await assert.rejects(ballots.freeze(secretariat.first, id), { code: 'ballots.question-open' })
    house.pass(SECOND)
    await ballots.freeze(secretariat.first, id)
  })

  test('votes are sealed until the close, and may be changed until then', async () => {
    const { house, secretariat, bank, lantern } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    await vote(house, bank, id, 'no')
    await vote(house, bank, id, 'yes')
    const facts = (await house.journal.readAfter(0, 1000)).filter(({ kind }) => kind === 'vote-sealed').map(({ body }) => JSON.parse(body))
    assert.deepEqual(facts.map(({ sealed }) => sealed.size), [8192, 8192], 'of one size, whatever it says')
    assert.ok(facts.every((body) => !JSON.stringify(body).includes('position')))
    assert.equal((await house.ballots.ballot(bank.first, id)).mine?.position, 'yes')
    assert.equal((await house.ballots.ballot(lantern.first, id)).mine, undefined)
    house.pass(7 * DAY)
    await assert.rejects(vote(house, bank, id, 'no'), { code: 'ballots.state' }, 'not in the second in which it closes')
  })

  test('who has no vote casts none', async () => {
    const { house, secretariat, bank, lantern, mail, grid } = await openAlliance()
    const late = await openDesk(house, secretariat, 'late', { standing: 'probation' })
    const id = await toVoting(house, secretariat, lantern)
    const says = { ballot: id, position: 'yes' }
    await assert.rejects(act(house, secretariat, 'vote', says), { code: 'ballots.no-vote' }, 'the secretariat')
    await assert.rejects(act(house, late, 'vote', says), { code: 'ballots.probation' })
    house.voters.set(late.id, { ...house.voters.get(late.id)!, standing: 'voting' })
    await assert.rejects(act(house, late, 'vote', says), { code: 'ballots.not-in-electorate' })
    house.voters.set(bank.id, { ...house.voters.get(bank.id)!, standing: 'suspended' })
    await assert.rejects(act(house, bank, 'vote', says), { code: 'ballots.suspended' })
    await assert.rejects(act(house, mail, 'vote', { ...says, position: 'no' }), { code: 'ballots.act' }, 'a no has a reason')
    await assert.rejects(act(house, mail, 'vote', { ...says, textSha256: '0'.repeat(64) }), { code: 'ballots.act' })
    const { statement } = await house.ballots.prepareAct(mail.robot, { kind: 'vote', says })
    await assert.rejects(house.ballots.submitAct(mail.robot, { envelope: await sealUp(statement, grid.key) }), { code: 'members.act-signature' })
    await assert.rejects(house.ballots.submitAct(grid.robot, { envelope: await sealUp(statement, mail.key) }), { code: 'members.act-organisation' })
    assert.equal((await house.facts()).filter((kind) => kind.startsWith('vote')).length, 0)
  })

  test('a vote handed in again, or by many at once, enters once', async () => {
    const { house, secretariat, bank, lantern } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    const { statement } = await house.ballots.prepareAct(bank.robot, { kind: 'vote', says: { ballot: id, position: 'yes' } })
    const envelope = await sealUp(statement, bank.key)
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => house.ballots.submitAct(bank.robot, { envelope })))
    assert.equal(new Set(outcomes.map(({ fact }) => fact)).size, 1)
    assert.equal((await house.facts()).filter((kind) => kind === 'vote-sealed').length, 1)
    house.pass(7 * DAY)
    await Promise.all([house.ballots.turn(), house.ballots.turn(), house.ballots.turn()])
    assert.deepEqual((await house.facts()).filter((kind) => /vote-opened|tallied|ended/.test(kind)), ['vote-opened', 'tallied', 'ended'])
  })

  test('two persons open the voting, and nobody closes it early before all have voted', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const { ballots } = house
    const id = await openDiscussion(house, lantern)
    house.pass(7 * DAY)
    await assert.rejects(ballots.freeze(lantern.first, id), { code: 'door.no-right' })
    await ballots.freeze(secretariat.first, id)
    const { motions } = await ballots.move(secretariat.robot, id, 'open-voting')
    const motion = motions[0]!.id
    await assert.rejects(ballots.confirm(secretariat.first, id, motion), { code: 'ballots.second-person' })
    await assert.rejects(ballots.confirm(secretariat.robot, id, motion), { code: 'ballots.person-needed' })
    await ballots.confirm(secretariat.second, id, motion)
    for (const desk of [grid, bank, lantern]) await vote(house, desk, id, 'yes')
    await assert.rejects(ballots.move(secretariat.first, id, 'close-early'), { code: 'ballots.not-all-voted' })
    await vote(house, mail, id, 'yes')
    const early = await ballots.move(secretariat.first, id, 'close-early')
    await ballots.confirm(secretariat.second, id, early.motions[0]!.id)
    assert.equal((await stateOf(house, id, bank)).state, 'tallied')
    await assert.rejects(vote(house, bank, id, 'no'), { code: 'ballots.state' })
  })

  test('a certificate says what was counted, or is not taken', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    for (const desk of [grid, bank, lantern, mail]) await vote(house, desk, id, 'yes')
    await close(house)
    await assert.rejects(act(house, secretariat, 'ballot-certificate', { ballot: id, yes: '3', no: '1' }), { code: 'ballots.act' })
    await assert.rejects(act(house, bank, 'ballot-certificate', { ballot: id }), { code: 'ballots.not-secretariat' })
    await certify(house, secretariat, id)
    await assert.rejects(certify(house, secretariat, id), { code: 'ballots.state' })
  })

  test('a contest is decided by the ombudsperson: dismissed, void, or voted on once more', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const ombuds = await openOmbudsperson(house, secretariat)
    const toCertified = async () => {
      const id = await toVoting(house, secretariat, lantern)
      for (const desk of [grid, bank, lantern, mail]) await vote(house, desk, id, 'yes')
      await close(house)
      await certify(house, secretariat, id)
      return id
    }
    const contest = async (id: string, by: Desk) => (await act(house, by, 'ballot-contest', { ballot: id, reasons: 'The mails came late.' })).fact
    const decide = (id: string, fact: string, decision: string, by = ombuds) => act(house, by, 'contest-decision', { ballot: id, contest: fact, decision, reasons: 'As the log shows.' })

    const dismissed = await toCertified()
    const first = await contest(dismissed, bank)
    await assert.rejects(contest(dismissed, bank), { code: 'ballots.contested-already' })
    await assert.rejects(decide(dismissed, first, 'void', secretariat), { code: 'door.no-right' })
    house.pass(8 * DAY)
    assert.equal((await stateOf(house, dismissed, bank)).state, 'contested', 'it waits for the decision')
    await assert.rejects(contest(dismissed, mail), { code: 'ballots.contest-late' })
    await decide(dismissed, first, 'dismissed')
    assert.deepEqual(await stateOf(house, dismissed, bank).then(({ state, outcome }) => [state, outcome]), ['final', 'adopted'])

    const voided = await toCertified()
    await decide(voided, await contest(voided, mail), 'void')
    assert.deepEqual(await stateOf(house, voided, bank).then(({ state, outcome }) => [state, outcome]), ['void', 'failed'])

    const reopened = await toCertified()
    await decide(reopened, await contest(reopened, mail), 'reopened')
    assert.equal((await stateOf(house, reopened, bank)).state, 'voting')
    for (const desk of [bank, lantern, mail]) await vote(house, desk, reopened, 'no')
    await close(house)
    const { tally } = await stateOf(house, reopened, bank)
    assert.deepEqual([tally?.round, tally?.yes, tally?.no, tally?.outcome], [2, 0, 3, 'rejected'])
  })

  test('nobody decides on their own case', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const { ballots, now } = house
    const { text } = draft
      const textSha256 = createHash('sha256').update(text).digest('hex')
    const wanted = { kind: 'suspension', subject: { room: 'concerns', id: 'concern_0123456789abcdefghjk' }, title: 'To suspend the grid', text, textSha256, excluded: [grid.id], by: secretariat.id } as const
    const { id } = await house.database.transact((tx) => ballots.openBallot(tx, { ...wanted, now: now() }))
    house.pass(7 * DAY)
    await openVoting(house, secretariat, id)
    await assert.rejects(vote(house, grid, id, 'no'), { code: 'ballots.excluded' })
    for (const desk of [bank, lantern, mail]) await vote(house, desk, id, 'yes')
    await close(house)
    const { tally } = await stateOf(house, id, bank)
    assert.deepEqual([tally?.excluded, tally?.electorate, tally?.threshold.of, tally?.threshold.in], [1, 3, 3, 4])
    await certify(house, secretariat, id)
    house.pass(7 * DAY)
    const standing = await house.database.read((tx) => ballots.ballotStanding(tx, id, now()))
    assert.deepEqual(standing, { state: 'final', outcome: 'adopted', finalAt: standing.finalAt, fact: null })
    await ballots.turn()
    assert.match((await house.database.read((tx) => ballots.ballotStanding(tx, id, now()))).fact ?? '', /^fact_/)

    const own = await house.database.transact((tx) => ballots.openBallot(tx, { ...wanted, title: 'On the secretariat itself', excluded: [secretariat.id], now: now() }))
    house.pass(7 * DAY)
    await openVoting(house, secretariat, own.id)
    for (const desk of [bank, lantern, mail]) await vote(house, desk, own.id, 'yes')
    await close(house)
    await assert.rejects(certify(house, secretariat, own.id), { code: 'ballots.own-case' })
  })

  test('an emergency takes three days and lapses by itself in thirty unless an ordinary ballot confirms it', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const all = [grid, bank, lantern, mail]
    const emergency = async () => {
      const id = await toVoting(house, secretariat, lantern, { kind: 'emergency', title: 'Share the indicators at once' })
      for (const desk of all) await vote(house, desk, id, 'yes')
      await close(house, 2)
      await certify(house, secretariat, id)
      return id
    }
    const lapsing = await emergency()
    const kept = await emergency()
    const confirming = await toVoting(house, secretariat, lantern, { title: 'To keep it', confirms: kept })
    for (const desk of all) await vote(house, desk, confirming, 'yes')
    await close(house)
    const { ballot } = await house.ballots.ballot(bank.first, lapsing)
    house.pass(ballot.rounds[0]!.until + 30 * DAY - house.now() - MINUTE)
    assert.equal((await stateOf(house, lapsing, bank)).state, 'final')
    house.pass(MINUTE)
    assert.deepEqual(await stateOf(house, lapsing, bank).then(({ state, outcome }) => [state, outcome]), ['lapsed', 'failed'])
    house.pass(30 * DAY)
    assert.deepEqual(await stateOf(house, kept, bank).then(({ state, outcome }) => [state, outcome]), ['final', 'adopted'])
    await house.ballots.turn()
    assert.equal((await stateOf(house, kept, bank)).state, 'final')
  })

  test('who is silent is reminded once, and so is who has to certify', async () => {
    const { house, secretariat, bank, lantern } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    house.mails.length = 0
    await house.ballots.turn()
    await house.ballots.turn()
    assert.equal(house.mails.filter(({ subject }) => subject.startsWith('Please vote')).length, 10, 'two people of each of five organisations')
    await vote(house, bank, id, 'yes')
    house.pass(5 * DAY + HOUR)
    await house.ballots.turn()
    assert.equal(house.mails.filter(({ subject }) => subject.startsWith('Your vote is still missing')).length, 8)
    const silent = await house.ballots.silentVoters(id)
    assert.deepEqual([silent?.organisations.length, silent?.organisations.some((one) => one.id === bank.id)], [4, false], 'by hand, those whose vote is missing are reminded')
    house.pass(2 * DAY)
    assert.equal(await house.ballots.silentVoters(id), undefined, 'after the close nobody is waited for')
  })

  test('when a payload is taken out of the log, its words go here as well, and the count stays', async () => {
    const { house, secretariat, grid, bank, lantern, mail } = await openAlliance()
    const id = await toVoting(house, secretariat, lantern)
    await vote(house, grid, id, 'no', 'Somebody’s name stands here.')
    for (const desk of [bank, lantern, mail]) await vote(house, desk, id, 'yes')
    await close(house)
    const before = (await house.ballots.ballot(bank.first, id)).ballot
    await house.database.transact((tx) => forgetBallotWords(tx, [before.votes[0]!.opened!]))
    const { ballot, standing } = await house.ballots.ballot(bank.first, id)
    assert.deepEqual([ballot.votes[0]?.reason, ballot.votes[0]?.position, standing.tally?.no], ['[…]', 'no', 1])
  })
})

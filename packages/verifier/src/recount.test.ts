/** A recount against hubs that lie: their logs are whole and well signed, and what they say about the ballot is not so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBallotBundle, recount, VerifierError, type Recount } from './index.ts'
import { BALLOT, group, paperBallot, type Wish } from './testing/paper-ballot.ts'

const DAY = 86_400
const told = ({ answer, steps }: Recount): string => [answer, ...steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code }) => `${name}:${code}`)].join(' ')

const yes = (by: string) => ({ by, position: 'yes' as const })

test('a ballot that was held by its rules', async () => {
  const { bundle, hub, now } = await paperBallot()
  const result = await recount(bundle, { trust: { policy: hub.policyText }, now, log: { checkpoint: await hub.checkpoint({ time: now - 60 }), fetchTile: hub.fetchTile } })
  assert.equal(told(result), 'verified')
  assert.deepEqual(result.seen?.rounds.map(({ yes, no, outcome, certified }) => [yes, no, outcome, certified]), [[3, 0, 'adopted', true]])
  assert.equal(told(await recount(bundle, { trust: {} })), 'not-covered checkpoint:no-policy')
  assert.equal(parseBallotBundle(bundle).ballot, BALLOT)
})

test('what a lying hub says is refused, by name', async (t) => {
  const table: [name: string, wish: Partial<Wish>, says: string][] = [
    ['another figure', { tally: (counted) => ({ ...counted, yes: 4 }) }, 'count:count-differs'],
    ['another outcome', { tally: (counted) => ({ ...counted, outcome: 'rejected' }) }, 'count:count-differs'],
    ['a vote that does not count', { tally: (counted) => ({ ...counted, counted: [] }) }, 'count:count-differs'],
    ['a certificate with other figures', { certificate: { yes: '2' } }, 'certificate:certificate-differs'],
    ['a certificate of another tally', { certificate: { tallySha256: '0'.repeat(64) } }, 'certificate:certificate-differs'],
    ['a certificate of somebody else', { certifiedBy: 'aa' }, 'certificate:not-secretariat'],
    ['no certificate at all, which is no lie', { certificate: undefined }, ''],
    ['a vote by one without a vote', { said: [yes('aa'), yes('bb'), yes('cc'), yes('dd')] }, 'votes:no-vote'],
    ['a vote of the excluded', { groups: [group('aa'), group('bb'), group('cc', 'large'), group('dd', 'small', true)], said: [yes('aa'), yes('bb'), yes('cc'), yes('dd')] }, 'votes:no-vote'],
    ['an own case with a vote', { excluded: ['aa'] }, 'electorate:own-case'],
    ['an organisation in two groups', { groups: [group('aa'), group('bb'), group('cc', 'large'), group('aa', 'large')] }, 'electorate:twice'],
    ['an electorate with another hash', { electorateSha256: '0'.repeat(64) }, 'electorate:electorate-changed'],
    ['a vote that was never opened', { said: [yes('aa'), yes('bb'), yes('cc'), { by: 'aa', position: 'no', reason: 'No.', unopened: true }] }, 'votes:not-opened'],
    ['a vote on another text', { said: [yes('aa'), yes('bb'), { ...yes('cc'), text: '0'.repeat(64) }] }, 'votes:other-text'],
    ['a vote signed by another’s key', { said: [yes('aa'), yes('bb'), { ...yes('cc'), key: 'dd' }] }, 'signatures:signature-refused'],
    ['a vote dated after it came', { said: [yes('aa'), yes('bb'), { ...yes('cc'), dated: 1_793_491_200 + 20 * DAY }] }, 'signatures:act-after-entry'],
    ['a no without a reason', { said: [yes('aa'), yes('bb'), yes('cc'), { by: 'cc', position: 'no' }] }, 'votes:no-reason'],
    ['a vote after a recusal', { said: [yes('aa'), yes('bb'), { by: 'cc', position: 'recuse' }, yes('cc')] }, 'votes:recused'],
    ['a sealed recusal', { said: [yes('aa'), yes('bb'), { by: 'cc', position: 'recuse', openly: false }] }, 'votes:odd-seal'],
    ['an open vote', { said: [yes('aa'), yes('bb'), { ...yes('cc'), openly: true }] }, 'votes:odd-seal'],
    ['a discussion of six days', { discussed: 6 }, 'discussion:too-early'],
    ['a question that nobody answered', { asked: true }, 'discussion:question-open'],
    ['which holds it for fourteen days only', { asked: true, discussed: 14 }, ''],
    ['a vote opened after ninety days', { discussed: 91 }, 'discussion:failed'],
    ['a vote of six days', { votingDays: 6 }, 'discussion:other-window'],
    ['a rule of its own', { rule: { of: 1, in: 2 } }, 'discussion:other-rule'],
    ['two thirds for a suspension', { kind: 'suspension', rule: { of: 2, in: 3 } }, 'discussion:other-rule'],
  ]
  for (const [name, wish, says] of table) {
    await t.test(name, async () => {
      const { bundle, hub, now } = await paperBallot(wish)
      const result = await recount(bundle, { trust: { policy: hub.policyText }, now })
      if (says === '') assert.equal(told(result), 'verified')
      else assert.ok(told(result).startsWith('refused') && told(result).includes(says), `${told(result)} does not say ${says}`)
    })
  }
})

test('a vote that came too late is refused, however it was counted', async () => {
  const { bundle, hub, now } = await paperBallot({ said: [{ by: 'aa', position: 'yes' }, { by: 'bb', position: 'yes' }, { by: 'cc', position: 'yes', at: 1_793_491_200 + 15 * DAY }] })
  assert.match(told(await recount(bundle, { trust: { policy: hub.policyText }, now })), /^refused .*votes:too-late/)
})

test('what is no bundle is refused with its place', async (t) => {
  const { bundle } = await paperBallot()
  const table: [name: string, file: string, says: RegExp][] = [
    ['nothing', '', /not a bundle/], ['another file', '{"bundle":"openaccord/evidence/v1"}', /\/bundle is openaccord\/ballot\/v1/],
    ['a field beside', bundle.replace('{"ballot"', '{"aside":1,"ballot"'), /\/aside has no place here/], ['white space', bundle.replace('":"', '": "'), /one form of RFC 8785/],
    ['no line feed', bundle.trimEnd(), /one form/], ['a name given twice', bundle.replace('{"ballot":', '{"ballot":"x","ballot":'), /not a bundle/],
    ['a hash of 31 bytes', bundle.replace(/"proof":\["..../, '"proof":["'), /\/(?:entries|keys)\/0\/proof\/0 is no hash/], ['another hash of the whole', bundle.replace(/"sha256":"./, '"sha256":"x'), /\/sha256 is not the hash of the rest/],
    ['an index that is none', bundle.replace(/"index":\d+/, '"index":-1'), /index is not a whole number/],
  ]
  for (const [name, file, says] of table) {
    await t.test(name, async () => {
      assert.throws(() => parseBallotBundle(file), (error) => error instanceof VerifierError && error.code === 'malformed-bundle' && says.test(error.message))
      assert.equal(told(await recount(file, { trust: {} })), 'refused file:malformed-bundle')
    })
  }
})

test('a hub that left something out, or shows another log, is found out with its log beside it', async (t) => {
  const { bundle, hub, now } = await paperBallot()
  const check = async (log: { checkpoint: string; fetchTile: (path: string) => Promise<Uint8Array | undefined> }) => told(await recount(bundle, { trust: { policy: hub.policyText }, now: now + DAY, log }))
  await t.test('what comes later is no lie', async () => {
    const before = await check({ checkpoint: await hub.checkpoint({ time: now }), fetchTile: hub.fetchTile })
    hub.tell('ballots', 'ended', { ballot: BALLOT, state: 'final', outcome: 'adopted', from: '2026-11-30T00:00:00.000000Z' }, now)
    assert.deepEqual([before, await check({ checkpoint: await hub.checkpoint({ time: now }), fetchTile: hub.fetchTile })], ['verified', 'verified'])
  })
  await t.test('another history', async () => {
    const other = await paperBallot({ said: [{ by: 'aa', position: 'yes' }, { by: 'bb', position: 'yes' }, { by: 'cc', position: 'no', reason: 'No.' }] })
    other.hub.tell('members', 'organisation.left', { organisation: 'org_aa000000000000000000' }, now)
    assert.equal(await check({ checkpoint: await other.hub.checkpoint({ time: now }), fetchTile: other.hub.fetchTile }), 'refused log:rewritten')
  })
  await t.test('tiles that are not there', async () => assert.equal(await check({ checkpoint: await hub.checkpoint({ time: now }), fetchTile: async () => undefined }), 'refused log:tree-refused'))
})

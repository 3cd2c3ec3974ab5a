/** One act from one file: the story with every kind of ending, and the attacks that must be seen. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseEntry, sealedBytes } from '@openaccord/facts'
import { parseEvidence, printEvidence, type Evidence } from './evidence-file.ts'
import { VerifierError } from './errors.ts'
import { createPaperHub, keyFrom, ORG, OTHER_ORG, PLEDGE, START, type PaperHub } from './testing/paper-hub.ts'
import { judgeCommitment, verifyEvidence, type Verdict } from './verify-evidence.ts'

const [first, second, stranger] = [await keyFrom('first'), await keyFrom('second'), await keyFrom('stranger')]
const NOW = START + 365 * 86_400

/** The answer, and what made it so. */
const tell = ({ answer, steps }: Verdict): string => [answer, ...steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code }) => `${name}:${code}`)].join(' ')
const check = async (hub: PaperHub, file: string | Evidence, policy: string | undefined = hub.policyText, now = NOW): Promise<string> => tell(await verifyEvidence(file, { policy }, now))

async function signedHub() {
  const hub = await createPaperHub()
  const keys = await hub.registerKey(first)
  const act = await hub.signAct(first)
  return { hub, keys, act }
}

test('an act is verified, step by step', async () => {
  const { hub, keys, act } = await signedHub()
  const verdict = await verifyEvidence(await hub.evidence(act, keys), { policy: hub.policyText }, NOW)
  assert.equal(verdict.answer, 'verified')
  assert.deepEqual(verdict.steps.map(({ name, code }) => `${name}:${code}`), [
    'file:evidence', 'entry:entry', 'payload:payload', 'checkpoint:signed', 'witnesses:quorum', 'times:seen', 'inclusion:included',
    'keys:keys', 'act:act', 'alliance:alliance', 'signature:signed', 'key:good',
  ])
  assert.deepEqual(verdict.limits.map(({ code }) => code), ['later', 'keys-left-out', 'authority'])
  assert.equal(verdict.seen.act?.kind, 'pledge-signature')
  assert.deepEqual(verdict.seen.signers, [first.keyid])
  assert.equal(verdict.seen.seenBy, hub.secondsAt(3))
})

test('without enough trust nothing is verified', async (t) => {
  const { hub, keys, act } = await signedHub()
  const file = await hub.evidence(act, keys)
  const [log = '', w1 = '', w2 = ''] = hub.policyText.split('\n')
  const elsewhere = await createPaperHub({ origin: 'elsewhere.example' })
  const table: [name: string, policy: string | undefined, says: string][] = [
    ['no policy', undefined, 'not-covered checkpoint:no-policy'],
    ['a policy that asks for no witness', `${log}\nquorum none\n`, 'not-covered witnesses:no-quorum times:no-times'],
    ['of another log', elsewhere.policyText, 'not-covered checkpoint:unknown-log'],
    ['one witness is enough', `${log}\n${w1}\nquorum W1\n`, 'verified'],
    ['more witnesses than signed', `${log}\n${w1}\n${w2}\nwitness W3 ${(await createPaperHub({ witnesses: ['w3.example'] })).policyText.split(' ')[3]?.split('\n')[0]}\ngroup g all W1 W2 W3\nquorum g\n`, 'refused witnesses:quorum-missed'],
  ]
  for (const [name, policy, says] of table) await t.test(name, async () => assert.equal(tell(await verifyEvidence(file, { policy }, NOW)), says))
  await assert.rejects(verifyEvidence(file, { policy: 'quorum' }), VerifierError)
})

test('keys: who may sign, and when', async (t) => {
  const cases: [name: string, says: string, make: (hub: PaperHub) => Promise<string>][] = [
    ['no word about the key', 'not-covered signature:no-key-evidence', async (hub) => hub.evidence(await hub.signAct(first), [])],
    ['registered, never confirmed', 'refused key:unconfirmed', async (hub) => {
      const [registered] = await hub.registerKey(first)
      return hub.evidence(await hub.signAct(first), [registered!])
    }],
    ['confirmed only after the act', 'refused key:unconfirmed', async (hub) => {
      const registered = await hub.act([first], 'key-registration', { publicKey: first.hex })
      const act = await hub.signAct(first)
      return hub.evidence(act, [registered, hub.tell('members', 'key.confirmed', { organisation: ORG, keyid: first.keyid })])
    }],
    ['registered only after the act', 'refused key:unregistered', async (hub) => {
      const act = await hub.signAct(first)
      return hub.evidence(act, await hub.registerKey(first))
    }],
    ['of another organisation', 'not-covered signature:no-key-evidence', async (hub) => {
      const keys = await hub.registerKey(first, { organisation: OTHER_ORG })
      return hub.evidence(await hub.signAct(first), keys)
    }],
    ['by a stranger who names the right key', 'refused signature:signature-refused', async (hub) => {
      const keys = await hub.registerKey(first)
      return hub.evidence(await hub.signAct({ ...stranger, keyid: first.keyid }), keys)
    }],
    ['a registration not signed by the key itself', 'refused keys:malformed-key-event signature:no-key-evidence', async (hub) => {
      const registered = await hub.act([stranger], 'key-registration', { publicKey: first.hex })
      const confirmed = hub.tell('members', 'key.confirmed', { organisation: ORG, keyid: first.keyid })
      return hub.evidence(await hub.signAct(first), [registered, confirmed])
    }],
    ['retired before', 'refused key:retired', async (hub) => {
      const keys = await hub.registerKey(first)
      const retired = hub.tell('members', 'key.retired', { organisation: ORG, keyid: first.keyid, reason: 'rotated' })
      return hub.evidence(await hub.signAct(first), [...keys, retired])
    }],
    ['retired after: what it signed stays good', 'verified', async (hub) => {
      const keys = await hub.registerKey(first)
      const act = await hub.signAct(first)
      return hub.evidence(act, [...keys, hub.tell('members', 'key.retired', { organisation: ORG, keyid: first.keyid, reason: 'rotated' })])
    }],
    ['rotated: the new one, signed by both', 'verified', async (hub) => {
      const keys = [...(await hub.registerKey(first)), ...(await hub.registerKey(second, { replaces: first }))]
      return hub.evidence(await hub.signAct(second), keys)
    }],
    ['said to be in doubt by another organisation: that counts for nothing', 'verified', async (hub) => {
      const keys = await hub.registerKey(first)
      const doubt = await hub.act([stranger], 'key-compromise', { keyid: first.keyid, firstDoubt: '2026-01-01T00:00:00Z' }, { organisation: OTHER_ORG })
      return hub.evidence(await hub.signAct(first), [...keys, doubt])
    }],
    ['in doubt, said before the act', 'refused key:compromised', async (hub) => {
      const keys = await hub.registerKey(first)
      const doubt = hub.tell('members', 'key.compromised', { organisation: ORG, keyid: first.keyid, firstDoubt: instant(START) })
      return hub.evidence(await hub.signAct(first), [...keys, doubt])
    }],
    ['in doubt from a date before the act, said later', 'refused key:in-doubt', async (hub) => {
      const keys = await hub.registerKey(first)
      const act = await hub.signAct(first)
      return hub.evidence(act, [...keys, hub.tell('members', 'key.compromised', { organisation: ORG, keyid: first.keyid, firstDoubt: instant(START + 60) })])
    }],
    ['in doubt later, with a witness of the time before: it stays good', 'verified', async (hub) => {
      const keys = await hub.registerKey(first)
      const act = await hub.signAct(first)
      const early = await hub.checkpoint()
      const doubt = hub.tell('members', 'key.compromised', { organisation: ORG, keyid: first.keyid, firstDoubt: instant(START + 1000) }, START + 5000)
      return hub.evidence(act, [...keys, doubt], { early, checkpoint: await hub.checkpoint({ time: START + 6000 }) })
    }],
    ['in doubt later, and only the log says that it was before', 'not-covered key:doubt-undecided', async (hub) => {
      const keys = await hub.registerKey(first)
      const act = await hub.signAct(first)
      const doubt = await hub.act([second], 'key-compromise', { keyid: first.keyid, firstDoubt: instant(START + 1000) })
      return hub.evidence(act, [...keys, doubt], { checkpoint: await hub.checkpoint({ time: START + 6000 }) })
    }],
  ]
  for (const [name, says, make] of cases) {
    await t.test(name, async () => {
      const hub = await createPaperHub()
      assert.equal(await check(hub, await make(hub)), says)
    })
  }
})

const instant = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`

test('a key’s own registration', async (t) => {
  const hub = await createPaperHub()
  const [registered, confirmed] = await hub.registerKey(first)
  const [rotated] = await hub.registerKey(second, { replaces: first })
  const alone = await hub.act([await keyFrom('third')], 'key-registration', { publicKey: (await keyFrom('third')).hex, replaces: first.keyid })
  const table: [name: string, index: number, keys: number[], says: string][] = [
    ['signed by itself', registered!, [], 'verified'],
    ['in place of another, signed by both', rotated!, [registered!, confirmed!], 'verified'],
    ['in place of another that is not in the file', rotated!, [], 'not-covered key:no-key-evidence'],
    ['in place of another that has not signed', alone, [registered!, confirmed!], 'refused key:signature-refused'],
  ]
  for (const [name, index, keys, says] of table) await t.test(name, async () => assert.equal(await check(hub, await hub.evidence(index, keys)), says))
})

test('what opens nothing is refused, whatever a log has put there', () => {
  const sealed = parseEntry(`{"about":[],"at":"2026-11-02T00:00:00Z","fact":"cases.x","id":"fact_0123456789abcdefghjk","payload":{"form":"sealed","sha256":"${'a'.repeat(64)}","size":1},"v":1}`)
  for (const text of ['null', '1', '[]', '{}', '{"salt":1,"payload":null}', '{"salt":"AA==","payload":"AA=="}', '{', '"x"']) {
    assert.equal(judgeCommitment(sealed, new TextEncoder().encode(text)).outcome, 'refused', text)
  }
})

test('what is sealed, opened, taken away or stated by the hub', async (t) => {
  const hub = await createPaperHub()
  const [salt, words] = [randomBytes(32), Buffer.from('{"says":"yes"}')]
  const commitment = createHash('sha256').update(sealedBytes(salt, words)).digest('hex')
  const sealed = hub.tell('pledges', 'decision', { about: [], sealed: { commitment, size: words.length, openBy: instant(START + 9000) } })
  const opens = hub.entry(sealed).id
  const opened = hub.tell('pledges', 'decision.opened', { about: [], opens, salt: salt.toString('base64'), payload: words.toString('base64') })
  const lied = hub.tell('pledges', 'decision.opened', { about: [], opens, salt: salt.toString('base64'), payload: Buffer.from('{"says":"noo"}').toString('base64') })
  const stated = hub.tell('members', 'organisation.admitted', { organisation: ORG, slug: 'northgate', name: 'Northgate', kind: 'signatory' })
  const keys = await hub.registerKey(first)
  const act = await hub.signAct(first)
  hub.removed.set(hub.entry(act).payload.sha256, 'a court ordered it')
  const table: [name: string, file: string, says: string][] = [
    ['sealed', await hub.evidence(sealed, []), 'not-covered payload:sealed'],
    ['opened', await hub.evidence(opened, [], { opens: sealed }), 'verified'],
    ['opened, without what was sealed', await hub.evidence(opened, []), 'not-covered opening:no-sealed-entry'],
    ['opened, with other words', await hub.evidence(lied, [], { opens: sealed }), 'refused opening:other-content'],
    ['opened, with another entry', await hub.evidence(opened, [], { opens: stated }), 'refused opening:other-seal'],
    ['stated by the hub', await hub.evidence(stated, []), 'verified'],
    ['taken away', await hub.evidence(act, keys), 'not-covered payload:removed'],
  ]
  for (const [name, file, says] of table) await t.test(name, async () => assert.equal(await check(hub, file), says))
})

test('attacks', async (t) => {
  const { hub, keys, act } = await signedHub()
  const liar = await createPaperHub()
  await liar.registerKey(first)
  await liar.signAct(second)
  const good = parseEvidence(await hub.evidence(act, keys))
  await t.test('an act signed for another alliance', async () => {
    const replayed = await createPaperHub()
    const own = await replayed.registerKey(first)
    assert.equal(await check(replayed, await replayed.evidence(await replayed.signAct(first, { alliance: 'elsewhere.example' }), own)), 'refused alliance:other-alliance')
  })
  await t.test('an entry that names another kind of act', async () => {
    const hub2 = await createPaperHub()
    const own = await hub2.registerKey(first)
    const envelope = await hub2.sign([first], 'pledge-endorsement', { pledge: PLEDGE, legalName: 'N', officer: { name: 'A', title: 'B' } })
    assert.equal(await check(hub2, await hub2.evidence(hub2.tell('pledges', 'pledge-signature', { about: [ORG], act: envelope }), own)), 'refused act:other-kind')
  })
  await t.test('a cosignature forged by someone who has the name but not the key', async () => {
    const checkpoint = await hub.checkpoint({ by: ['w1.example'], extra: [{ name: 'w2.example', key: stranger, time: START }] })
    assert.match(await check(hub, await hub.evidence(act, keys, { checkpoint })), /^refused witnesses:quorum-missed/)
  })
  await t.test('a cosignature made for another tree', async () => {
    const [, ...lines] = (await liar.checkpoint()).split('\n\n')
    const checkpoint = (await hub.checkpoint({ by: ['w1.example'] })) + lines.join('').split('\n').find((line) => line.includes('w2.example')) + '\n'
    const file = printEvidence({ ...good, proof: good.proof.replace(/\n\n.*$/s, `\n\n${checkpoint}`) })
    assert.match(await check(hub, file), /^refused checkpoint:bad-signature/)
  })
  await t.test('one witness twice, at two times', async () => {
    const { key } = hub.witnessKeys[0]!
    const checkpoint = await hub.checkpoint({ by: ['w1.example'], extra: [{ name: 'w1.example', key, time: START + 999 }] })
    assert.match(await check(hub, await hub.evidence(act, keys, { checkpoint })), /^refused witnesses:quorum-missed/)
  })
  await t.test('one witness under two names in the policy', async () => {
    const twice = await createPaperHub({ witnesses: ['w1.example'] })
    const [log = '', w1 = ''] = twice.policyText.split('\n')
    await assert.rejects(verifyEvidence(good, { policy: `${log}\n${w1}\n${w1.replace('W1', 'W2')}\ngroup g all W1 W2\nquorum g\n` }), /same public key/)
  })
  await t.test('one operator with two witnesses', async () => {
    const one = await createPaperHub({ witnesses: ['op.example/a', 'op.example/b'] })
    const own = await one.registerKey(first)
    assert.match(await check(one, await one.evidence(await one.signAct(first), own)), /^refused witnesses:quorum-missed/)
  })
  await t.test('a cosignature from the future', async () => {
    const checkpoint = await hub.checkpoint({ time: NOW + 3600 })
    assert.match(await check(hub, await hub.evidence(act, keys, { checkpoint })), /^refused times:future-time/)
  })
  await t.test('an entry dated after it was seen', async () => {
    const checkpoint = await hub.checkpoint({ time: START - 3600 })
    assert.match(await check(hub, await hub.evidence(act, keys, { checkpoint })), /^refused times:dated-after-seen/)
  })
  await t.test('two histories in one file', async () => {
    const other = await createPaperHub()
    await other.registerKey(first)
    other.tell('members', 'organisation.left', { organisation: OTHER_ORG })
    const file = printEvidence({ ...good, keys: [good.keys[0]!, await other.piece(1)] })
    assert.equal(await check(hub, file), 'refused keys:split-view key:unconfirmed')
  })
  await t.test('key evidence from another log', async () => {
    const other = await createPaperHub({ origin: 'elsewhere.example' })
    await other.registerKey(first)
    const both = `${hub.policyText.replace(/quorum.*\n/, '')}${other.policyText.split('\n')[0]}\nquorum witnesses\n`
    const file = printEvidence({ ...good, keys: [await other.piece(0), await other.piece(1)] })
    assert.equal(await check(hub, file, both), 'refused keys:other-log keys:other-log signature:no-key-evidence')
  })
  await t.test('an earlier proof that is altered; one that too few had seen only says nothing', async () => {
    const early = await hub.proof(act, await hub.checkpoint({ by: ['w1.example'] }))
    assert.equal(await check(hub, { ...good, early }), 'verified')
    assert.match(await check(hub, { ...good, early: early.replace('index 2', 'index 1') }), /^refused inclusion:/)
    assert.match(await check(hub, { ...good, early: early.replace('\n3\n', '\n4\n') }), /^refused checkpoint:bad-signature/)
  })
  await t.test('an earlier proof of another entry', async () => {
    assert.match(await check(hub, { ...good, early: await hub.proof(0) }), /^refused inclusion:other-index/)
  })
})

test('one flipped bit, anywhere in what is believed', async () => {
  const { hub, keys, act } = await signedHub()
  const good = parseEvidence(await hub.evidence(act, keys))
  assert.equal(await check(hub, good), 'verified')
  const bytesOf: [name: string, bytes: Uint8Array, put: (bytes: Uint8Array) => Evidence][] = [
    ['entry', good.entry, (entry) => ({ ...good, entry })],
    ['payload', good.payload!, (payload) => ({ ...good, payload })],
    ['proof', Buffer.from(good.proof.slice(0, good.proof.indexOf('\n\n') + 2)), (head) => ({ ...good, proof: Buffer.from(head).toString('latin1') + good.proof.slice(good.proof.indexOf('\n\n') + 2) })],
    ['key entry', good.keys[0]!.entry, (entry) => ({ ...good, keys: [{ ...good.keys[0]!, entry }, good.keys[1]!] })],
    ['key payload', good.keys[1]!.payload!, (payload) => ({ ...good, keys: [good.keys[0]!, { ...good.keys[1]!, payload }] })],
  ]
  for (const [name, bytes, put] of bytesOf) {
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const says = await check(hub, put(bytes.with(at, bytes[at]! ^ (1 << bit))))
      assert.match(says, /^refused/, `${name}, byte ${at}, bit ${bit}`)
    }), { numRuns: 150 })
  }
})

test('one flipped bit in checkpoint or cosignatures', async () => {
  const { hub, keys, act } = await signedHub()
  const good = parseEvidence(await hub.evidence(act, keys))
  const split = good.proof.indexOf('\n\n') + 2
  const bytes = Buffer.from(good.proof.slice(split))
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << bit
    // text is carried as text: what is no longer UTF-8 cannot stand in the file
    const says = await check(hub, { ...good, proof: good.proof.slice(0, split) + changed.toString() })
    // a key id or a name that nobody knows leaves a signature uncounted; with both witnesses needed that is refused too
    assert.match(says, /^(?:refused|not-covered checkpoint:unknown-log)/, `byte ${at}, bit ${bit}`)
  }), { numRuns: 400 })
})

test('the file is read back as it was printed, and nothing beside', async () => {
  const { hub, keys, act } = await signedHub()
  const text = await hub.evidence(act, keys)
  assert.equal(printEvidence(parseEvidence(text)), text)
  for (const [from, to] of [['"payload"', '"later":1,"payload"'], ['evidence/v1', 'evidence/v2'], ['"proof"', '"entry":"","proof"'], ['{', '['], ['"keys": [', '"keys": [1,']]) {
    assert.throws(() => parseEvidence(text.replace(from!, to!)), VerifierError)
    assert.equal(await check(hub, text.replace(from!, to!)), 'refused file:malformed-evidence')
  }
})

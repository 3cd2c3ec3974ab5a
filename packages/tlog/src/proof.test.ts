/** Checkpoints, cosignatures, policies and whole proofs, with keys made for the test. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openCheckpoint, parseCheckpoint, printCheckpoint, signCheckpoint } from './checkpoint.ts'
import { cosignatureMessage, cosignatureTime, cosignatureVerifier, cosigner } from './cosignature.ts'
import { signerFromSeed } from './ed25519.ts'
import { SIGNATURE_TYPE, printVerifierKey, verifierKey } from './keys.ts'
import { leafHash, nodeHash } from './merkle.ts'
import { noteSigner, openNote, printNote, printSignatureLine } from './note.ts'
import { checkPolicy, isQuorum } from './policy.ts'
import { parsePolicy, printPolicy } from './policy-text.ts'
import { parseProof, printProof, verifyProof } from './proof.ts'
import { hashOfRange, inclusionProof, type NodeReader } from './tree-proofs.ts'

const keyOf = (name: string) => signerFromSeed(Buffer.alloc(32, name))
const ORIGIN = 'example.com/log'
const NOW = 1_795_334_400
const logKey = await keyOf('log')
const witnesses = await Promise.all(['w1', 'w2', 'w3'].map(async (name) => ({ name, key: await keyOf(name) })))
const vkeys = witnesses.map(({ name, key }) => printVerifierKey(verifierKey(`witness.example/${name}`, key.publicKey, SIGNATURE_TYPE.cosignature)))
const logVkey = printVerifierKey(verifierKey(ORIGIN, logKey.publicKey))
const POLICY = `# a policy\n log ${logVkey}\thttps://log.example.com/\n\nwitness w1 ${vkeys[0]}\nwitness w2 ${vkeys[1]} https://w2.example\nwitness w3 ${vkeys[2]}\ngroup most 2 w1 w2 w3\nquorum most\n`

const leaves = Array.from({ length: 21 }, (_, at) => leafHash(Uint8Array.of(at)))
const read: NodeReader = ({ level, index }) => level === 0 ? leaves[index] ?? assert.fail() : nodeHash(read({ level: level - 1, index: 2 * index }), read({ level: level - 1, index: 2 * index + 1 }))
const checkpoint = { origin: ORIGIN, size: 21, root: hashOfRange([0, 21], read), extensions: [] }
const cosigners = (names: readonly string[], time = NOW) => witnesses.filter(({ name }) => names.includes(name)).map(({ name, key }) => cosigner(`witness.example/${name}`, key, time))
const signedBy = async (...names: string[]) => printNote(await signCheckpoint(checkpoint, [noteSigner(ORIGIN, logKey), ...cosigners(names)]))
const proofBy = async (...names: string[]) => ({ index: 7, hashes: inclusionProof(7, 21, read), checkpoint: await signedBy(...names) })

test('the checkpoint of the specification', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  const read = parseCheckpoint(text)
  assert.deepEqual([read.origin, read.size, read.extensions], ['example.com/behind-the-sofa', 20_852_163, []])
  assert.equal(printCheckpoint(read), text)
  assert.equal(new TextDecoder().decode(cosignatureMessage(1_679_315_147, text)), `cosignature/v1\ntime 1679315147\n${text}`)
})

test('checkpoints that are refused', () => {
  const good = printCheckpoint(checkpoint)
  const cases: [string, string][] = [
    ['two lines', 'example.com\n1\n'], ['no final newline', good.slice(0, -1)], ['a leading zero', good.replace('\n21\n', '\n021\n')], ['a plus', good.replace('\n21\n', '\n+21\n')],
    ['hex', good.replace('\n21\n', '\n0x15\n')], ['beyond 2^53 - 1', good.replace('\n21\n', '\n9007199254740992\n')], ['an empty origin', good.replace(ORIGIN, '')],
    ['a short root', 'example.com\n1\nAAAA\n'], ['an empty extension', `${good}\n`], ['an empty line among the extensions', `${good}a\n\nb\n`],
  ]
  for (const [what, text] of cases) assert.throws(() => parseCheckpoint(text), { name: 'TlogError', code: 'malformed-checkpoint' }, what)
  assert.throws(() => printCheckpoint({ ...checkpoint, origin: 'a\nb' }), { code: 'malformed-checkpoint' })
})

test('parse(print(checkpoint)) is the checkpoint, extensions too', () => {
  const lines = fc.string({ minLength: 1, unit: 'grapheme' }).filter((line) => !/[\u0000-\u001f]/.test(line))
  fc.assert(fc.property(lines, fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.array(lines), (origin, size, root, extensions) => {
    const parsed = parseCheckpoint(printCheckpoint({ origin, size, root, extensions }))
    assert.deepEqual({ ...parsed, root: [...parsed.root] }, { origin, size, root: [...root], extensions })
  }))
})

test('a checkpoint of another log is refused', async () => {
  const verifiers = [cosignatureVerifier(verifierKey('witness.example/w1', witnesses[0]?.key.publicKey ?? assert.fail(), SIGNATURE_TYPE.cosignature))]
  await openCheckpoint(await signedBy('w1'), { verifiers, origin: ORIGIN })
  await assert.rejects(openCheckpoint(await signedBy('w1'), { verifiers, origin: 'example.com/other' }), { code: 'wrong-origin' })
})

test('a cosignature states its time, and holds for no other', async () => {
  const { key } = witnesses[0] ?? assert.fail()
  const verifier = cosignatureVerifier(verifierKey('witness.example/w1', key.publicKey, SIGNATURE_TYPE.cosignature))
  const opened = await openNote(await signedBy('w1'), [verifier])
  const [line = assert.fail()] = opened.verified
  assert.equal(line.signature.length, 72)
  assert.equal(cosignatureTime(line.signature), NOW)
  for (let bit = 0; bit < 72 * 8; bit++) {
    const signature = line.signature.slice()
    signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit % 8))
    assert.equal(await verifier.verify(opened.text, signature), false, `bit ${bit}`)
  }
  assert.equal(await verifier.verify(opened.text, line.signature.subarray(1)), false)
  assert.equal(await verifier.verify(opened.text.replace('21', '22'), line.signature), false)
  await assert.rejects(cosigner('w', key, NOW).sign('not a checkpoint\n'), { code: 'malformed-checkpoint' })
  await assert.rejects(cosigner('w', key, -1).sign(opened.text), { code: 'malformed-cosignature' })
})

test('a note signature is no cosignature, whatever its key', async () => {
  const { key } = witnesses[0] ?? assert.fail()
  const { name, id } = verifierKey('witness.example/w1', key.publicKey, SIGNATURE_TYPE.cosignature)
  const text = printCheckpoint(checkpoint)
  const line = printSignatureLine({ name, id, signature: new Uint8Array(await key.sign(new TextEncoder().encode(text))) })
  await assert.rejects(checkPolicy(parsePolicy(POLICY), `${await signedBy('w2', 'w3')}${line}`), { code: 'bad-signature' })
})

test('policies that are refused, with the line that is wrong', () => {
  const w1 = `witness w1 ${vkeys[0]}`
  const cases: [string, string, RegExp][] = [
    ['no quorum', `${w1}\n`, /no quorum line/],
    ['two quorums', `${w1}\nquorum w1\nquorum w1\n`, /line 3: .*second/],
    ['a quorum of nobody', 'quorum w1\n', /line 1: w1 is not/],
    ['the same key under two names', `${w1}\nwitness again ${vkeys[0]}\nquorum w1\n`, /line 2: .*same public key/],
    ['the same key with another key name', `${w1}\nwitness w2 ${printVerifierKey(verifierKey('other.example', witnesses[0]?.key.publicKey ?? assert.fail(), 4))}\nquorum w1\n`, /line 2: .*same public key/],
    ['the same log twice', `log ${logVkey}\nlog ${logVkey} https://a.example\nquorum none\n`, /line 2: .*same public key/],
    ['one name for two', `${w1}\nwitness w1 ${vkeys[1]}\nquorum w1\n`, /line 2: .*defined already/],
    ['a group named as a witness', `${w1}\ngroup w1 all w1\nquorum w1\n`, /line 2: .*defined already/],
    ['a member twice in a group', `${w1}\ngroup g all w1 w1\nquorum g\n`, /line 2: w1 is a member already/],
    ['a member of two groups', `${w1}\ngroup g all w1\ngroup h all w1\nquorum g\n`, /line 3: w1 is a member already/],
    ['a group of itself', `${w1}\ngroup g all g\nquorum g\n`, /line 2: g is not/],
    ['a member defined later', `group g all w1\n${w1}\nquorum g\n`, /line 1: w1 is not/],
    ['none as a member', `${w1}\ngroup g all none\nquorum g\n`, /line 2: none is not/],
    ['none as a name', `witness none ${vkeys[0]}\nquorum none\n`, /line 1: the name none/],
    ['an empty group', `${w1}\ngroup g all\nquorum g\n`, /line 2: a group is written/],
    ['a threshold of 0', `${w1}\ngroup g 0 w1\nquorum g\n`, /line 2: a threshold/],
    ['a threshold beyond its members', `${w1}\ngroup g 2 w1\nquorum g\n`, /line 2: a threshold/],
    ['a threshold with a leading zero', `${w1}\ngroup g 01 w1\nquorum g\n`, /line 2: a threshold/],
    ['a note key for a witness', `witness w1 ${logVkey}\nquorum w1\n`, /line 1: .*not one for cosignatures/],
    ['a key that is none', 'log abc\nquorum none\n', /line 1: a verifier key/],
    ['another keyword', 'logs\nquorum none\n', /line 1: a line begins with/],
    ['a carriage return', `quorum none\r\n`, /control characters/],
    ['no final newline', `${w1}\nquorum w1`, /cut off/],
    ['a line too long by a word', `quorum none none\n`, /line 1: a quorum is written/],
  ]
  for (const [what, text, words] of cases) {
    assert.throws(() => parsePolicy(text), (fault) => fault instanceof Error && words.test(fault.message) && Object(fault).code === 'malformed-policy', what)
  }
})

test('parse(print(policy)) is the policy', () => {
  const policy = parsePolicy(POLICY)
  assert.deepEqual(parsePolicy(printPolicy(policy)), policy)
  assert.equal(policy.logs[0]?.url, 'https://log.example.com/')
  assert.equal(policy.witnesses[1]?.url, 'https://w2.example')
  assert.deepEqual(policy.groups, [{ name: 'most', threshold: 2, members: ['w1', 'w2', 'w3'] }])
  assert.throws(() => printPolicy({ ...policy, quorum: 'nobody' }), { code: 'malformed-policy' })
})

const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

const named = (first: string, second: string) => octets(`# caf\xe9\nwitness ${first} ${vkeys[0]}\nwitness ${second} ${vkeys[1]}\ngroup g all ${first} ${second}\nquorum g\n`)

test('names are octets: what is not UTF-8 is still a name, and equal only to itself', () => {
  const policy = parsePolicy(named('K\xe9', 'K\xc3\xa9'))
  assert.deepEqual(policy.witnesses.map(({ name }) => name), ['K\udce9', 'K\u00e9'])
  assert.equal(parsePolicy(named('K', '\xe2\x84\xaa')).witnesses[1]?.name, '\u212a')
  assert.throws(() => parsePolicy(named('K\xe9', 'K\xe9')), { code: 'malformed-policy' })
  assert.throws(() => parsePolicy(named('K\x7f', 'L')), { code: 'malformed-policy' })
  assert.throws(() => printPolicy(policy), { code: 'malformed-policy' })
})

test('the quorum of the specification: two of X and one of Y', async () => {
  const names = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3']
  const lines = await Promise.all(names.map(async (name) => `witness ${name} ${printVerifierKey(verifierKey(name, (await keyOf(name)).publicKey, 4))}`))
  const policy = parsePolicy(`${lines.join('\n')}\ngroup X 2 X1 X2 X3\ngroup Y any Y1 Y2 Y3\ngroup X-and-Y all X Y\nquorum X-and-Y\n`)
  fc.assert(fc.property(fc.subarray(names), (chosen) => {
    const of = (letter: string) => chosen.filter((name) => name.startsWith(letter)).length
    assert.equal(isQuorum(policy, new Set(chosen)), of('X') >= 2 && of('Y') >= 1)
  }))
  assert.equal(isQuorum(policy, new Set(['X', 'Y', 'X-and-Y'])), false, 'a group is not a witness')
})

test('a policy accepts what a log signed and a quorum cosigned', async () => {
  const policy = parsePolicy(POLICY)
  const { cosigned, log } = await checkPolicy(policy, await signedBy('w1', 'w3'))
  assert.deepEqual(cosigned.map(({ witness, time }) => [witness.name, time]), [['w1', NOW], ['w3', NOW]])
  assert.equal(log.key.name, ORIGIN)
  await assert.rejects(checkPolicy(policy, await signedBy('w1')), { code: 'quorum-missed' })
  await assert.rejects(checkPolicy(policy, await signedBy()), { code: 'quorum-missed' })
  const unsigned = printNote(await signCheckpoint(checkpoint, cosigners(['w1', 'w2', 'w3'])))
  await assert.rejects(checkPolicy(policy, unsigned), { code: 'log-signature-missing' })
  const elsewhere = printNote(await signCheckpoint({ ...checkpoint, origin: 'example.com/other' }, [noteSigner(ORIGIN, logKey), ...cosigners(['w1', 'w2'])]))
  await assert.rejects(checkPolicy(policy, elsewhere), { code: 'wrong-origin' })
  await checkPolicy(policy, await signedBy('w1', 'w3'), { latest: NOW })
  await assert.rejects(checkPolicy(policy, await signedBy('w1', 'w3'), { latest: NOW - 1 }), { code: 'time-refused' })
})

test('one witness that cosigns twice is one witness', async () => {
  const note = printNote(await signCheckpoint(checkpoint, [noteSigner(ORIGIN, logKey), ...cosigners(['w1']), ...cosigners(['w1'], NOW + 5)]))
  await assert.rejects(checkPolicy(parsePolicy(POLICY), note), { code: 'quorum-missed' })
  const alone = await checkPolicy(parsePolicy(POLICY.replace('group most 2', 'group most any')), note)
  assert.deepEqual(alone.cosigned.map(({ time }) => time), [NOW + 5])
})

test('a proof verifies for its leaf and for no other', async () => {
  const policy = parsePolicy(POLICY)
  const text = printProof(await proofBy('w1', 'w2'))
  const proven = await verifyProof(text, leaves[7] ?? assert.fail(), policy)
  assert.deepEqual([proven.index, proven.checkpoint.size, proven.cosigned.length], [7, 21, 2])
  await assert.rejects(verifyProof(text, leaves[8] ?? assert.fail(), policy), { code: 'inclusion-refused' })
  await assert.rejects(verifyProof(text.replace('index 7', 'index 6'), leaves[7] ?? assert.fail(), policy), { code: 'inclusion-refused' })
  await assert.rejects(verifyProof(printProof(await proofBy('w1')), leaves[7] ?? assert.fail(), policy), { code: 'quorum-missed' })
})

test('parse(print(proof)) is the proof', async () => {
  const made = await proofBy('w1')
  for (const proof of [made, { ...made, extra: Uint8Array.of(1, 2, 3) }, { ...made, extra: new Uint8Array() }, { ...made, hashes: [] }]) {
    const text = printProof(proof)
    assert.deepEqual(parseProof(text), proof)
    assert.equal(printProof(parseProof(new TextEncoder().encode(text))), text)
  }
})

test('proofs that are refused', async () => {
  const text = printProof({ ...(await proofBy('w1')), extra: Uint8Array.of(1) })
  const cases: [string, string][] = [
    ['another version', text.replace('@v1', '@v2')], ['no index', text.replace(/index 7\n/, '')], ['an index with a leading zero', text.replace('index 7', 'index 07')],
    ['two extra lines', text.replace('index 7', 'extra AQ==\nindex 7')], ['extra that is not base64', text.replace('AQ==', 'AQ=')],
    ['a short hash', text.replace('index 7\n', 'index 7\nAAAA\n')], ['64 hashes', text.replace('index 7\n', `index 7\n${`${'A'.repeat(43)}=\n`.repeat(64)}`)],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n') + 2)], ['a carriage return', text.replace('\n', '\r\n')], ['nothing', ''],
  ]
  for (const [what, bent] of cases) assert.throws(() => parseProof(bent), { name: 'TlogError' }, what)
})

test('one flipped bit anywhere in a proof is refused, but for the extra data, which nobody vouches for', async () => {
  const policy = parsePolicy(POLICY.replace('2 w1', 'all w1'))
  const bytes = new TextEncoder().encode(printProof(await proofBy('w1', 'w2', 'w3')))
  const verify = async (proof: Uint8Array) => verifyProof(parseProof(proof), leaves[7] ?? assert.fail(), policy)
  await verify(bytes)
  for (let bit = 0; bit < bytes.length * 8; bit += 3) {
    const bent = bytes.slice()
    bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit % 8))
    await assert.rejects(verify(bent), { name: 'TlogError' }, `bit ${bit}`)
  }
})

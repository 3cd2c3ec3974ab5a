/** The witness protocol: every status of the specification, the races as pure cases, and the client against a served witness. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { signCheckpoint } from './checkpoint.ts'
import { cosigner } from './cosignature.ts'
import { signerFromSeed } from './ed25519.ts'
import { createFrontier } from './frontier.ts'
import { SIGNATURE_TYPE, printVerifierKey, verifierKey } from './keys.ts'
import { emptyRoot, leafHash, nodeHash } from './merkle.ts'
import { noteSigner, noteVerifier, openNote, parseNote, printNote, type NoteSigner } from './note.ts'
import { consistencyProof, type NodeReader } from './tree-proofs.ts'
import { cosign, decide, monitoredCheckpoint, openAddCheckpoint, type KnownLogs, type WitnessRecord } from './witness.ts'
import { addCheckpoint } from './witness-client.ts'
import { monitoringPath, parseAddCheckpoint, printAddCheckpoint, type WitnessAnswer } from './witness-request.ts'
import { verifierOf } from './verifiers.ts'

const ORIGIN = 'example.com/log'
const NOW = 1_795_334_400
const logKey = await signerFromSeed(Buffer.alloc(32, 'log'))
const otherKey = await signerFromSeed(Buffer.alloc(32, 'other'))
const witnessKey = await signerFromSeed(Buffer.alloc(32, 'witness'))
const log = noteSigner(ORIGIN, logKey)
const witness = cosigner('witness.example/w1', witnessKey, NOW)
const witnessVkey = verifierKey('witness.example/w1', witnessKey.publicKey, SIGNATURE_TYPE.cosignature)
const logs: KnownLogs = { verifiersOf: (origin) => (origin === ORIGIN ? [noteVerifier(verifierKey(ORIGIN, logKey.publicKey))] : undefined) }

const SIZE = 40
const leaves = Array.from({ length: SIZE }, (_, at) => leafHash(Uint8Array.of(at)))
const read: NodeReader = ({ level, index }) => level === 0 ? leaves[index] ?? assert.fail() : nodeHash(read({ level: level - 1, index: 2 * index }), read({ level: level - 1, index: 2 * index + 1 }))
const rootOf = (hashes: readonly Uint8Array[]) => {
  const frontier = createFrontier()
  for (const hash of hashes) frontier.append(hash)
  return frontier.root()
}
const rootAt = (size: number) => rootOf(leaves.slice(0, size))
const signed = async (size: number, root = rootAt(size), signers: readonly NoteSigner[] = [log], origin = ORIGIN) => printNote(await signCheckpoint({ origin, size, root, extensions: [] }, signers))
const proofOf = (oldSize: number, size: number) => (oldSize === 0 ? [] : consistencyProof(oldSize, size, read))
const requestFor = async (oldSize: number, size: number, changed: { proof?: readonly Uint8Array[]; checkpoint?: string } = {}) =>
  printAddCheckpoint({ oldSize, proof: changed.proof ?? proofOf(oldSize, size), checkpoint: changed.checkpoint ?? (await signed(size)) })

/** One request, from its body to the answer; a compare-and-swap of the record lies between. */
async function answer(body: string | Uint8Array, records: Map<string, WitnessRecord>): Promise<WitnessAnswer> {
  const opening = await openAddCheckpoint(body, logs)
  if (!opening.ok) return opening.answer
  const decision = decide(opening.request, records.get(ORIGIN))
  if (!decision.ok) return decision.answer
  records.set(ORIGIN, decision.record)
  return cosign(opening.request, [witness])
}

const recordAt = (size: number) => new Map(size === 0 ? [] : [[ORIGIN, { size, root: rootAt(size) }]])
const bent = (hash: Uint8Array) => hash.map((byte, at) => (at === 5 ? byte ^ 1 : byte))

test('each answer of the specification', async () => {
  const unknownOrigin = await signed(10, rootAt(10), [noteSigner('example.com/new', logKey)], 'example.com/new')
  const forged = printNote({ ...parseNote(await signed(10)), signatures: [{ ...(parseNote(await signed(10)).signatures[0] ?? assert.fail()), signature: new Uint8Array(64) }] })
  const cases: [string, number, number, string | Uint8Array][] = [
    ['the first checkpoint', 0, 200, await requestFor(0, 10)],
    ['a checkpoint that grew', 10, 200, await requestFor(10, 25)],
    ['the same checkpoint again', 10, 200, await requestFor(10, 10)],
    ['the empty log', 0, 200, await requestFor(0, 0)],
    ['signatures of others beside the log\'s', 10, 200, await requestFor(10, 25, { checkpoint: await signed(25, rootAt(25), [noteSigner('someone', otherKey), log]) })],
    ['no empty line', 0, 400, 'old 0\n'],
    ['no old line', 0, 400, (await requestFor(0, 10)).replace('old', 'new')],
    ['a leading zero', 10, 400, (await requestFor(10, 25)).replace('old 10', 'old 010')],
    ['a negative size', 0, 400, (await requestFor(0, 10)).replace('old 0', 'old -1')],
    ['64 proof lines', 10, 400, await requestFor(10, 25, { proof: Array.from({ length: 64 }, () => emptyRoot()) })],
    ['a proof line of 31 bytes', 10, 400, await requestFor(10, 25, { proof: [new Uint8Array(31)] })],
    ['a proof line that is not base64', 10, 400, (await requestFor(10, 25)).replace('\n', '\n!\n')],
    ['no checkpoint', 0, 400, 'old 0\n\n'],
    ['a note that is no checkpoint', 0, 400, 'old 0\n\nhello\n\n\u2014 example.com/log AAAAAAAA\n'],
    ['an old size beyond the checkpoint', 10, 400, await requestFor(11, 10, { proof: [] })],
    ['bytes that are not text', 0, 400, Uint8Array.of(0xff, 0xfe)],
    ['a log that is not known', 0, 404, await requestFor(0, 10, { checkpoint: unknownOrigin })],
    ['no signature of the log', 0, 403, await requestFor(0, 10, { checkpoint: await signed(10, rootAt(10), [noteSigner('someone', otherKey)]) })],
    ['the log\'s name with another key', 0, 403, await requestFor(0, 10, { checkpoint: await signed(10, rootAt(10), [noteSigner(ORIGIN, otherKey)]) })],
    ['a false signature of the log', 0, 403, await requestFor(0, 10, { checkpoint: forged })],
    ['an old size that is not the recorded one', 10, 409, await requestFor(5, 25)],
    ['an old size of 0 when more was seen', 10, 409, await requestFor(0, 25)],
    ['an old size when nothing was seen', 0, 409, await requestFor(10, 25)],
    ['a rolled back log', 25, 409, await requestFor(0, 10)],
    ['a proof that is bent', 10, 422, await requestFor(10, 25, { proof: proofOf(10, 25).map(bent) })],
    ['no proof', 10, 422, await requestFor(10, 25, { proof: [] })],
    ['a proof that is too long', 10, 422, await requestFor(10, 25, { proof: [...proofOf(10, 25), emptyRoot()] })],
    ['a proof from 0', 0, 422, await requestFor(0, 10, { proof: [emptyRoot()] })],
    ['a proof between equal sizes', 10, 422, await requestFor(10, 10, { proof: [emptyRoot()] })],
    ['another root of the same size', 10, 422, await requestFor(10, 10, { checkpoint: await signed(10, bent(rootAt(10))) })],
    ['another history', 10, 422, await requestFor(10, 25, { checkpoint: await signed(25, rootOf(leaves.slice(0, 25).reverse())) })],
    ['an empty log with a root', 0, 422, await requestFor(0, 0, { checkpoint: await signed(0, rootAt(1)) })],
  ]
  for (const [what, recorded, status, body] of cases) {
    const records = recordAt(recorded)
    const given = await answer(body, records)
    assert.equal(given.status, status, `${what}: ${given.body}`)
    if (status === 409) assert.deepEqual([given.body, given.contentType], [`${recorded}\n`, 'text/x.tlog.size'], what)
    if (status !== 200) assert.deepEqual(records, recordAt(recorded), `${what}: the record must not change`)
    if (status === 200) assert.equal((await openNote({ text: parseNote(parseAddCheckpoint(body).checkpoint).text, signatures: parseNote(`x\n\n${given.body}`).signatures }, [verifierOf(witnessVkey)])).verified.length, 1)
  }
})

test('a record of size 0 is as good as none', async () => {
  const records = new Map([[ORIGIN, { size: 0, root: emptyRoot() }]])
  assert.equal((await answer(await requestFor(0, 10), records)).status, 200)
  assert.equal(records.get(ORIGIN)?.size, 10)
})

test('the race of the specification: the smaller request, decided second, does not roll the record back', async () => {
  const [a, b] = await Promise.all([requestFor(10, 20), requestFor(10, 30)].map(async (body) => openAddCheckpoint(await body, logs)))
  assert.ok(a?.ok === true && b?.ok === true)
  // each alone would be cosigned
  const recorded = { size: 10, root: rootAt(10) }
  assert.ok(decide(a.request, recorded).ok)
  const first = decide(b.request, recorded)
  assert.ok(first.ok)
  assert.equal(first.record.size, 30)
  // but the second is decided against what the first has recorded
  const second = decide(a.request, first.record)
  assert.ok(!second.ok)
  assert.deepEqual([second.answer.status, second.answer.body], [409, '30\n'])
})

test('two views of one size: whichever comes second is refused, in either order', async () => {
  const views = [await requestFor(10, 20), await requestFor(10, 20, { checkpoint: await signed(20, bent(rootAt(20))) })]
  const [honest, split] = await Promise.all(views.map((body) => openAddCheckpoint(body, logs)))
  assert.ok(honest?.ok === true && split?.ok === true)
  const recorded = { size: 10, root: rootAt(10) }
  assert.ok(!decide(split.request, recorded).ok)
  const grown = decide(honest.request, recorded)
  assert.ok(grown.ok)
  const repeated = await openAddCheckpoint(await requestFor(20, 20, { checkpoint: await signed(20, bent(rootAt(20))) }), logs)
  assert.ok(repeated.ok)
  const no = decide(repeated.request, grown.record)
  assert.ok(!no.ok && no.answer.status === 422)
})

test('whatever is asked in whatever order, the record only grows and stays on one history', async () => {
  const opened = new Map<string, Awaited<ReturnType<typeof openAddCheckpoint>>>()
  const open = async (oldSize: number, size: number) => {
    const key = `${oldSize} ${size}`
    const known = opened.get(key) ?? (await openAddCheckpoint(await requestFor(oldSize, size), logs))
    opened.set(key, known)
    return known
  }
  const asked = fc.tuple(fc.nat(6), fc.nat(6)).map(([a, b]) => [6 * Math.min(a, b), 6 * Math.max(a, b)] as const)
  await fc.assert(fc.asyncProperty(fc.array(asked, { maxLength: 12 }), async (requests) => {
    let record: WitnessRecord | undefined
    for (const [oldSize, size] of requests) {
      const opening = await open(oldSize, size)
      assert.ok(opening.ok)
      const decision = decide(opening.request, record)
      assert.equal(decision.ok, oldSize === (record?.size ?? 0))
      if (!decision.ok) continue
      assert.ok(decision.record.size >= (record?.size ?? 0))
      record = decision.record
      assert.deepEqual(record.root, rootAt(record.size))
    }
  }), { numRuns: 40 })
})

test('parse(print(request)) is the request', async () => {
  const checkpoint = await signed(10)
  fc.assert(fc.property(fc.maxSafeNat(), fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }), (oldSize, proof) => {
    const parsed = parseAddCheckpoint(printAddCheckpoint({ oldSize, proof, checkpoint }))
    assert.deepEqual({ ...parsed, proof: parsed.proof.map((hash) => [...hash]) }, { oldSize, proof: proof.map((hash) => [...hash]), checkpoint })
  }))
})

test('what monitors are shown has the log\'s signature and the witness\'s, and no other', async () => {
  assert.equal(monitoringPath(ORIGIN), `${createHash('sha256').update(ORIGIN).digest('hex')}/checkpoint`)
  const opening = await openAddCheckpoint(await requestFor(0, 10, { checkpoint: await signed(10, rootAt(10), [noteSigner('someone', otherKey), log]) }), logs)
  assert.ok(opening.ok)
  const note = parseNote(monitoredCheckpoint(opening.request, await cosign(opening.request, [witness])))
  assert.deepEqual(note.signatures.map(({ name }) => name), [ORIGIN, 'witness.example/w1'])
})

/** A witness at an address of this machine, with its record for the test to look at and change. */
async function served(records: Map<string, WitnessRecord>, cosigners: readonly NoteSigner[] = [witness]) {
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    seen.push(`${request.method} ${request.url} ${body.toString().split('\n')[0]}`)
    const opening = await openAddCheckpoint(body, logs)
    const decision = opening.ok ? decide(opening.request, records.get(ORIGIN)) : opening
    if (decision.ok && opening.ok) records.set(ORIGIN, decision.record)
    const { status, contentType, body: said } = opening.ok && decision.ok ? await cosign(opening.request, cosigners) : decision.ok ? assert.fail() : decision.answer
    response.writeHead(status, { 'content-type': contentType }).end(said)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : assert.fail()}/w/`
  return { url, seen, close: () => server.close() }
}

const clientOf = (url: string) => ({ fetch, witness: { url, key: printVerifierKey(witnessVkey) }, consistencyProof: async (oldSize: number, size: number) => proofOf(oldSize, size) })

test('the client learns from 409 what to prove, and its cosignature verifies', async (t) => {
  const records = recordAt(7)
  const there = await served(records)
  t.after(there.close)
  const checkpoint = await signed(30)
  const { signatures, time } = await addCheckpoint({ ...clientOf(there.url), checkpoint })
  assert.deepEqual(there.seen, ['POST /w/add-checkpoint old 0', 'POST /w/add-checkpoint old 7'])
  assert.equal(time, NOW)
  assert.equal(records.get(ORIGIN)?.size, 30)
  const cosigned = printNote({ ...parseNote(checkpoint), signatures: [...parseNote(checkpoint).signatures, ...signatures] })
  assert.equal((await openNote(cosigned, [verifierOf(witnessVkey), ...(logs.verifiersOf(ORIGIN) ?? [])])).verified.length, 2)
  // who remembers the size asks once
  there.seen.length = 0
  await addCheckpoint({ ...clientOf(there.url), checkpoint: await signed(31), lastSize: 30 })
  assert.deepEqual(there.seen, ['POST /w/add-checkpoint old 30'])
})

test('the client stops when the witness has seen more, or something else', async (t) => {
  const ahead = await served(recordAt(35))
  t.after(ahead.close)
  await assert.rejects(addCheckpoint({ ...clientOf(ahead.url), checkpoint: await signed(30) }), { code: 'witness-ahead' })
  const elsewhere = await served(new Map([[ORIGIN, { size: 10, root: bent(rootAt(10)) }]]))
  t.after(elsewhere.close)
  await assert.rejects(addCheckpoint({ ...clientOf(elsewhere.url), checkpoint: await signed(30), lastSize: 10 }), { code: 'witness-conflict' })
  await assert.rejects(addCheckpoint({ ...clientOf(elsewhere.url), checkpoint: await signed(10, rootAt(10)), lastSize: 10 }), { code: 'witness-conflict' })
  const stranger = await signed(10, rootAt(10), [noteSigner('example.com/new', logKey)], 'example.com/new')
  await assert.rejects(addCheckpoint({ ...clientOf(ahead.url), checkpoint: stranger }), { code: 'witness-refused' })
})

test('the client believes nothing but a cosignature of the witness\'s own key', async (t) => {
  const impostor = cosigner('witness.example/w1', otherKey, NOW)
  const cases: [NoteSigner[], string][] = [
    [[impostor], 'no-known-signature'],
    [[{ ...impostor, id: witness.id }], 'bad-signature'],
    [[], 'malformed-response'],
    [[cosigner('witness.example/w1', witnessKey, 0)], 'malformed-response'],
    [[noteSigner('witness.example/w1', witnessKey)], 'no-known-signature'],
  ]
  for (const [cosigners, code] of cases) {
    const there = await served(new Map(), cosigners)
    t.after(there.close)
    await assert.rejects(addCheckpoint({ ...clientOf(there.url), checkpoint: await signed(10) }), { name: 'TlogError', code })
  }
})

/** A witness as a process: it cosigns, remembers before it answers, and refuses what it must. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { addCheckpoint, createTileReader, noteSigner, openCheckpoint, parseCheckpoint, printNote, printVerifierKey, signCheckpoint, verifierKey, verifierOf, TlogError } from '@openaccord/tlog'
import { verifyConflict } from '@openaccord/verifier'
import { createPaperHub, OTHER_ORG, type PaperHub } from '../../../../conformance/paper-hub.ts'
import { ACCORD, openDesk, play, type Desk } from '../../testing/transcript.ts'

const MAKE_KEY = `
  $ accord keygen --witness w9.example --output witness.pem
  Private key: witness.pem …
  Public key: …
  Key id: …
  Verifier key: w9.example+…
`

async function grow(hub: PaperHub, to: number, name = 'Name'): Promise<PaperHub> {
  for (let index = hub.size(); index < to; index++) hub.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `${name} ${index}` })
  return hub
}

async function open(t: TestContext): Promise<Desk> {
  const desk = await openDesk()
  t.after(desk.end)
  await play(desk, MAKE_KEY)
  const hub = await createPaperHub()
  await writeFile(join(desk.folder, 'logs.txt'), `# the alliance\n${printVerifierKey(verifierKey(hub.origin, hub.logKey.publicKey))}\n`)
  return desk
}

type Running = { url: string; vkey: string; child: ChildProcess; end(signal?: NodeJS.Signals): Promise<void> }

async function start(desk: Desk, ...more: string[]): Promise<Running> {
  const words = ['log', 'witness', '--json', '--name', 'w9.example', '--key', 'witness.pem', '--logs', 'logs.txt', '--port', '0', ...more]
  const child = spawn(process.execPath, [ACCORD, ...words], { cwd: desk.folder, env: desk.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  child.stderr.resume()
  child.stdout.setEncoding('utf8')
  const closed = new Promise<void>((done) => child.once('close', () => done()))
  for await (const text of child.stdout as AsyncIterable<string>) {
    out += text
    if (out.includes('\n}\n')) break
  }
  const { url, vkey } = JSON.parse(out) as { url: string; vkey: string }
  return { url, vkey, child, async end(signal = 'SIGTERM') {
    child.kill(signal)
    await closed
  } }
}

/** The log's own checkpoint, without witnesses. */
async function signed(hub: PaperHub): Promise<string> {
  await hub.checkpoint()
  return printNote(await signCheckpoint({ origin: hub.origin, size: hub.size(), root: hub.rootAt(hub.size()), extensions: [] }, [noteSigner(hub.origin, hub.logKey)]))
}

async function submit(hub: PaperHub, { url, vkey }: Running): Promise<string> {
  const checkpoint = await signed(hub)
  const reader = await createTileReader({ fetchTile: hub.fetchTile, checkpoint: { size: hub.size(), root: hub.rootAt(hub.size()) } })
  try {
    const { signatures } = await addCheckpoint({ fetch, witness: { url, key: vkey }, checkpoint, consistencyProof: (from, to) => reader.consistencyProof(from, to) })
    return `cosigned ${signatures.length}`
  } catch (error) {
    if (error instanceof TlogError) return error.code
    throw error
  }
}

test('a witness', async (t) => {
  const desk = await open(t)
  await play(desk, `
    $ accord log witness --name w9.example --key witness.pem --logs logs.txt
    accord: … is not there, and a witness that has forgotten what it saw would let a log go back
    → the very first time: add --first; …
    [2]
    $ chmod 644 witness.pem; accord log witness --name w9.example --key witness.pem --logs logs.txt; echo $?; chmod 600 witness.pem
    accord: witness.pem holds a private key, and others on this machine may read it
    → chmod 600 witness.pem; …
    1
  `)
  const witness = await start(desk, '--first')
  t.after(() => witness.end('SIGKILL'))
  const hub = await grow(await createPaperHub(), 5)
  assert.equal(await submit(hub, witness), 'cosigned 1')
  assert.equal(await submit(await grow(hub, 300), witness), 'cosigned 1')
  assert.equal(await submit(hub, witness), 'cosigned 1', 'the same again')

  await t.test('shows monitors what it saw', async () => {
    const digest = createHash('sha256').update(hub.origin).digest('hex')
    const text = await (await fetch(`${witness.url}/${digest}/checkpoint`)).text()
    const opened = await openCheckpoint(text, { verifiers: [verifierOf(verifierKey(hub.origin, hub.logKey.publicKey)), verifierOf(witness.vkey)] })
    assert.deepEqual([opened.size, opened.note.verified.length], [300, 2])
    assert.equal((await fetch(`${witness.url}/${'0'.repeat(64)}/checkpoint`)).status, 404)
    assert.equal((await fetch(`${witness.url}/add-checkpoint`)).status, 405)
    assert.equal((await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body: 'x' })).status, 400)
  })
  await t.test('refuses a log that it does not know, a stranger’s signature, a log that went back', async () => {
    assert.equal(await submit(await grow(await createPaperHub({ origin: 'elsewhere.example' }), 3), witness), 'witness-refused')
    assert.equal(await submit(await grow(await createPaperHub(), 200), witness), 'witness-ahead')
  })
  await t.test('refuses two histories, and keeps the proof', async () => {
    const liar = await grow(await createPaperHub(), 300, 'Other')
    assert.equal(await submit(liar, witness), 'witness-conflict')
    assert.equal(await submit(await grow(liar, 310, 'Other'), witness), 'witness-conflict')
    const name = (await readdir(desk.folder)).find((file) => file.includes('.conflict-')) ?? assert.fail('a conflict file')
    const verdict = await verifyConflict(await readFile(join(desk.folder, name)), { policy: hub.policyText })
    assert.equal(verdict.answer, 'verified')
  })
  await t.test('one process at a time has its memory', async () => {
    await play(desk, `
      $ accord log witness --name w9.example --key witness.pem --logs logs.txt --port 0
      accord: another witness with this memory is under way …
      → …
      [1]
    `)
  })
  await t.test('killed, it remembers', async () => {
    await witness.end('SIGKILL')
    const again = await start(desk)
    t.after(() => again.end('SIGKILL'))
    assert.equal(await submit(await grow(await createPaperHub(), 200), again), 'witness-ahead')
    assert.equal(await submit(await grow(hub, 400), again), 'cosigned 1')
    const kept = JSON.parse(await readFile(join(desk.folder, 'witness-state.json'), 'utf8'))
    assert.equal(kept.logs['accord.example'].size, 400)
    assert.equal(parseCheckpoint(kept.logs['accord.example'].shown.split('\n\n')[0] + '\n').size, 400)
    await again.end()
  })
  await t.test('many at once are decided one after the other', async () => {
    await rm(join(desk.folder, 'witness-state.json'))
    const fresh = await start(desk, '--first')
    t.after(() => fresh.end('SIGKILL'))
    const rivals = await Promise.all(Array.from({ length: 8 }, (_, nr) => createPaperHub().then((one) => grow(one, 20, `Rival ${nr}`))))
    const said = await Promise.all(rivals.map((rival) => submit(rival, fresh)))
    assert.deepEqual(said.toSorted(), ['cosigned 1', ...Array(7).fill('witness-conflict')])
    await fresh.end()
  })
})

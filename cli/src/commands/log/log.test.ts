/** The log from a terminal, against a real one: checked, watched, and caught when it lies. */
import assert from 'node:assert/strict'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createPaperHub, keyFrom, ORG, OTHER_ORG, paperEmbargo, START, type PaperHub } from '../../../../conformance/paper-hub.ts'
import { serveLog, type ServedLog } from '../../testing/served-log.ts'
import { openDesk, play, run, type Desk } from '../../testing/transcript.ts'

const first = await keyFrom('first')
const NOW = '2026-12-01T00:00:00Z'
const SHOWN = START + 86_400

async function logOf(entries: number): Promise<{ hub: PaperHub; keys: number[] }> {
  const hub = await createPaperHub()
  const keys = await hub.registerKey(first)
  await hub.signAct(first)
  for (let index = 3; index < entries; index++) hub.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `Name ${index}` })
  return { hub, keys }
}

async function open(t: TestContext, entries = 300): Promise<{ hub: PaperHub; served: ServedLog; desk: Desk }> {
  const { hub, keys } = await logOf(entries)
  const served = await serveLog(hub, keys, SHOWN)
  const desk = await openDesk({ HUB: served.url, NOW })
  t.after(async () => {
    await desk.end()
    await served.close()
  })
  await writeFile(join(desk.folder, 'alliance.policy'), hub.policyText)
  return { hub, served, desk }
}

test('one act from one file, offline', async (t) => {
  const { served, desk } = await open(t, 20)
  await play(desk, `
    $ accord log proof $HUB 2 --evidence --output act.json --now $NOW --policy alliance.policy
    VERIFIED
    $ accord log proof $HUB 2 --now $NOW --policy alliance.policy
    c2sp.org/tlog-proof@v1
    index 2
    …
    VERIFIED
  `)
  await served.close()
  await play(desk, `
    $ accord log verify act.json --policy alliance.policy --now $NOW
    ok file the file is an evidence file
    ok entry the leaf is an entry: pledges.pledge-signature, fact_…, dated … by the log
    ok payload the payload is the one that the entry names: SHA-256 …
    ok checkpoint accord.example signed that it has 20 entries
    ok witnesses cosigned by W1, W2: the quorum witnesses
    ok times seen between 2026-11-02T00:00:00Z and 2026-11-02T00:00:00Z
    ok inclusion it stands in the log as entry 2 of 20
    ok keys 2 entries about keys are in the same log, each with its proof
    ok act a pledge-signature by ${ORG}, dated …
    ok alliance it was signed for accord.example, whose log this is
    ok signature signed by …
    ok key the key … was registered and confirmed for ${ORG}
    not covered whatever came into the log after entry 19 …
    not covered a file shows what it holds…
    not covered that a key is the organisation’s is the hub’s word…
    ${ORG} signs the pledge, as its text stands and without reservations
    for the alliance accord.example, dated …
    pledge, version: 1.0
    pledge, sha256: …
    legal name: Northgate Systems plc
    officer, name: Ada Lind
    officer, title: Chief executive
    authority, kind: statutes
    scope, reach: group
    about: what it is about …
    VERIFIED
    $ accord log verify act.json --now $NOW
    …
    NOT COVERED: nobody has said which log and which witnesses to believe for accord.example
    No policy is known for this log: …
    [8]
    $ sed 's/"entry": "./"entry": "f/' act.json > altered.json; accord log verify altered.json --policy alliance.policy --now $NOW
    …
    REFUSED: the leaf is not …
    [7]
    $ accord log verify act.json --policy alliance.policy --now 2026-10-01
    …
    REFUSED: the cosignature of W1 is from the future: 2026-11-02T00:00:00Z
    [7]
    $ accord log verify alliance.policy --policy alliance.policy
    REFUSED file not an evidence file: it is not JSON
    REFUSED: not an evidence file: it is not JSON
    [7]
    $ accord log verify act.json --policy act.json
    accord: act.json is not a policy: …
    → see https://c2sp.org/tlog-policy
    [2]
  `)
  const given = JSON.parse((await run(desk, 'accord log verify act.json --policy alliance.policy --now $NOW --json')).out)
  assert.deepEqual([given.answer, given.seen.act.kind, given.seen.signers], ['verified', 'pledge-signature', [first.keyid]])
})

test('a whole log, again and again', async (t) => {
  const { hub, served, desk } = await open(t)
  await play(desk, `
    $ accord log audit $HUB --now $NOW
    accord: nothing is kept of the log accord.example …
    → the first time: add --first; if you have looked before, find that file instead
    [2]
    $ accord log audit $HUB --now $NOW --first
    …
    NOT COVERED: nobody has said which log and which witnesses to believe for accord.example
    [8]
    $ accord log audit $HUB --now $NOW --first --trust-on-first-use --payloads
    Trusting what …/log says of itself, this first time: the log accord.example, 2 witnesses, quorum witnesses.
    It is kept in …
    ok checkpoint accord.example signed that it has 300 entries
    ok witnesses cosigned by W1, W2: the quorum witnesses
    ok times …
    ok tree every hash of 300 entries was recomputed, up to the root
    ok entries each of 300 entries is in its one form
    ok acts 300 payloads are what their entries name, and 1 acts are signed by a key that stood at the time
    not covered nothing was kept from an earlier time, …
    300 entries: 2 acts, 0 sealed (0 opened), 0 payloads taken away
    VERIFIED
  `)
  hub.tell('members', 'organisation.left', { organisation: OTHER_ORG })
  await served.show(hub)
  await play(desk, `
    $ accord log audit $HUB --now $NOW
    …
    ok consistency it begins with the 300 entries of what was kept
    …
    VERIFIED
  `)
  const liar = (await logOf(2)).hub
  for (let index = 2; index < 400; index++) liar.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `Other ${index}` })
  await served.show(liar)
  await play(desk, `
    $ accord log audit $HUB --now $NOW
    Two histories of one log: log-conflict.json shows it to anyone. Publish it; check it with: accord log verify log-conflict.json
    …
    REFUSED: at 301 entries it has another root than what was kept: two histories of one log
    [7]
    $ accord log verify log-conflict.json --now $NOW
    ok one …
    ok other …
    ok conflict the tree of 401 did not begin with the one of 301: accord.example has rewritten its history
    VERIFIED: this log has shown two histories, both cosigned by W1, W2
  `)
  const short = (await logOf(200)).hub
  await served.show(short)
  await play(desk, `
    $ accord log audit $HUB --now $NOW
    …
    REFUSED: the log has 200 entries and had 301 in what was kept: it has gone back
    [7]
  `)
})

test('a copy on disk, where one byte is another', async (t) => {
  const { hub, desk } = await open(t)
  const copy = join(desk.folder, 'copy')
  await hub.checkpoint()
  const put = async (path: string, bytes: Uint8Array | string): Promise<void> => {
    await mkdir(dirname(join(copy, path)), { recursive: true })
    await writeFile(join(copy, path), bytes)
  }
  for (const [path, bytes] of hub.files) await put(path, bytes)
  await put('checkpoint', await hub.checkpoint({ time: SHOWN }))
  const audit = 'accord log audit copy --first --state new.json --policy alliance.policy --now $NOW --json'
  assert.equal(JSON.parse((await run(desk, audit)).out).answer, 'verified')
  const paths = ['tile/entries/000', 'tile/entries/001.p/44', 'tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'checkpoint']
  for (const path of paths) {
    await cp(copy, join(desk.folder, 'whole'), { recursive: true })
    const bytes = await readFile(join(copy, path))
    bytes[bytes.length - 20]! ^= 1
    await writeFile(join(copy, path), bytes)
    await rm(join(desk.folder, 'new.json'), { force: true })
    const { out, code } = await run(desk, audit)
    assert.deepEqual([JSON.parse(out).answer, code], ['refused', 7], path)
    await rm(copy, { recursive: true })
    await cp(join(desk.folder, 'whole'), copy, { recursive: true })
  }
})

test('watching for oneself', async (t) => {
  const { hub, served, desk } = await open(t)
  await play(desk, `
    $ accord log monitor $HUB --policy alliance.policy --now $NOW
    accord: what to look for is not said
    → add --about org_…, a key id or a name
    [2]
    $ accord log monitor $HUB --about 'northgate systems plc' --first --policy alliance.policy --now $NOW
    … entry 2 pledges.pledge-signature fact_… about northgate systems plc
    accord.example: 300 new entries, 1 about what you watch
    [9]
    $ accord log monitor $HUB --about 'northgate systems plc' --policy alliance.policy --now $NOW
    accord.example: 0 new entries, 0 about what you watch
  `)
  await hub.signAct(first)
  await served.show(hub)
  await play(desk, `
    $ accord log monitor $HUB --about ${first.keyid} --policy alliance.policy --now $NOW --exec false
    accord: false ended with 1, so nothing counts as told
    → mend it, then run the same again
    [1]
    $ accord log monitor $HUB --about ${first.keyid} --policy alliance.policy --now $NOW --exec 'cat > told.ndjson'
    … entry 300 pledges.pledge-signature …
    accord.example: 1 new entry, 1 about what you watch
    [9]
    $ accord log monitor $HUB --about ${first.keyid} --policy alliance.policy --now $NOW
    accord.example: 0 new entries, 0 about what you watch
  `)
  const told = JSON.parse(await readFile(join(desk.folder, 'told.ndjson'), 'utf8'))
  assert.deepEqual([told.index, told.fact, told.because], [300, 'pledges.pledge-signature', [first.keyid]])
})

test('a hub that means ill: sends elsewhere, and answers without an end', async (t) => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/inner') response.end('an inner service')
    else if (request.url?.startsWith('/away/') === true) response.writeHead(302, { location: '/inner' }).end()
    else response.writeHead(410, { 'content-encoding': 'gzip' }).end(bomb)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const desk = await openDesk({ EVIL: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, NOW })
  t.after(async () => {
    await desk.end()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  await play(desk, `
    $ accord log audit $EVIL/away --first
    accord: http://…/away/checkpoint leads to /inner
    → name the address of the log itself
    [5]
    $ accord log audit $EVIL/bomb --first
    accord: http://…/bomb/checkpoint is longer than any part of a log
    → check the address
    [5]
  `)
  assert.deepEqual(asked, ['/away/checkpoint', '/bomb/checkpoint'])
})

test('an embargo from the file that proves it, offline', async (t) => {
  const { hub, file } = await paperEmbargo()
  const desk = await openDesk({ NOW })
  t.after(() => desk.end())
  await writeFile(join(desk.folder, 'alliance.policy'), hub.policyText)
  await writeFile(join(desk.folder, 'embargo.json'), JSON.stringify(file))
  await writeFile(join(desk.folder, 'altered.json'), JSON.stringify({ ...file, ended: { ...file.ended, how: 'public' } }))
  await writeFile(join(desk.folder, 'partial.json'), JSON.stringify({ ...file, entries: file.entries.slice(0, 2) }))
  await play(desk, `
    $ accord log verify embargo.json --policy alliance.policy --now $NOW
    ok file the file proves the embargo of case_0123456789abcdefghjk: 4 entries
    …
    VERIFIED
    $ accord log verify altered.json --policy alliance.policy --now $NOW
    …
    REFUSED end the file says that it ended on …
    …
    REFUSED: …
    [7]
    $ accord log verify partial.json --policy alliance.policy --now $NOW
    …
    NOT COVERED: …
    [8]
  `)
})

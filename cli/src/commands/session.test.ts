import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startTestHouse, type TestHouse } from '../../../conformance/start.ts'
import { openDesk, play, run, type Desk } from '../testing/transcript.ts'

let hub: TestHouse
let desk: Desk
let token = ''

before(async () => {
  hub = await startTestHouse()
  desk = await openDesk()
  token = tokenOf('threat-analyst')
  await writeFile(join(desk.folder, 'token'), `${token}\n`, { mode: 0o600 })
  await writeFile(join(desk.folder, 'reader-token'), tokenOf('reader'), { mode: 0o600 })
  desk.env['HUB'] = hub.url
})
after(async () => {
  await desk.end()
  await hub.close()
})

const tokenOf = (role: string): string => hub.guide.accounts.find((one) => one.role === role && one.organisation === 'Northgate Grid')!.token

const object = (type: string, nr: number, more: object = {}) => ({
  type,
  spec_version: '2.1',
  id: `${type}--00000000-0000-4000-8000-${String(nr).padStart(12, '0')}`,
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
  ...more,
})
const malware = (nr: number) => object('malware', nr, { name: `Sleepy Otter ${nr}`, is_family: false })

test('signing in', () =>
  play(
    desk,
    `
    $ accord whoami
    accord: you are not signed in to a hub
      → accord login URL
    [4]
    $ accord login http://hub.example
    accord: http://hub.example would send your token in the clear
      → use https: accord login https://hub.example
    [2]
    $ echo oat_wrongwrongwrong | accord login $HUB
    accord: …token…
      → make a fresh token on the hub’s tokens page, then: accord login URL
    [4]
    $ accord login $HUB < token
    You are … of Northgate Grid at Harbour Accord.
    Collections: …shared-threats…
    $ accord login $HUB --profile reader --token-file reader-token
    You are … of Northgate Grid at …
    Collections: …
    $ accord whoami --all
      PROFILE  HUB … PERSON … ORGANISATION
      default  … Northgate Grid
    * reader   … Northgate Grid
    $ accord whoami --profile nobody
    accord: there is no profile “nobody” (there are: default, reader)
      → accord login URL --profile nobody
    [4]
    $ accord login $HUB < token
    …
    $ accord whoami
    … Northgate Grid, at http://127.0.0.1:… (profile default)
    Roles: … threat-analyst…
    This token: … threats.share…
    Communities: …
    `,
  ))

test('the token is kept for its owner alone, and never printed', async () => {
  const file = join(desk.folder, '.config', 'openaccord', 'profiles.json')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  const { both } = await run(desk, 'accord whoami --all --json; accord doctor --json; accord login $HUB --json < token; accord threats push nowhere --debug')
  assert.ok(!both.includes(token))
})

test('sending, finding and fetching', async () => {
  const bundle = { type: 'bundle', id: 'bundle--11111111-1111-4111-8111-111111111111', objects: [malware(1), malware(2), { ...malware(3), is_family: 'perhaps' }] }
  await writeFile(join(desk.folder, 'bundle.json'), JSON.stringify(bundle, null, 2))
  await writeFile(join(desk.folder, 'lines.ndjson'), [malware(1), malware(4)].map((one) => JSON.stringify(one)).join('\n'))
  await play(
    desk,
    `
    $ accord threats push bundle.json
    accord: which collection is not said
      → add --collection NAME; there are: …
    [2]
    $ accord threats push bundle.json --collection shared-threats --dry-run
    Shared threats, nothing sent yet: 2 objects would be taken, 0 known already, 1 refused
      GREEN: 2 objects to … organisations …
      refused malware--00000000-0000-4000-8000-000000000003 at /is_family
      …
    [3]
    $ accord threats push bundle.json --collection shared-threats
    Shared threats: 2 objects taken, 1 refused
      refused malware--00000000-0000-4000-8000-000000000003
      …/is_family…
    [3]
    $ cat lines.ndjson | accord threats push - --collection shared-threats
    Shared threats: 2 objects taken, 0 refused
    $ accord threats push bundle.json --collection shared-threats --profile reader
    accord: you may not add to the collection “shared-threats”
      → there is none that you may use
    [4]
    $ accord threats push lines.ndjson --collection nowhere
    accord: there is no collection “nowhere” that you can see
      → there are: …
    [6]
    $ accord threats pull --collection shared-threats --id malware--00000000-0000-4000-8000-000000000004 2>/dev/null | cmp - <(tail -n 1 lines.ndjson; echo)
    $ accord threats pull --collection shared-threats --type malware --format envelope --output all.json
    Shared threats: … objects (…), in all.json
    $ accord threats pull --collection shared-threats --since 1999-02-31
    accord: --since “1999-02-31” is no time
      → write 2026-11-22, …
    [2]
    `,
  )
  const { objects }: { objects: { id: string }[] } = JSON.parse(await readFile(join(desk.folder, 'all.json'), 'utf8'))
  assert.ok([1, 2, 4].every((nr) => objects.some(({ id }) => id === malware(nr).id)))
  assert.ok(!objects.some(({ id }) => id === malware(3).id))

  for (let turn = 0; turn < 50; turn += 1) {
    const found = JSON.parse((await run(desk, 'accord threats find Sleepy Otter --type malware --json')).out)
    if (found.hits.length === 3) break
    assert.ok(turn < 49, 'the objects are found after a while')
  }
  await play(
    desk,
    `
    $ accord threats find Sleepy Otter --limit 2 --tlp green
    TYPE TITLE TLP SOURCE ADDED
    malware Sleepy Otter … GREEN Northgate Grid …
    malware Sleepy Otter … GREEN Northgate Grid …
    There is more: --limit 10, or --all
    $ accord threats find 'hxxps://nobody[.]example/knows'
    Looked for https://nobody.example/knows (url)…
    Nothing is found that you may see.
    $ accord threats find x --tlp purple
    accord: option '--tlp <level>' argument 'purple' is invalid. A level is one of clear, green, amber, amber+strict, red.
      → …
    [2]
    `,
  )
})

test('real bundles come back as they were sent', async (t) => {
  const examples = join(process.env['OPENACCORD_TESTDATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'threats', 'stix-examples')
  if (!existsSync(examples)) return t.skip(`no test data in ${examples}`)
  const other = await openDesk({ OPENACCORD_URL: hub.url, OPENACCORD_TOKEN: hub.guide.accounts.find((one) => one.role === 'threat-analyst' && one.organisation !== 'Northgate Grid')!.token })
  t.after(other.end)
  await copyFile(join(examples, 'poisonivy.json'), join(desk.folder, 'real.json'))
  const sent = JSON.parse((await run(desk, 'accord threats push real.json --collection shared-threats --json')).out)
  assert.equal(sent.refused, 0)
  const source = await readFile(join(examples, 'poisonivy.json'), 'utf8')
  const { out } = await run(other, 'accord threats pull --collection shared-threats')
  const { objects }: { objects: { id: string }[] } = JSON.parse(source)
  assert.equal(sent.accepted, objects.length)
  for (const { id } of objects) {
    const text = out.split(/(?<=^\}|\})\n(?=\{)/).find((one) => one.includes(`"id": "${id}"`) && JSON.parse(one).id === id)
    assert.ok(text !== undefined && source.includes(text.trimEnd()), id)
  }
})

test('a marking at the end of its file goes first, so that its objects are not held back', async () => {
  const terms = { ...object('marking-definition', 9001, { definition_type: 'statement', definition: { statement: 'Copyright Northgate Grid' } }), modified: undefined }
  const marked = Array.from({ length: 1100 }, (_, nr) => ({ ...malware(20_000 + nr), object_marking_refs: [...malware(0).object_marking_refs, terms.id] }))
  await writeFile(join(desk.folder, 'terms-last.json'), JSON.stringify({ objects: [...marked, terms] }))
  const { code, err } = await run(desk, 'accord threats push terms-last.json --collection shared-threats')
  assert.equal(code, 0, err)
  const other = hub.guide.accounts.find((one) => one.role === 'threat-analyst' && one.organisation === 'Lumen Cloud')!.token
  const { apiRoot, collection } = hub.guide.taxii
  const address = `${apiRoot}collections/${collection}/objects/${marked[0]!.id}/`
  const seen = await fetch(address, { headers: { accept: 'application/taxii+json;version=2.1', authorization: `Bearer ${other}` } })
  assert.equal(seen.status, 200)
})

test('with --json one document, and nothing else on standard output', async (t) => {
  await mkdir(join(desk.folder, 'sub'), { recursive: true })
  const table: [line: string, code: number, key: string][] = [
    ['accord whoami --json', 0, 'person'],
    ['accord --json whoami --all', 0, 'profiles'],
    ['accord threats find --json', 0, 'hits'],
    ['accord threats push bundle.json --collection shared-threats --json', 3, 'refusals'],
    ['accord threats push bundle.json --collection shared-threats --dry-run --json', 3, 'audiences'],
    ['accord threats pull --collection shared-threats --output x.ndjson --json', 0, 'objects'],
    ['accord threats pull --collection shared-threats --json', 2, 'error'],
    ['accord doctor --json', 0, 'checks'],
    ['accord completion zsh --json', 0, 'script'],
    ['accord threats push sub --collection shared-threats --json', 1, 'error'],
    ['accord nonsense --json', 2, 'error'],
    ['accord threats pull --format xml --json', 2, 'error'],
    ['OPENACCORD_URL=http://127.0.0.1:2 OPENACCORD_TOKEN=oat_xxxxxxxx accord whoami --json', 5, 'error'],
    ['accord restore missing --json', 1, 'error'],
    ['accord logout --json --profile reader', 0, 'forgotten'],
  ]
  for (const [line, code, key] of table) {
    await t.test(line, async () => {
      const printed = await run(desk, line)
      assert.equal(printed.code, code, printed.both)
      const given = JSON.parse(printed.out)
      assert.ok(Object.hasOwn(given, key), printed.out)
      if (key === 'error') assert.ok(given.error.code && given.error.message && given.error.fix, printed.out)
    })
  }
})

test('the doctor finds what is wrong', () =>
  play(
    desk,
    `
    $ accord doctor
    ok node v…
    ok profile default: …
    ok reach …
    ok clock …
    ok ready …
    ok api version 1, “Harbour Accord”
    ok token …
    ok collections …
    ok taxii 2.1, …
    All is well.
    $ chmod 644 .config/openaccord/profiles.json; accord doctor | grep -A1 ^fail; chmod 600 .config/openaccord/profiles.json
    fail profile … others on this machine may read it
      → chmod 600 …
    $ OPENACCORD_URL=http://127.0.0.1:2 OPENACCORD_TOKEN=oat_xxxxxxxx accord doctor
    ok node …
    ok profile environment…
    fail reach nothing answers at that address
      → check the address and the port, and that the hub runs
    1 to mend, 0 to know.
    [1]
    `,
  ))

test('signing out', () =>
  play(
    desk,
    `
    $ accord logout
    Forgotten: default
    The token still works until you withdraw it at …
    $ accord threats find x
    accord: you are not signed in to a hub
      → accord login URL
    [4]
    `,
  ))

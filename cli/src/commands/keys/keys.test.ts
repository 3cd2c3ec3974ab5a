/** Keys and signing at a terminal: what is signed is what is shown, byte for byte. */
import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseEnvelope, verifyStatement } from '@openaccord/attest'
import { ACT_KINDS, printAct, type Act } from '@openaccord/facts'
import { verifyEd25519 } from '@openaccord/tlog'
import { openDesk, play, run } from '../../testing/transcript.ts'
import { actInWords } from './act-words.ts'

const HASH = 'a'.repeat(64)
const ACT: Act<'pledge-signature'> = {
  kind: 'pledge-signature', subject: [{ name: 'pledge 1.0', digest: { sha256: HASH } }], alliance: 'accord.example', organisation: 'org_0123456789abcdefghjk', at: '2026-11-22T08:00:00Z',
  says: { pledge: { version: '1.0', sha256: HASH }, legalName: 'Northgate Systems plc', officer: { name: 'Ada Lind', title: 'Chief executive' }, authority: { kind: 'statutes' }, scope: { reach: 'named', entities: ['Northgate Grid', 'Northgate Gas'] } },
}

test('a key, and an act signed with it', async (t) => {
  const desk = await openDesk()
  t.after(desk.end)
  await writeFile(join(desk.folder, 'statement.json'), printAct(ACT))
  await play(desk, `
    $ accord keygen
    Private key: …/signing-key.pem (keep it: nobody can make it again)
    Public key: …
    Key id: …
    $ accord keygen
    accord: …/signing-key.pem exists already, and a key is never written over
    → name another file with --output
    [1]
    $ accord sign statement.json < /dev/null
    org_0123456789abcdefghjk signs the pledge, as its text stands and without reservations
    for the alliance accord.example, dated 2026-11-22T08:00:00Z
    pledge, version: 1.0
    pledge, sha256: ${HASH}
    legal name: Northgate Systems plc
    officer, name: Ada Lind
    officer, title: Chief executive
    authority, kind: statutes
    scope, reach: named
    scope, entities: Northgate Grid, Northgate Gas
    about: pledge 1.0 (SHA-256 ${HASH})
    signed with the key …
    accord: nobody is there to be asked
    → read what it says above, then add --yes
    [2]
    $ accord sign statement.json --yes --output act.json
    …
    Signed: act.json
    $ accord sign statement.json --yes --output act.json
    accord: act.json exists already
    → name another file
    [1]
    $ accord sign act.json --yes
    accord: this key has signed it already
    → pass the envelope on as it is
    [6]
    $ accord keygen --output second.pem --json | grep -c keyid
    1
    $ accord sign act.json --key second.pem --yes --output both.json
    …
    Signed: both.json
    $ sed 's/"authority"/"reservations":["all"],"authority"/' statement.json > changed.json; accord sign changed.json --yes
    accord: changed.json is not an act that can be signed: /predicate/reservations has no place here; …
    → take the statement as the hub prepared it, byte for byte
    [1]
    $ sed 's/"alliance"/"alliance":"x","alliance"/' statement.json | accord sign - --yes
    accord: - is not an act that can be signed: it has the name "alliance" twice in one object
    → take the statement as the hub prepared it, byte for byte
    [1]
    $ accord sign statement.json --key statement.json --yes
    …
    accord: statement.json holds a private key, …
    → …
    [1]
  `)
  assert.equal((await stat(join(desk.folder, '.config', 'openaccord', 'signing-key.pem'))).mode & 0o777, 0o600)
  const { keyid, publicKey } = JSON.parse((await run(desk, 'accord keygen --output third.pem --json')).out)
  const { out } = await run(desk, 'cat statement.json | accord sign - --key third.pem --yes')
  const raw = Buffer.from(publicKey, 'hex')
  const { payload, keys } = await verifyStatement(out, { keys: [{ keyid, publicKey: raw, verify: (message, signature) => verifyEd25519(raw, message, signature) }] })
  assert.equal(Buffer.from(payload).toString(), printAct(ACT))
  assert.equal(keys.length, 1)
  assert.equal(parseEnvelope(await readFile(join(desk.folder, 'both.json'))).signatures.length, 2)
})

test('every kind of act has words', () => {
  for (const kind of ACT_KINDS) assert.match(actInWords({ ...ACT, kind } as Act)[0] ?? '', /^org_\w+ [a-z]+ /)
})

/**
 * The published folders as a stranger finds them, over real HTTP on the sample alliance: CSAF 2.0 §7.1.1 to §7.1.20, read with
 * nothing of the house's own. Digests by Node, signatures by GnuPG, documents by another validator.
 */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, test } from 'node:test'
import { asking, type Ask } from './asking.ts'
import { checkDocuments, checkSignature, fetchKeys, GNUPG, pathOf, taken, walkFolder, type Distribution, type Found } from './csaf-folder.ts'
import { accountOf, figures } from './everywhere.ts'
import { startTestHouse } from './start.ts'

const METADATA = '/.well-known/csaf/provider-metadata.json'

describe('the CSAF provider, from outside', () => {
  test('each requirement holds, from the domain to the last signature', { timeout: 600_000 }, async () => {
    const hub = await startTestHouse()
    try {
      const ask = asking(hub.url)
      const { token } = accountOf(hub.guide, 'Mette Lindqvist')
      const metadata = (await taken(ask, METADATA)).json() // 7, 9, and 6: `taken` refuses a redirect
      assert.equal(metadata.canonical_url, hub.url + METADATA)
      assert.equal(metadata.role, 'csaf_trusted_provider')
      await checkSecurityTxt(ask, hub.url)
      const keyring = await fetchKeys(ask, hub.url, metadata.public_openpgp_keys)

      const found: Found[] = []
      for (const { directory_url: directory, rolie } of metadata.distributions as Distribution[]) {
        const base = pathOf(directory, hub.url)
        const [feed] = rolie.feeds
        assert.ok(feed !== undefined && base.endsWith('/'))
        const isOpen = feed.tlp_label === 'WHITE'
        for (const url of [...(rolie.services ?? []), ...(rolie.categories ?? [])]) await taken(ask, pathOf(url, hub.url)) // 16, 17
        if (!isOpen) for (const name of ['', 'index.txt', 'changes.csv']) assert.equal((await ask(base + name)).status, 401, `${base}${name} without an account`) // 5
        found.push(...(await walkFolder(ask, { base, origin: hub.url, label: feed.tlp_label, feed: pathOf(feed.url, hub.url), token: isOpen ? undefined : token })))
      }
      assert.ok(found.some(({ value }) => value.document.distribution.tlp.label === 'WHITE'))
      checkDocuments(found) // 1
      if (GNUPG) found.forEach((one) => checkSignature(one, keyring)) // 19
      figures(`${found.length} documents in ${metadata.distributions.length} folders; signatures ${GNUPG ? 'verified by gpgv' : 'not checked: gpgv is not here (Debian: apt install gpgv)'}`)
      rmSync(keyring.folder, { recursive: true, force: true })
    } finally {
      await hub.close()
    }
  })
})

/** 8; RFC 9116. */
async function checkSecurityTxt(ask: Ask, origin: string): Promise<void> {
  const lines = (await taken(ask, '/.well-known/security.txt')).text.split('\n')
  const valueOf = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
  assert.equal(valueOf('CSAF'), origin + METADATA)
  assert.ok(Date.parse(valueOf('Expires')) > Date.now())
}

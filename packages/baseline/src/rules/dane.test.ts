/** DANE for mail servers, whose records have to be signed: in worlds of signed zones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DnsRecord, SmtpAnswer } from '../observations.ts'
import { ask, saysOf } from '../testing/ask.ts'
import { a, mx, tlsa } from '../testing/records.ts'
import { certificate, session } from '../testing/site.ts'
import { createWorld } from '../testing/world.ts'

const DOMAIN = 'northgate.example'
const [ONE, TWO] = [`mx1.${DOMAIN}`, `mx2.${DOMAIN}`]
const KEY = 'ab'.repeat(32)
const OTHER = 'cd'.repeat(32)
const authority = certificate(['Example Authority'], { spkiSha256: OTHER, sha256: OTHER })
const good = (host: string): SmtpAnswer => ({ host, outcome: 'answered', extensions: ['STARTTLS'], session: { ...session([host]), chain: [certificate([host]), authority] } })

async function says(records: readonly DnsRecord[], { smtp = good, algorithm = 13 as number | null, rule = 'dane' as 'dane' | 'mta-sts' } = {}): Promise<string> {
  const world = createWorld([{ name: '.' }, { name: 'example' }, { name: DOMAIN, algorithm, records: [a(DOMAIN), mx(DOMAIN, 10, ONE), mx(DOMAIN, 20, TWO), ...records] }])
  return saysOf(await ask(DOMAIN, { dns: world.ask, smtp }, { trustAnchors: world.anchors }), rule)
}
const at = (host: string, ...[usage, selector, matching, hex]: [number, number, number, string]): DnsRecord => tlsa(`_25._tcp.${host}`, usage, selector, matching, hex)
const both = (...facts: [number, number, number, string]): DnsRecord[] => [at(ONE, ...facts), at(TWO, ...facts)]

test('DANE', async (t) => {
  const table: [name: string, records: DnsRecord[], options: Parameters<typeof says>[1], says: string][] = [
    ['the key of each server (3 1 1)', both(3, 1, 1, KEY), {}, 'pass dane.holds'],
    ['the certificate of each server, as SHA-512 (3 0 2)', both(3, 0, 2, KEY + KEY), {}, 'pass dane.holds'],
    ['whatever the certificate says else', both(3, 1, 1, KEY), { smtp: (host) => ({ ...good(host), session: { ...session(['other.example'], 'TLSv1.3', { notAfter: '2020-01-01T00:00:00Z' }), distrust: 'expired' } }) }, 'pass dane.holds'],
    ['the next key beside the one in use', [...both(3, 1, 1, OTHER), ...both(3, 1, 1, KEY)], {}, 'pass dane.holds'],
    ['an authority in the chain (2 1 1)', both(2, 1, 1, OTHER), {}, 'pass dane.holds'],
    ['an authority, and a certificate for another name', both(2, 1, 1, OTHER), { smtp: (host) => ({ ...good(host), session: { ...session([host]), chain: [certificate(['other.test']), authority] } }) }, 'fail dane.mismatch'],
    ['another key', both(3, 1, 1, OTHER), {}, 'fail dane.mismatch'],
    ['usages that are not for mail', both(1, 1, 1, KEY), {}, 'fail dane.unusable'],
    ['no STARTTLS', both(3, 1, 1, KEY), { smtp: (host) => ({ host, outcome: 'answered', extensions: [] }) }, 'fail dane.no-tls'],
    ['one of two servers', [at(ONE, 3, 1, 1, KEY)], {}, 'notice dane.some-missing'],
    ['no server', [], {}, 'not-applicable dane.unused'],
    ['a zone that is not signed', both(3, 1, 1, KEY), { algorithm: null }, 'fail dane.insecure'],
    ['a server that does not answer', both(3, 1, 1, KEY), { smtp: (host) => ({ host, outcome: 'timeout', extensions: [] }) }, 'error dane.unknown'],
    ['a server that was not visited', both(3, 1, 1, KEY), { smtp: (host) => ({ host, outcome: 'not-tested', extensions: [] }) }, 'not-tested common.not-tested'],
  ]
  for (const [name, records, options, expected] of table) await t.test(name, async () => assert.equal(await says(records, options), expected))
})

test('DANE makes up for MTA-STS only where it holds for every server', async (t) => {
  await t.test('for both', async () => assert.equal(await says(both(3, 1, 1, KEY), { rule: 'mta-sts' }), 'pass mta-sts.dane-instead'))
  await t.test('for one', async () => assert.equal(await says([at(ONE, 3, 1, 1, KEY)], { rule: 'mta-sts' }), 'fail mta-sts.missing'))
  await t.test('for none', async () => assert.equal(await says([], { rule: 'mta-sts' }), 'fail mta-sts.missing'))
})

/** A finished draft for tests: two products of one vendor, a library of another, one weakness. */
import { DRAFT_FORMAT, type Draft } from '@openaccord/advisory'

export function anyDraft(id: string): Draft {
  return {
    format: DRAFT_FORMAT,
    head: {
      id, title: 'Example Router: a stranger can switch it off', kind: 'advisory', state: 'final', language: 'en', tlp: 'CLEAR',
      publisher: { name: 'Example Networks', category: 'vendor', namespace: 'https://psirt.networks.example' },
      revisions: [{ number: '1', at: '2026-03-01T12:00:00Z', summary: 'First release.' }],
      audiences: {
        people: { what: 'Somebody on the internet could switch your router off.', affected: 'If it was bought before March 2026, yes.', action: 'Restart it once; it updates itself.' },
        administrators: { action: 'Roll out 2.1.4 and block port 7547 until then.' },
      },
      credits: [{ name: 'Ada Finder', organization: 'Finders United', role: 'finder', summary: 'Found and reported it.' }],
    },
    products: {
      vendors: [
        {
          name: 'Example Networks',
          products: [
            { name: 'Router', releases: [{ id: 'router-old', range: 'vers:semver/>=2.0.0|<2.1.4', purl: 'pkg:generic/router' }, { id: 'router-2.1.4', version: '2.1.4', purl: 'pkg:generic/router@2.1.4' }] },
            { name: 'Router Lite', releases: [{ id: 'lite', range: 'vers:all/*', cpe: 'cpe:2.3:h:example:router_lite:-:*:*:*:*:*:*:*' }] },
          ],
        },
        { name: 'Parser Project', products: [{ name: 'tinyparse', releases: [{ id: 'parse-bad', range: 'vers:npm/<1.4.2', purl: 'pkg:npm/tinyparse' }, { id: 'parse-good', version: '1.4.2', purl: 'pkg:npm/tinyparse@1.4.2' }] }] },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2026-12345', title: 'A length field is trusted', description: 'The parser reads past its buffer when a packet states a length larger than itself.',
        weaknesses: ['CWE-125'], scores: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
        statements: [
          { product: 'router-old', state: 'affected' }, { product: 'router-2.1.4', state: 'fixed', marks: ['first', 'recommended'] }, { product: 'lite', state: 'not-affected', justification: 'component_not_present', because: 'It has no such parser.' },
          { product: 'parse-bad', state: 'affected' }, { product: 'parse-good', state: 'fixed' },
        ],
        remedies: [{ kind: 'fix', details: 'Install 2.1.4.', products: ['router-old'], restart: 'machine' }, { kind: 'fix', details: 'Update to 1.4.2.', products: ['parse-bad'] }],
      },
    ],
  }
}

/** Only the vendor's own products, with this CVE id. */
export function routerAlone(draft: Draft, cve: string): Draft {
  const [one] = draft.vulnerabilities
  return { ...draft, products: { vendors: [draft.products.vendors[0]!] }, vulnerabilities: [{ ...one!, cve, statements: one!.statements.slice(0, 3), remedies: [one!.remedies![0]!] }] }
}

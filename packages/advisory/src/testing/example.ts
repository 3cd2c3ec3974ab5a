/** A draft that has something of everything and nothing wrong; tests change one thing at a time. */
import { DRAFT_FORMAT, type Draft } from '../draft/types.ts'

export function exampleDraft(): Draft {
  return {
    format: DRAFT_FORMAT,
    head: {
      id: 'EX-2026-001',
      title: 'Example Router: a stranger can switch it off',
      kind: 'advisory',
      state: 'final',
      language: 'en',
      tlp: 'CLEAR',
      publisher: { name: 'Example Networks', category: 'vendor', namespace: 'https://psirt.networks.example', contact: 'psirt@networks.example' },
      revisions: [
        { number: '1', at: '2026-03-01T12:00:00Z', summary: 'First release.' },
        { number: '2', at: '2026-03-08T12:00:00Z', summary: 'The Lite edition has its update too.' },
      ],
      severity: { text: 'Important' },
      audiences: {
        people: { what: 'Somebody on the internet could switch your router off.', affected: 'If your router was bought before March 2026, yes.', action: 'Restart it once; it updates itself.' },
        administrators: { action: 'Roll out 2.1.4 and block port 7547 until then.' },
        developers: { what: 'The parser trusts a length field.' },
      },
      notes: [{ kind: 'legal', text: 'This is given as is.', title: 'Terms' }],
      references: [
        { url: 'https://psirt.networks.example/advisories/ex-2026-001', summary: 'This advisory', kind: 'self' },
        { url: 'https://git.networks.example/router/commit/4f2a', summary: 'The fix', kind: 'fix' },
      ],
      credits: [{ name: 'Ada Finder', organization: 'Finders United', role: 'finder', summary: 'Found and reported it.' }],
    },
    products: {
      vendors: [
        {
          name: 'Example Networks',
          products: [
            {
              name: 'Router',
              releases: [
                { id: 'router-old', range: 'vers:semver/>=2.0.0|<2.1.4', purl: 'pkg:generic/router' },
                { id: 'router-2.1.4', version: '2.1.4', purl: 'pkg:generic/router@2.1.4', files: [{ name: 'router-2.1.4.bin', hashes: { sha256: '0f'.repeat(32) } }] },
              ],
            },
            { name: 'Router Lite', releases: [{ id: 'lite', range: 'vers:all/*', cpe: 'cpe:2.3:h:example:router_lite:-:*:*:*:*:*:*:*' }] },
          ],
        },
        { name: 'Parser Project', products: [{ name: 'tinyparse', releases: [{ id: 'parse-bad', range: 'vers:npm/<1.4.2', purl: 'pkg:npm/tinyparse' }, { id: 'parse-good', version: '1.4.2', purl: 'pkg:npm/tinyparse@1.4.2' }] }] },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2026-12345',
        ids: [{ system: 'Example Networks tracker', id: 'NET-77' }],
        title: 'A length field is trusted',
        description: 'The parser reads past its buffer when a packet states a length larger than itself.',
        weaknesses: ['CWE-125', 'CWE-20'],
        discovered: '2026-01-10T09:00:00Z',
        disclosed: '2026-03-01T12:00:00Z',
        scores: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }, { vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N' }],
        ssvc: [{ role: 'supplier', outcome: 'Out-of-Cycle', path: [{ point: 'Exploitation', value: 'none' }] }],
        exploitation: { details: 'No attack is known.' },
        statements: [
          { product: 'router-old', state: 'affected' },
          { product: 'router-2.1.4', state: 'fixed', marks: ['first', 'recommended'] },
          { product: 'lite', state: 'not-affected', justification: 'component_not_present', because: 'It has no such parser.' },
          { product: 'parse-bad', state: 'affected' },
          { product: 'parse-good', state: 'fixed' },
        ],
        remedies: [
          { kind: 'fix', details: 'Install 2.1.4.', products: ['router-old'], url: 'https://networks.example/downloads', at: '2026-03-01T12:00:00Z', restart: 'machine' },
          { kind: 'fix', details: 'Update to 1.4.2.', products: ['parse-bad'] },
          { kind: 'workaround', details: 'Block port 7547 from outside.', products: ['router-old'] },
        ],
        timeline: [{ at: '2026-01-10T09:00:00Z', what: 'Reported by Ada Finder.' }, { at: '2026-02-20T15:00:00Z', what: 'Fix ready.' }],
        references: [{ url: 'https://finders.example/blog/length', summary: 'How it was found', kind: 'article' }],
        credits: [{ name: 'Ada Finder', role: 'finder' }],
      },
    ],
  }
}

/** Documents made for tests: a small valid advisory, and large ones of which every part grows alike. */
import type { Csaf, Tlp, Vulnerability } from '../document/types.ts'

interface Making {
  readonly id?: string
  readonly label?: Tlp
  readonly initial?: string
  readonly current?: string
}

/** A security advisory that fails no mandatory and no optional test. */
export function makeAdvisory({ id = 'EXAMPLE-2026-001', label = 'WHITE', initial = '2026-01-31T12:00:00Z', current = initial }: Making = {}): Csaf {
  const fileName = `${id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      distribution: { tlp: { label } },
      lang: 'en',
      publisher: { category: 'vendor', name: 'Example Company', namespace: 'https://example.com' },
      references: [{ category: 'self', summary: 'This advisory', url: `https://example.com/csaf/${initial.slice(0, 4)}/${fileName}` }],
      title: 'A flaw in Product A',
      tracking: {
        current_release_date: current,
        id,
        initial_release_date: initial,
        revision_history: [{ date: initial, number: '1', summary: 'First release.' }],
        status: 'final',
        version: '1',
      },
    },
    product_tree: {
      branches: [
        {
          branches: [
            {
              branches: [
                { category: 'product_version', name: '1.0', product: { name: 'Product A 1.0', product_id: 'A-1.0', product_identification_helper: { purl: 'pkg:generic/product-a@1.0' } } },
                { category: 'product_version', name: '1.1', product: { name: 'Product A 1.1', product_id: 'A-1.1', product_identification_helper: { purl: 'pkg:generic/product-a@1.1' } } },
              ],
              category: 'product_name',
              name: 'Product A',
            },
          ],
          category: 'vendor',
          name: 'Example Company',
        },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2026-12345',
        cwe: { id: 'CWE-416', name: 'Use After Free' },
        notes: [{ category: 'description', text: 'Memory is used after it was given back.' }],
        product_status: { fixed: ['A-1.1'], known_affected: ['A-1.0'] },
        remediations: [{ category: 'vendor_fix', details: 'Install version 1.1.', product_ids: ['A-1.0'] }],
        scores: [{ cvss_v3: { baseScore: 9.8, baseSeverity: 'CRITICAL', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', version: '3.1' }, products: ['A-1.0'] }],
      },
    ],
  }
}

/** A VEX document in which everything grows with `size`: branches, relationships, groups, vulnerabilities, references. */
export function makeLarge(size: number): Csaf {
  const { document } = makeAdvisory()
  const numbers = Array.from({ length: size }, (_, at) => at)
  const ids = numbers.map((at) => `P-${at}`)
  const slice = (at: number, width: number): string[] => Array.from({ length: Math.min(width, size) }, (_, index) => `P-${(at + index) % size}`)
  return {
    document: { ...document, category: 'csaf_vex' },
    product_tree: {
      branches: [{ category: 'vendor', name: 'Example Company', branches: [{ category: 'product_name', name: 'A', branches: ids.map((id) => ({ category: 'product_version', name: id, product: { name: `Product ${id}`, product_id: id } })) }] }],
      product_groups: numbers.filter((at) => at % 10 === 0).map((at) => ({ group_id: `G-${at}`, product_ids: slice(at, 10) })),
      relationships: numbers.map((at) => ({ category: 'installed_on', full_product_name: { name: `Relation ${at}`, product_id: `R-${at}` }, product_reference: at === 0 ? 'P-0' : `R-${at - 1}`, relates_to_product_reference: `P-${at}` })),
    },
    vulnerabilities: numbers.map((at): Vulnerability => {
      const group = at - (at % 10)
      return {
        cve: `CVE-2026-${100000 + at}`,
        notes: [{ category: 'description', text: `Number ${at}.` }],
        product_status: { known_affected: [`R-${at}`], known_not_affected: slice(group, 10) },
        flags: [{ label: 'component_not_present', group_ids: [`G-${group}`] }],
        remediations: [{ category: 'none_available', details: 'None yet.', product_ids: [`R-${at}`] }],
        scores: [{ cvss_v3: { baseScore: 9.8, baseSeverity: 'CRITICAL', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', version: '3.1' }, products: [`R-${at}`] }],
      }
    }),
  }
}

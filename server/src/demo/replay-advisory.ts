/**
 * The advisory of the teaching case of 2017: out with the fix, at the instant at which the embargo ends; told again when the exploit is
 * there for everybody, and when the worm is, with a fix for what had been given up.
 */
import type { CaseId } from '@openaccord/names'
import type { Draft } from '../capabilities/advisories/index.ts'
import { advisoryHands, type Told } from './advisory-hands.ts'
import { onDay, type Scene, type Stage } from './story.ts'

export const REPLAY_CVE = 'CVE-2026-990017'
const FILES: Told = {
  slug: 'lumen-cloud', number: '001', vendor: 'Lumen Cloud', title: 'Lumen file service: one packet runs a program, without a password',
  products: [{ name: 'File service', releases: [
    { id: 'files-given-up', range: 'vers:semver/<5.0.0', purl: 'pkg:generic/lumen/file-service' },
    { id: 'files-old', range: 'vers:semver/>=5.0.0|<6.2.0', purl: 'pkg:generic/lumen/file-service' },
    { id: 'files-6.2.0', version: '6.2.0', purl: 'pkg:generic/lumen/file-service@6.2.0' },
  ] }],
  vulnerability: {
    cve: REPLAY_CVE, title: 'A length from the network is trusted before anybody has signed in',
    description: 'The file service copies as many bytes as a packet says it holds. One packet, sent before signing in, runs a program of the sender’s choice with all rights of the machine.',
    weaknesses: ['CWE-787'], scores: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    statements: [{ product: 'files-given-up', state: 'affected' }, { product: 'files-old', state: 'affected' }, { product: 'files-6.2.0', state: 'fixed', marks: ['first', 'recommended'] }],
    remedies: [
      { kind: 'fix', details: 'Install 6.2.0.', products: ['files-old'], restart: 'machine' },
      { kind: 'no-fix-planned', details: 'Versions before 5.0.0 are no longer looked after. Replace them, or cut them off from every network.', products: ['files-given-up'] },
      { kind: 'mitigation', details: 'Close TCP 445 at every border of a network, and between its parts.', products: ['files-old'] },
    ],
  },
  people: { what: 'A machine that shares files could be taken over from afar, without anybody doing anything wrong.', affected: 'Yes, if a machine of yours shares files and was not updated since.', action: 'Install the update and restart. It cannot wait for a better week.' },
  administrators: { affected: 'Every version of the file service before 6.2.0.', action: 'Install 6.2.0 on what is reached from other networks first, then everywhere. Close TCP 445 where it is not needed.' },
  credits: [{ organization: 'Harbour Accord Secretariat', role: 'coordinator' }],
}

const change = (draft: Draft, to: (one: Draft['vulnerabilities'][number]) => Draft['vulnerabilities'][number]): Draft => ({ ...draft, vulnerabilities: draft.vulnerabilities.map(to) })

/** Days count from the present, as everywhere in the story. */
export function replayAdvisoryScenes(stage: Stage, days: { ready: number; fix: number; leak: number; worm: number }, behind: () => CaseId): Scene[] {
  const { publishes, save, sign, startsPublishing, write } = advisoryHands(stage)
  const since = (day: number): string => new Date(onDay(stage, day) / 1000).toISOString()
  return [
    { day: days.ready, play: async () => {
      await startsPublishing(FILES.slug, [REPLAY_CVE])
      await write(FILES, behind())
      await sign(FILES, days.fix)
    } },
    { day: days.fix + 0.02, play: () => stage.house.advisories.publishDue() },
    ...publishes(days.leak + 0.1, FILES, () => save(FILES, (draft) => change(draft, (one) => ({ ...one, notes: [{ kind: 'general', title: 'An exploit is public', text: 'A working exploit was put on the internet today. No attack is known to us yet.' }] })), 'An exploit is public: install the update this week.')),
    ...publishes(days.worm + 0.8, FILES, () => save(FILES, (draft) => withFixForAll(draft, since(days.worm)), 'A worm uses it; versions that were given up have a fix too.')),
  ]
}

/** What had been given up is fixed after all. */
function withFixForAll({ products, ...draft }: Draft, since: string): Draft {
  const releases = [{ id: 'files-4.9.9', version: '4.9.9', purl: 'pkg:generic/lumen/file-service@4.9.9' }]
  return change({ ...draft, products: { vendors: products.vendors.map((vendor) => ({ ...vendor, products: vendor.products.map((product) => ({ ...product, releases: [...product.releases.map((one) => (one.id === 'files-given-up' ? { ...one, range: 'vers:semver/<4.9.9' } : one)), ...releases] })) })) } }, (one) => ({
    ...one, notes: [], exploitation: { details: 'A worm spreads by it from machine to machine.', since },
    statements: [...one.statements, { product: 'files-4.9.9', state: 'fixed' }],
    remedies: [...(one.remedies ?? []).filter(({ kind }) => kind !== 'no-fix-planned'), { kind: 'fix', details: 'Install 4.9.9, made for versions that are no longer looked after, and replace them soon.', products: ['files-given-up'], restart: 'machine' }],
  }))
}

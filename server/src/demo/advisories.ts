/**
 * What members of the sample alliance have published about weaknesses in their products: one advisory revised, one withdrawn, one
 * that says why nothing is affected; and a draft that waits for a second person. Any likeness to a real product is chance.
 */
import { DRAFT_FORMAT, type Draft } from '../capabilities/advisories/index.ts'
import { advisoryHands, type Told } from './advisory-hands.ts'
import type { Scene, Stage } from './story.ts'

const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

const DRIVE: Told = {
  slug: 'ferrous-works', number: '001', vendor: 'Ferrous Works', title: 'Ferrous Drive X2 accepts firmware that nobody signed',
  products: [
    { name: 'Drive X2', releases: [{ id: 'x2-old', range: 'vers:semver/>=4.0.0|<4.2.1', purl: 'pkg:generic/ferrous/drive-x2' }, { id: 'x2-4.2.1', version: '4.2.1', purl: 'pkg:generic/ferrous/drive-x2@4.2.1' }] },
    { name: 'Drive X2 Lite', releases: [{ id: 'x2-lite', range: 'vers:all/*', purl: 'pkg:generic/ferrous/drive-x2-lite' }] },
  ],
  vulnerability: {
    cve: 'CVE-2026-990101', title: 'The signature of a firmware image is not looked at over the service port',
    description: 'An image that is sent over the service port is written without its signature being checked. Whoever reaches that port can put a program of their own into the drive.',
    weaknesses: ['CWE-347'], scores: [{ vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    statements: [{ product: 'x2-old', state: 'affected' }, { product: 'x2-4.2.1', state: 'fixed', marks: ['first', 'recommended'] }, { product: 'x2-lite', state: 'investigating' }],
    remedies: [{ kind: 'fix', details: 'Install firmware 4.2.1 from the customer portal.', products: ['x2-old'], restart: 'machine' }, { kind: 'mitigation', details: 'Close the service port (TCP 9010) at the edge of the drive network.', products: ['x2-old'] }],
  },
  people: { what: 'A drive in a pump or a belt could be given a program that its maker did not write.', affected: 'Only where somebody can reach the drive’s own network.', action: 'Nothing at home. Operators install the update.' },
  administrators: { affected: 'Drive X2 with firmware 4.0.0 to 4.2.0.', action: 'Close port 9010 today, install 4.2.1 at the next stop.' },
  credits: [{ name: 'Ondine Marchetti', organization: 'Slackwater Research', role: 'finder', summary: 'Found and reported it.' }],
}

const LITE_IS_FIXED = ({ head, products, vulnerabilities: [one] }: Draft): Draft => ({
  head, format: DRAFT_FORMAT,
  products: { vendors: products.vendors.map((vendor) => ({ ...vendor, products: vendor.products.map((product) => (product.name !== 'Drive X2 Lite' ? product : { ...product, releases: [{ id: 'x2-lite', range: 'vers:semver/<1.9.0', purl: 'pkg:generic/ferrous/drive-x2-lite' }, { id: 'x2-lite-1.9.0', version: '1.9.0', purl: 'pkg:generic/ferrous/drive-x2-lite@1.9.0' }] })) })) },
  vulnerabilities: [{
    ...one!, statements: [...one!.statements.filter(({ product }) => product !== 'x2-lite'), { product: 'x2-lite', state: 'affected' }, { product: 'x2-lite-1.9.0', state: 'fixed' }],
    remedies: [...(one!.remedies ?? []), { kind: 'fix', details: 'Install firmware 1.9.0.', products: ['x2-lite'], restart: 'machine' }],
  }],
})

const FOLDER: Told = {
  slug: 'small-lantern', number: '001', vendor: 'Small Lantern', title: 'Small Lantern: who has left a shared folder still reads what is added to it',
  products: [{ name: 'Lantern', releases: [{ id: 'lantern-old', range: 'vers:npm/>=3.1.0|<3.4.2', purl: 'pkg:npm/lantern' }, { id: 'lantern-3.4.2', version: '3.4.2', purl: 'pkg:npm/lantern@3.4.2' }] }],
  vulnerability: {
    cve: 'CVE-2026-990202', title: 'The key of a shared folder is kept when somebody leaves it',
    description: 'When a person is taken out of a shared folder, its key is not renewed. With an old copy of that key, entries that are added later can be read.',
    weaknesses: ['CWE-212'], scores: [{ vector: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N' }],
    statements: [{ product: 'lantern-old', state: 'affected' }, { product: 'lantern-3.4.2', state: 'fixed', marks: ['first', 'recommended'] }],
    remedies: [{ kind: 'fix', details: 'Update to 3.4.2; it renews the key of every shared folder when it is opened.', products: ['lantern-old'] }],
  },
  people: { what: 'Somebody who has left a shared folder could still read passwords that were added to it later.', affected: 'Yes, if you shared a folder and took somebody out of it.', action: 'Update, open the folder once, and change the passwords that were added since.' },
  credits: [{ organization: 'Small Lantern', role: 'finder', summary: 'Found in our own review.' }],
}

const CLIPBOARD: Told = {
  ...FOLDER, number: '002', title: 'Small Lantern: passwords stay in the clipboard',
  vulnerability: {
    cve: 'CVE-2026-990203', title: 'The clipboard is not emptied', description: 'After a minute the clipboard should be emptied. It was said that on some desktops it is not.',
    weaknesses: ['CWE-200'], scores: [{ vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N' }],
    statements: [{ product: 'lantern-old', state: 'affected' }, { product: 'lantern-3.4.2', state: 'fixed' }], remedies: [{ kind: 'fix', details: 'Update to 3.4.2.', products: ['lantern-old'] }],
  },
  people: { what: 'A password could stay in the clipboard for longer than a minute.', affected: 'Perhaps, on a desktop with a clipboard history.', action: 'Update.' },
}

const NOT_AFFECTED: Told = {
  slug: 'ferrous-works', number: '002', kind: 'vex', vendor: 'Ferrous Works', title: 'Ferrous controllers are not affected by the flaw in tinyparse',
  products: [{ name: 'Controller C7', releases: [{ id: 'c7', range: 'vers:all/*', purl: 'pkg:generic/ferrous/controller-c7' }] }],
  vulnerability: {
    cve: 'CVE-2026-990909', title: 'A length field is trusted in tinyparse', description: 'The library tinyparse reads past its buffer when a packet states a length larger than itself.', weaknesses: ['CWE-125'],
    statements: [{ product: 'c7', state: 'not-affected', justification: 'vulnerable_code_not_in_execute_path', because: 'The controller carries the library for its diagnosis tool only, which is not installed on the device.' }],
  },
  people: { what: 'A flaw in a library that many devices carry was published by others.', affected: 'No controller of Ferrous Works is.', action: 'Nothing.' },
}

const METER: Told = {
  slug: 'aurora-chips', number: '001', vendor: 'Aurora Chips', title: 'Aurora M4: the debug port of early meters stays open',
  products: [{ name: 'M4 firmware', releases: [{ id: 'm4-old', range: 'vers:semver/<2.0.3', purl: 'pkg:generic/aurora/m4-firmware' }, { id: 'm4-2.0.3', version: '2.0.3', purl: 'pkg:generic/aurora/m4-firmware@2.0.3' }] }],
  vulnerability: {
    cve: 'CVE-2026-990301', title: 'The fuse that closes the debug port is read too late', description: 'For forty milliseconds after power is given, the debug port answers although its fuse is blown. Whoever holds the meter in hand can read its memory.',
    weaknesses: ['CWE-1191'], scores: [{ vector: 'CVSS:3.1/AV:P/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N' }],
    statements: [{ product: 'm4-old', state: 'affected' }, { product: 'm4-2.0.3', state: 'fixed', marks: ['first', 'recommended'] }], remedies: [{ kind: 'fix', details: 'Boot loader 2.0.3 reads the fuse first; meter makers roll it out over the air.', products: ['m4-old'] }],
  },
  people: { what: 'Somebody who opens an early meter could read what it stores.', affected: 'Perhaps, if your meter was installed before this spring.', action: 'Nothing: your supplier updates it from afar.' },
  credits: [{ name: 'Teodor Lindgren', role: 'finder' }],
}

const WAITING: Told = {
  ...METER, number: '002', title: 'Aurora M4: an update can be stopped half-way',
  vulnerability: {
    ...METER.vulnerability, cve: 'CVE-2026-990302', title: 'A half-written image is started', description: 'When power fails during an update, the half-written image is started once before the old one takes over.',
    weaknesses: ['CWE-367'], scores: [{ vector: 'CVSS:3.1/AV:P/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:L' }],
  },
  people: { what: 'An update that is cut off could start half of a program once.', affected: 'Perhaps, during an update.', action: 'Nothing: your supplier updates it from afar.' },
}

/** Being written: what is affected and what to do is said, how bad it is not yet. */
const GATEWAY: Told = {
  slug: 'northgate-grid', number: '001', vendor: 'Northgate Grid', title: 'Northgate gateway: a name can run a command',
  products: [{ name: 'Substation gateway', releases: [{ id: 'gateway-old', range: 'vers:semver/<3.1.0', purl: 'pkg:generic/northgate/gateway' }, { id: 'gateway-3.1.0', version: '3.1.0', purl: 'pkg:generic/northgate/gateway@3.1.0' }] }],
  vulnerability: {
    title: 'The name of a substation is passed to a shell', description: 'Whoever may name a substation can have the gateway run a command of their own.', weaknesses: ['CWE-78'],
    statements: [{ product: 'gateway-old', state: 'affected' }, { product: 'gateway-3.1.0', state: 'fixed', marks: ['first', 'recommended'] }], remedies: [{ kind: 'fix', details: 'Install 3.1.0.', products: ['gateway-old'] }],
  },
  people: { what: 'Somebody who works at a substation could make its gateway do what they want.', affected: 'Nobody at home is.', action: 'Nothing at home. Operators install the update.' },
}

export function advisoryScenes(stage: Stage): Scene[] {
  const { house: { advisories }, desks } = stage
  const { idOf, publishes, save, startsPublishing, submit, write } = advisoryHands(stage)

  async function open(): Promise<void> {
    for (const [slug, ids] of [['ferrous-works', ['CVE-2026-990101', 'CVE-2026-990102']], ['small-lantern', ['CVE-2026-990202', 'CVE-2026-990203']], ['aurora-chips', ['CVE-2026-990301', 'CVE-2026-990302', 'CVE-2026-990303']], ['northgate-grid', ['CVE-2026-990401', 'CVE-2026-990402']]] as const) {
      await startsPublishing(slug, ids)
    }
    for (const { name, releases } of DRIVE.products) await advisories.addProduct(desks.get('ferrous-works')!.first, { vendor: DRIVE.vendor, name, releases })
    for (const { name, releases } of GATEWAY.products) await advisories.addProduct(desks.get('northgate-grid')!.first, { vendor: GATEWAY.vendor, name, releases })
  }

  return [
    scene(-130, open),
    ...publishes(-120, DRIVE, () => write(DRIVE)),
    ...publishes(-90, DRIVE, () => save(DRIVE, LITE_IS_FIXED, 'The Lite edition is affected too, and has its update.')),
    ...publishes(-75, FOLDER, () => write(FOLDER)),
    ...publishes(-60, NOT_AFFECTED, () => write(NOT_AFFECTED)),
    ...publishes(-50, CLIPBOARD, () => write(CLIPBOARD)),
    ...publishes(-45, CLIPBOARD, () => advisories.withdrawAdvisory(desks.get('small-lantern')!.first, idOf(CLIPBOARD), 'The clipboard is emptied by every version; what was seen was the history of the desktop itself.')),
    ...publishes(-20, METER, () => write(METER)),
    scene(-2, async () => {
      await write(GATEWAY)
      await save(GATEWAY, ({ head, ...draft }) => ({ ...draft, head: { ...head, credits: [{ name: 'A technician of ours', role: 'reporter' }] } }), 'First release.')
    }),
    scene(-1, async () => { await write(WAITING); await submit(WAITING) }),
  ]
}

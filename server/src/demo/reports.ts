/**
 * Reports in the sample alliance: two teams with a desk, whose keys open with a passphrase that the label of the key tells; one
 * report that waits, one that is worked on, one that was put aside, one that came by mail.
 */
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { base64, parseReceiptCode, printMessage, printReceiptCode, printReport, receiptKeys, type ReportAnswers } from '@openaccord/facts'
import type { ReportId } from '@openaccord/names'
import type { Actor } from '../kernel/index.ts'
import { solveEffort } from '../platform/effort.ts'
import type { Scene, Stage } from './story.ts'

/** Known to everybody: it keeps nothing secret, it shows how unlocking works. */
export const SAMPLE_PASSPHRASE = 'harbour lights at dusk'
/** A receipt that anybody may try, of the report that is worked on. */
export type SampleReports = { passphrase: string; code: string; report: ReportId }

const ADDRESS = '127.0.0.1'
const METERS = 'northgate-grid'
const VAULT = 'small-lantern'
const COORDINATOR = 'secretariat'
const NO_ANSWERS: Omit<ReportAnswers, 'title' | 'text'> = { product: '', versions: '', steps: '', impact: '', known: 'no', plans: '', credit: '', contact: '' }

const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

/** `told`: hears of the receipt once there is one. */
export function reportScenes({ house, people }: Stage, told: (sample: SampleReports) => void): Scene[] {
  const { reports } = house
  const analystOf = (slug: string): Actor => people.find(({ organisation, actor }) => organisation === slug && actor.may.has('reports.triage'))!.actor
  const ids = new Map<string, ReportId>()
  let reporter = { code: '', recipient: '', access: '' }

  async function openDesk(slug: string, safeHarbour: 'partial' | 'full', policy: string): Promise<void> {
    const analyst = analystOf(slug)
    const identity = await generateX25519Identity()
    await reports.addKey(analyst, { recipient: await identityToRecipient(identity), label: `Sample key; its passphrase is “${SAMPLE_PASSPHRASE}”`, wrapped: await wrapped(identity) })
    await reports.setDesk(analyst, {
      open: true, languages: ['en'], safeHarbour, policy, policyLanguage: 'en', policyUrl: `https://${slug}.example/security`,
      contacts: [{ name: 'On duty', mail: `psirt@${slug}.example` }, { name: 'Head of security', mail: `security-lead@${slug}.example` }],
    })
  }

  const effort = async () => {
    const given = await house.effort.challenge('report')
    return { challenge: given.challenge, number: solveEffort(given) }
  }
  /** As a browser does it; the code is kept for the guide. */
  async function file(name: string, to: string, answers: Pick<ReportAnswers, 'title' | 'text'> & Partial<ReportAnswers>): Promise<void> {
    const code = await printReceiptCode(house.random(20))
    const keys = await receiptKeys((await parseReceiptCode(code))!)
    const recipient = await identityToRecipient(keys.identity)
    const { recipients } = await reports.desk(to)
    const sealed = await encrypted([...recipients, recipient], printReport({ language: 'en', answers: { ...NO_ANSWERS, ...answers }, files: [] }))
    const { report } = await reports.file({ to, ciphertext: base64(sealed), recipient, accessSha256: keys.accessSha256, salt: keys.salt, language: 'en', effort: await effort() }, { address: ADDRESS, speaks: 'en' })
    ids.set(name, report)
    reporter = { code, recipient, access: keys.access }
  }
  const message = async (to: string, text: string) => base64(await encrypted([...(await reports.desk(to)).recipients, reporter.recipient], printMessage({ language: 'en', text, files: [] })))

  return [
    scene(-70, async () => {
      await openDesk(METERS, 'full', 'Tell us what you found, how you found it, and how to reach you. We answer within five working days, we do not go after anybody who looked in good faith, and we thank by name whoever wants it.')
      await openDesk(VAULT, 'partial', 'We are ten people. We read every report within two days and tell you what we do with it.')
      await openDesk(COORDINATOR, 'full', 'Do you not know whose weakness it is, or does nobody answer you? Tell us. We find everyone concerned, agree on a day, and keep your name out of it if you wish.')
      const analyst = analystOf(METERS)
      const { id } = await reports.addProduct(analyst, { name: 'Northgate Substation Gateway', purls: ['pkg:generic/northgate-substation-gateway'], cpes: ['cpe:2.3:a:northgate:substation_gateway'], domains: [`${METERS}.example`], answers: 'named' })
      await reports.importSbom(analyst, id, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ purl: 'pkg:generic/openssl@3.0.8' }, { purl: 'pkg:pypi/paho-mqtt@1.6.1' }, { purl: 'pkg:npm/express@4.18.2' }] }))
      const lantern = analystOf(VAULT)
      const { id: second } = await reports.addProduct(lantern, { name: 'Lantern Password Manager', purls: ['pkg:npm/small-lantern'], cpes: [], domains: [`${VAULT}.example`], answers: 'counted' })
      await reports.importSbom(lantern, second, JSON.stringify({ spdxVersion: 'SPDX-2.3', packages: [{ name: 'express', externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/express@4.19.0' }] }] }))
    }),
    scene(-40, async () => {
      await file('missing header', METERS, { title: 'A header is missing on your website', text: 'Your website sends no Content-Security-Policy.', product: 'The website' })
      await reports.move(analystOf(METERS), ids.get('missing header')!, 'invalidate', 'Thank you. That page shows text and takes no input, so we hold this for advice, not for a weakness.')
      await reports.move(analystOf(METERS), ids.get('missing header')!, 'close', 'Closed with thanks.')
    }),
    scene(-12, () => file('gateway', METERS, {
      title: 'The gateway believes a name', product: 'Northgate Substation Gateway', versions: '4.0 to 4.2', known: 'no', credit: 'A. Reporter',
      text: 'The name of a substation is put into a command that the gateway runs. A name with a semicolon in it runs whatever follows.', steps: 'Rename a substation to: x; id', impact: 'Who may rename a substation controls the gateway.',
    })),
    scene(-11, async () => {
      const [analyst, id] = [analystOf(METERS), ids.get('gateway')!]
      await reports.acknowledge(analyst, id, 'We have read it and try it out today.')
      await reports.note(analyst, id, {
        title: 'Command run from the name of a substation', text: 'Confirmed on 4.2 in the laboratory. Reached by anybody who may rename a substation.', components: ['pkg:generic/northgate-substation-gateway@4.2'],
        cves: [], cwes: ['CWE-78'], cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', ssvc: [{ table: 'supplier', choices: { E: 'N', U: 'E', TI: 'T', PSI: 'S' } }], duplicateOf: null,
      })
      await reports.move(analyst, id, 'validate', 'We can repeat it.')
      await reports.answer(analyst, id, await message(METERS, 'We can repeat what you describe on 4.2. Did you see it on 3.x too?'))
      await reports.move(analyst, id, 'accept', 'We work on a fix and tell you when there is one.')
      await reports.write({ access: reporter.access, ciphertext: await message(METERS, 'I have no 3.x here, I am sorry.') })
      told({ passphrase: SAMPLE_PASSPHRASE, code: reporter.code, report: id })
    }),
    scene(-6, async () => void ids.set('mail', await reports.fileByMail({ to: VAULT, from: 'reader@finder.example', answers: { title: 'Clipboard keeps a password', text: 'After a minute the clipboard should be empty, and on a locked screen it is not.' }, files: [], language: 'en' }))),
    scene(-2, () => file('mirror', METERS, { title: 'Updates are taken without a signature', product: 'Northgate Substation Gateway', text: 'The mirror of updates is asked without checking a signature when the first one does not answer.', known: 'unknown' })),
  ]
}

async function encrypted(recipients: readonly string[], bytes: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(bytes)
}

async function wrapped(identity: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(SAMPLE_PASSPHRASE)
  encrypter.setScryptWorkFactor(15)
  return base64(await encrypter.encrypt(identity))
}

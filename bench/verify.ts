/**
 * What outsiders run: one act verified from its evidence file, against bare Ed25519; a whole log audited from its tiles in
 * memory, against bare SHA-256 of the same leaves and nodes. By turns, in one run.
 *
 *   node --conditions=source bench/verify.ts [entries=1000000] [verifications=300]
 */
import { createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { entryOf } from '@openaccord/facts'
import { cosigner, createTileBuilder, noteSigner, parseEntryBundle, printNote, signCheckpoint } from '@openaccord/tlog'
import { auditLog, verifyEvidence } from '@openaccord/verifier'
import { createPaperHub, keyFrom, ORG, START } from '../packages/verifier/src/testing/paper-hub.ts'
import { median } from './parts/asking.ts'

const [ENTRIES = 1_000_000, TIMES = 300] = process.argv.slice(2).map(Number)
/** Log, two witnesses, and the one who signed the act. */
const SIGNATURES = 4
const NOW = START + 365 * 86_400

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes)
type Measured = { ms: number; cpu: number }
const paper = await createPaperHub()
await verifying()
await auditing()

/** One file: the act, its key's registration and confirmation, a checkpoint with two cosignatures. Read anew each time. */
async function verifying(): Promise<void> {
  const key = await keyFrom('one')
  const file = await paper.evidence(...(await signedAct()))
  async function signedAct(): Promise<[number, number[]]> {
    const keys = await paper.registerKey(key)
    const act = await paper.signAct(key)
    for (let n = 0; n < 1_000; n++) paper.tell('members', 'organisation.left', { organisation: ORG })
    return [act, keys]
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const message = Buffer.alloc(400, 1)
  const signature = sign(null, message, privateKey)
  const imported = createPublicKey({ key: publicKey.export({ format: 'der', type: 'spki' }), format: 'der', type: 'spki' })
  const once = async (): Promise<void> => {
    const { answer } = await verifyEvidence(file, { policy: paper.policyText }, NOW)
    if (answer !== 'verified') throw new Error(answer)
  }
  for (let n = 0; n < 50; n++) await once()
  const [ours, bare]: [Measured[], Measured[]] = [[], []]
  for (let n = 0; n < TIMES; n++) {
    ours.push(await measured(once))
    bare.push(await measured(() => {
      for (let count = 0; count < SIGNATURES; count++) verify(null, message, imported, signature)
    }))
  }
  const ms = (of: readonly Measured[]): string => `${median(of.map((one) => one.ms)).toFixed(2)} ms`
  const cpu = (of: readonly Measured[]): string => `${((of.reduce((sum, one) => sum + one.cpu, 0) / TIMES) * 1000).toFixed(2)} ms`
  const late = ours.map((one) => one.ms).sort((a, b) => a - b)[Math.floor(TIMES * 0.99)] ?? NaN
  console.log(`one evidence file of ${(file.length / 1000).toFixed(1)} KB with two witnesses: ${ms(ours)} in the median, ${late.toFixed(2)} ms at the 99th percentile (target 5 ms); its ${SIGNATURES} signatures bare ${ms(bare)}, ratio ${median(ours.map((one, at) => (bare[at]?.ms ?? NaN) / one.ms)).toFixed(2)}; processor time ${cpu(ours)} / ${cpu(bare)}`)
}

/** Every hash recomputed up to the root, every entry read; payloads are not fetched. */
async function auditing(): Promise<void> {
  const { files, checkpoint } = await fill()
  const fetchTile = async (path: string): Promise<Uint8Array | undefined> => files.get(path)
  const bundles = [...files].filter(([path]) => path.startsWith('tile/entries/')).map(([, bytes]) => bytes)
  const leaves = bundles.map((bundle) => parseEntryBundle(bundle).map((leaf) => Buffer.concat([Buffer.alloc(1), leaf])))
  const node = Buffer.alloc(65, 1)
  const [ours, bare]: Measured[] = [
    await measured(async () => {
      const { answer, figures } = await auditLog({ checkpoint, fetchTile, trust: { policy: paper.policyText }, now: NOW })
      if (answer !== 'verified' || figures?.entries !== ENTRIES) throw new Error(`${answer}, ${figures?.entries} entries`)
    }),
    await measured(() => {
      for (const each of leaves) for (const leaf of each) hash('sha256', leaf)
      for (let n = 1; n < ENTRIES; n++) hash('sha256', node)
    }),
  ]
  const rate = ({ ms }: Measured): string => `${Math.round((ENTRIES / ms) * 1000).toLocaleString('en')}/s`
  const each = ({ cpu }: Measured): string => `${((cpu / ENTRIES) * 1e6).toFixed(1)} µs`
  console.log(`an audit of ${ENTRIES.toLocaleString('en')} entries ${rate(ours!)} (target 100,000/s), bare SHA-256 of its leaves and nodes ${rate(bare!)}, ratio ${(bare!.ms / ours!.ms).toFixed(2)}; processor time an entry ${each(ours!)} / ${each(bare!)}; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, the tiles in it`)
}

/** A log of as many entries as asked, its tiles, and a checkpoint that both witnesses have cosigned. */
async function fill() {
  const builder = await createTileBuilder()
  for (let n = 0; n < ENTRIES; n++) {
    const fact = { id: `fact_${String(n).padStart(20, '0')}`, room: 'members', kind: 'organisation.described', at: START * 1_000_000 + n, body: `{"organisation":"${ORG}","name":"Name ${n}"}` }
    builder.append(Buffer.from(entryOf(fact, sha256)!.leaf))
  }
  const files = new Map(builder.take().map(({ path, bytes }) => [path, bytes]))
  const { origin, logKey, witnessKeys } = paper
  const signers = [noteSigner(origin, logKey), ...witnessKeys.map(({ name, key }) => cosigner(name, key, START + ENTRIES))]
  return { files, checkpoint: printNote(await signCheckpoint({ origin, size: builder.size, root: builder.root(), extensions: [] }, signers)) }
}

/** Wall time in milliseconds, and seconds of processor time of all threads. */
async function measured(work: () => void | Promise<void>): Promise<Measured> {
  const [began, usage] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(usage)
  return { ms: performance.now() - began, cpu: (user + system) / 1e6 }
}

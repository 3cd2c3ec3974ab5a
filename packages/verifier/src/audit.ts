/**
 * Auditing a whole log from its checkpoint and tiles, without believing the hub: every hash recomputed, every entry read,
 * compared with what was kept last time and with what others were shown. With payloads: every act's signature and key too.
 */
import { createTileReader, TlogError, type FetchTile } from '@openaccord/tlog'
import { answerOf, notCovered, ok, refused, wordsOf, type Answer, type Step } from './answer.ts'
import { createEntryAudit, type Doubted, type EntryFault, type Figures, type Seal } from './audit-entries.ts'
import { walkTree, type TreeFault } from './audit-tree.ts'
import { judgeCheckpoint } from './checkpoints.ts'
import { compare } from './consistency.ts'
import type { Conflict } from './conflict.ts'
import { keptCheckpoint, type LogState } from './log-state.ts'
import type { FetchPayload } from './monitor.ts'
import { sameBytes } from './texts.ts'
import { policyOf, type Trust } from './trust.ts'

export type AuditOptions = {
  /** The log's checkpoint, as it is served now. */
  readonly checkpoint: string
  readonly fetchTile: FetchTile
  /** Without it signatures are not checked, only that the log holds what it holds. */
  readonly fetchPayload?: FetchPayload | undefined
  readonly trust: Trust
  /** What was kept last time. Without it, that an earlier history was shown would not be noticed: said as a limit. */
  readonly from?: LogState | undefined
  /** Checkpoints of this log that others were shown: a witness, another auditor. */
  readonly elsewhere?: readonly string[]
  /** Seconds since 1970. */
  readonly now?: number
  readonly onProgress?: (entries: number, all: number) => void
}
export type Audit = {
  readonly answer: Answer
  readonly steps: readonly Step[]
  /** The first of what is wrong, and how many there are in all. */
  readonly faults: readonly (TreeFault | EntryFault)[]
  readonly faultCount: number
  readonly figures: Figures | undefined
  /** Sealed entries past their date and not opened: visible by themselves, and no fault of the log. */
  readonly overdue: readonly Seal[]
  readonly late: readonly Seal[]
  readonly doubted: readonly Doubted[]
  /** Acts of a key that came into doubt later, which only the log's own clock dates before. */
  readonly undecided: number
  readonly limits: readonly { readonly code: 'first-time' | 'payloads-not-read' | 'no-clock'; readonly words: string }[]
  /** To keep; only where nothing was refused. */
  readonly state: LogState | undefined
  readonly conflicts: readonly Conflict[]
}

const FAULTS_SHOWN = 100

export async function auditLog(options: AuditOptions): Promise<Audit> {
  const { checkpoint, trust, from, now } = options
  const judged = await judgeCheckpoint(checkpoint, policyOf(trust), now)
  const blank = { faults: [], faultCount: 0, figures: undefined, overdue: [], late: [], doubted: [], undecided: 0, limits: limitsOf(options), state: undefined, conflicts: [] }
  if (judged.checkpoint === undefined || judged.steps.some(({ outcome }) => outcome === 'refused')) return { ...blank, answer: 'refused', steps: judged.steps }
  const { origin, size, root } = judged.checkpoint
  const kept = from === undefined ? undefined : keptCheckpoint(from, origin)
  const faults = createFaults()
  const seen = kept !== undefined && from?.seenBy !== undefined ? { size: kept.size, by: from.seenBy } : undefined
  const entries = createEntryAudit({ origin, fetchPayload: options.fetchPayload, onFault: faults.entry, seen, seenBy: judged.seenBy })
  let done = 0
  const walked = await walkTree({
    fetchTile: options.fetchTile, size, onFault: faults.tree,
    async onEntries(first, leaves) {
      await entries.take(first, leaves)
      done += leaves.length
      options.onProgress?.(done, size)
    },
  })
  const ended = entries.end(now)
  const tree = judgeTree(walked, root, size, faults)
  const { steps: compared, conflicts } = await compareAll(options, judged.checkpoint, tree.outcome === 'ok')
  const steps = [...judged.steps, ...compared, tree, judgeEntries(faults, ended.figures.entries), ...(options.fetchPayload === undefined ? [] : [judgeActs(faults, ended.figures)])]
  const answer = answerOf(steps)
  return { ...blank, answer, steps, faults: faults.shown, faultCount: faults.count(), ...ended, conflicts, state: answer === 'verified' ? { checkpoint, seenBy: judged.seenBy } : undefined }
}

function limitsOf({ from, fetchPayload, now }: AuditOptions): Audit['limits'] {
  return [
    ...(from === undefined ? [{ code: 'first-time', words: 'nothing was kept from an earlier time, so whether the log has changed since then is not covered' } as const] : []),
    ...(fetchPayload === undefined ? [{ code: 'payloads-not-read', words: 'what was signed was not read: that the log is whole is covered, who signed is not' } as const] : []),
    ...(now === undefined ? [{ code: 'no-clock', words: 'no clock was asked, so neither times from the future nor missed deadlines are noticed' } as const] : []),
  ]
}

const PAYLOAD_FAULTS: ReadonlySet<string> = new Set(['malformed-entry', 'id-twice', 'dated-after-seen', 'opens-nothing'])

function createFaults() {
  const shown: (TreeFault | EntryFault)[] = []
  const counts = { tree: 0, entries: 0, payloads: 0 }
  const take = (where: keyof typeof counts, fault: TreeFault | EntryFault): void => {
    counts[where] += 1
    if (shown.length < FAULTS_SHOWN) shown.push(fault)
  }
  return {
    shown,
    counts,
    count: () => counts.tree + counts.entries + counts.payloads,
    tree: (fault: TreeFault) => take('tree', fault),
    entry: (fault: EntryFault) => take(PAYLOAD_FAULTS.has(fault.code) ? 'entries' : 'payloads', fault),
  }
}
type Faults = ReturnType<typeof createFaults>

function judgeTree(found: Uint8Array | undefined, root: Uint8Array, size: number, { counts, shown }: Faults): Step {
  if (found !== undefined && !sameBytes(found, root)) return refused('tree', 'root-differs', `the ${size} entries do not hash to the root of the checkpoint`, { size })
  if (counts.tree > 0 || found === undefined) return refused('tree', shown.find((fault) => 'path' in fault)?.code ?? 'tile-missing', `${counts.tree} tiles or entries are not what they should be: ${shown.find((fault) => 'path' in fault)?.words ?? ''}`, { faults: counts.tree })
  return ok('tree', 'recomputed', `every hash of ${size.toLocaleString('en')} entries was recomputed, up to the root`, { size })
}

function judgeEntries({ counts, shown }: Faults, read: number): Step {
  if (counts.entries > 0) return refused('entries', 'entries-refused', `${counts.entries} entries are not right: ${shown.find(({ code }) => PAYLOAD_FAULTS.has(code))?.words ?? ''}`, { faults: counts.entries })
  return ok('entries', 'entries', `each of ${read.toLocaleString('en')} entries is in its one form`, { entries: read })
}

function judgeActs({ counts, shown }: Faults, { actsChecked, payloadsRead }: Figures): Step {
  if (counts.payloads > 0) return refused('acts', 'acts-refused', `${counts.payloads} payloads are not right: ${shown.find((fault) => !('path' in fault) && !PAYLOAD_FAULTS.has(fault.code))?.words ?? ''}`, { faults: counts.payloads })
  return ok('acts', 'acts', `${payloadsRead.toLocaleString('en')} payloads are what their entries name, and ${actsChecked.toLocaleString('en')} acts are signed by a key that stood at the time`, { payloads: payloadsRead, acts: actsChecked })
}

/** With what was kept, and with what others were shown: each either begins this log, or convicts it. */
async function compareAll({ checkpoint, fetchTile, from, elsewhere = [], trust, now }: AuditOptions, tree: { size: number; root: Uint8Array; origin: string }, whole: boolean): Promise<{ steps: Step[]; conflicts: Conflict[] }> {
  const others: [text: string, whose: string][] = [...(from === undefined ? [] : [[from.checkpoint, 'what was kept'] as [string, string]]), ...elsewhere.map((text, at): [string, string] => [text, `checkpoint ${at + 1} from elsewhere`])]
  const steps: Step[] = []
  const conflicts: Conflict[] = []
  if (others.length === 0) return { steps, conflicts }
  const reader = await createTileReader({ fetchTile, checkpoint: tree }).catch((error: unknown) => wordsOf(error, TlogError))
  for (const [text, whose] of others) {
    const judged = await judgeCheckpoint(text, policyOf(trust), now)
    const unsigned = judged.steps.find(({ name, outcome }) => name === 'checkpoint' && outcome !== 'ok')
    if (unsigned !== undefined || judged.checkpoint?.origin !== tree.origin) {
      steps.push({ ...(unsigned ?? refused('consistency', 'other-log', `${whose} is of another log`)), name: 'consistency', words: `${whose}: ${unsigned?.words ?? 'of another log'}` })
      continue
    }
    if (judged.checkpoint.size > tree.size && whose !== 'what was kept') {
      steps.push(notCovered('consistency', 'later', `${whose} is longer (${judged.checkpoint.size} entries) than what the hub shows (${tree.size}), so it cannot be compared: ask the hub again`, { size: judged.checkpoint.size }))
      continue
    }
    try {
      if (typeof reader === 'string') throw new TlogError('tile-refused', reader)
      const { step, conflict } = await compare({ text: checkpoint, ...reader }, text, whose)
      steps.push(step)
      if (conflict !== undefined) conflicts.push(conflict)
    } catch (error) {
      if (whole || !(error instanceof TlogError)) throw error
      steps.push(refused('consistency', error.code, `${whose} could not be compared: ${error.message}`))
    }
  }
  return { steps, conflicts }
}

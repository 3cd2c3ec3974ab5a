/**
 * Recounting a ballot from its bundle, offline and without believing the hub: a story of named steps, and one answer. With the
 * hub's log beside it, also that no entry about the ballot was left out.
 */
import { createFrontier, leafHash, type FetchTile } from '@openaccord/tlog'
import { answerOf, notCovered, ok, refused, wordsOf, type Answer, type Step } from './answer.ts'
import { walkTree } from './audit-tree.ts'
import { parseBallotBundle, type BallotBundle } from './ballot-bundle.ts'
import { readStory, type Proven } from './ballot-story.ts'
import { judgeBallot, type BallotSeen, type BallotStep } from './ballot-steps.ts'
import { judgeCheckpoint, type JudgedCheckpoint } from './checkpoints.ts'
import { VerifierError } from './errors.ts'
import type { KeyEvent } from './keyring.ts'
import { createPieceJudge, type JudgedPiece } from './pieces.ts'
import { fromUtf8, sameBytes } from './texts.ts'
import { policyOf, type Trust } from './trust.ts'
import { readEvent } from './verify-evidence.ts'

export type RecountStep = BallotStep | Step<'file' | 'checkpoint' | 'witnesses' | 'times' | 'entries' | 'keys' | 'log'>
export type RecountLimit = { readonly code: 'later' | 'log-not-read' | 'authority' | 'attendance' | 'no-clock'; readonly words: string }
export type Recount = { readonly answer: Answer; readonly steps: readonly RecountStep[]; readonly limits: readonly RecountLimit[]; readonly seen: BallotSeen | undefined }
export type RecountOptions = {
  readonly trust: Trust
  /** Seconds since 1970. */
  readonly now?: number | undefined
  /** The log as its hub serves it now: its checkpoint and its tiles. Without it, that nothing was left out is not covered. */
  readonly log?: { readonly checkpoint: string; readonly fetchTile: FetchTile } | undefined
}

/** `file` is the text of a bundle. Throws VerifierError only for a policy that cannot be read. */
export async function recount(file: string | Uint8Array, { trust, now, log }: RecountOptions): Promise<Recount> {
  const policy = policyOf(trust)
  const bundle = readFile(file)
  if (typeof bundle === 'string') return { answer: 'refused', steps: [refused('file', 'malformed-bundle', bundle)], limits: [], seen: undefined }
  const judge = createPieceJudge(policy, now)
  const { proven, steps: entrySteps, judged } = await judgePieces(bundle, judge)
  const { ring, steps: keySteps } = await readKeys(bundle, judge)
  const origin = judged?.checkpoint?.origin ?? ''
  const { steps: said, seen } = await judgeBallot({ ballot: bundle.ballot, texts: bundle.texts, story: readStory(proven), ring, origin, seenBy: judged?.seenBy })
  const logSteps = log === undefined ? [] : [await judgeLog(log, bundle, proven, judged, { trust, now })]
  const steps: RecountStep[] = [ok('file', 'bundle', `the file is the bundle of ${bundle.ballot}, whole`), ...(judged?.steps ?? []), ...entrySteps, ...keySteps, ...said, ...logSteps]
  return { answer: answerOf(steps), steps, limits: limitsOf(judged, log !== undefined, now), seen }
}

function readFile(file: string | Uint8Array): BallotBundle | string {
  try {
    return parseBallotBundle(file)
  } catch (error) {
    return wordsOf(error, VerifierError)
  }
}

type Judge = ReturnType<typeof createPieceJudge>

/** Each entry with its proof, in the order of the log, about this ballot and of its room. */
async function judgePieces({ ballot, entries }: BallotBundle, judge: Judge): Promise<{ proven: Proven[]; steps: RecountStep[]; judged: JudgedPiece['judged'] }> {
  const proven: Proven[] = []
  const steps: RecountStep[] = []
  let judged: JudgedPiece['judged']
  let before = -1
  for (const [at, piece] of entries.entries()) {
    const place = `/entries/${at}`
    const one = await judge(piece)
    judged ??= one.judged
    const open = one.steps.filter((step) => step.outcome !== 'ok' && step.code !== 'sealed' && judged?.steps.some((said) => said === step) !== true)
    steps.push(...open.map((step): RecountStep => ({ ...step, name: 'entries', words: `${place}: ${step.words}` })))
    if (one.entry === undefined || one.index === undefined) continue
    if (one.index <= before) steps.push(refused('entries', 'out-of-order', `${place}: entry ${one.index} stands after entry ${before}`))
    if (one.entry.about[0] !== ballot || !one.entry.fact.startsWith('ballots.')) steps.push(refused('entries', 'other-ballot', `${place}: ${one.entry.fact} is not about ${ballot}`))
    before = one.index
    proven.push({ place, index: one.index, entry: one.entry, payload: one.payload })
  }
  if (entries.length === 0) steps.push(refused('entries', 'no-entries', 'there is no entry in it'))
  if (steps.length === 0) steps.push(ok('entries', 'entries', `${entries.length} entries are in the log, each with its proof, in their order`, { entries: entries.length }))
  return { proven, steps, judged }
}

async function readKeys({ keys }: BallotBundle, judge: Judge): Promise<{ ring: KeyEvent[]; steps: RecountStep[] }> {
  const ring: KeyEvent[] = []
  const steps: RecountStep[] = []
  for (const [at, piece] of keys.entries()) {
    const { entry, index, payload, steps: own, judged } = await judge(piece)
    const open = own.filter((step) => step.outcome !== 'ok' && judged?.steps.some((said) => said === step) !== true)
    steps.push(...open.map((step): RecountStep => ({ ...step, name: 'keys', words: `/keys/${at}: ${step.words}` })))
    if (entry === undefined || index === undefined || payload === undefined || open.some(({ outcome }) => outcome === 'refused')) continue
    const event = await readEvent(entry, index, payload)
    if (typeof event === 'string') steps.push(refused('keys', 'malformed-key-event', `/keys/${at}: ${event}`))
    else ring.push(event)
  }
  if (steps.length === 0) steps.push(ok('keys', 'keys', `${keys.length} entries about keys are in the same log, each with its proof`, { entries: keys.length }))
  return { ring, steps }
}

/** The whole log is read: it continues what the bundle shows, and up to there it says nothing about the ballot but that. */
async function judgeLog(log: NonNullable<RecountOptions['log']>, { ballot }: BallotBundle, proven: readonly Proven[], judged: JudgedCheckpoint | undefined, { trust, now }: Pick<RecountOptions, 'trust' | 'now'>): Promise<RecountStep> {
  const current = await judgeCheckpoint(log.checkpoint, policyOf(trust), now)
  const bad = current.steps.find(({ outcome }) => outcome !== 'ok')
  if (current.checkpoint === undefined || bad !== undefined) return { ...(bad ?? refused('log', 'malformed-checkpoint', 'it cannot be read')), name: 'log', words: `the log as it is served: ${bad?.words ?? 'its checkpoint cannot be read'}` }
  const shown = judged?.checkpoint
  if (shown === undefined || shown.origin !== current.checkpoint.origin) return refused('log', 'other-log', `this is the log ${current.checkpoint.origin}, not ${shown?.origin ?? 'that of the bundle'}`)
  if (shown.size > current.checkpoint.size) return notCovered('log', 'shorter', `the log as it is served has ${current.checkpoint.size} entries, and the bundle speaks of ${shown.size}: ask the hub again`)
  const walked = await walkFor(ballot, shown.size, current.checkpoint.size, log.fetchTile)
  if (walked.root === undefined || !sameBytes(walked.root, current.checkpoint.root)) return refused('log', 'tree-refused', `the log as it is served does not hash to its checkpoint${walked.fault === undefined ? '' : `: ${walked.fault}`}`)
  if (!sameBytes(walked.before, shown.root)) return refused('log', 'rewritten', `the first ${shown.size} entries of the log are not those that the bundle was proven against: two histories were shown`)
  const last = proven.at(-1)?.index ?? -1
  const known = new Set(proven.map(({ index }) => index))
  const left = walked.about.filter((index) => index <= last && !known.has(index))
  if (left.length > 0) return refused('log', 'left-out', `the log has ${left.length} more about this ballot than the bundle: entry ${left.join(', ')}`, { entries: left.length })
  const later = walked.about.filter((index) => index > last).length
  return ok('log', 'complete', `the log was read, and up to entry ${last} it says about this ballot what the bundle says, and nothing else${later === 0 ? '' : `; ${later} entries came later`}`, { entries: known.size, later })
}

/** Places of the entries about the ballot; the root at `size`, and the root of the whole. */
async function walkFor(ballot: string, size: number, all: number, fetchTile: FetchTile) {
  const frontier = createFrontier()
  const about: number[] = []
  const found: { before: Uint8Array; fault: string | undefined } = { before: frontier.root(), fault: undefined }
  const mark = `{"about":["${ballot}"`
  const root = await walkTree({
    fetchTile, size: all,
    onFault: ({ words }) => void (found.fault ??= words),
    onEntries(first, leaves) {
      for (const [at, leaf] of leaves.entries()) {
        frontier.append(leafHash(leaf))
        if (first + at + 1 === size) found.before = frontier.root()
        const text = fromUtf8(leaf) ?? ''
        if (text.startsWith(mark) && text.includes('"fact":"ballots.')) about.push(first + at)
      }
    },
  })
  return { root, about, ...found }
}

function limitsOf(judged: JudgedCheckpoint | undefined, read: boolean, now: number | undefined): RecountLimit[] {
  const size = judged?.checkpoint?.size
  return [
    ...(size === undefined ? [] : [{ code: 'later', words: `whatever came into the log after entry ${size - 1} is not covered: a contest, a doubt about a key` } as const]),
    ...(read ? [] : [{ code: 'log-not-read', words: 'that the log says nothing else about this ballot is seen with the hub’s log beside it only' } as const]),
    { code: 'attendance', words: 'how many took part in the ballots before is what the frozen statement says; each has a bundle of its own' },
    { code: 'authority', words: 'which organisations had a vote, and which belong together, is the hub’s word from the day of the freezing; each of these acts is in the log' },
    ...(now === undefined ? [{ code: 'no-clock', words: 'no clock was asked, so a cosignature from the future would not be noticed' } as const] : []),
  ]
}

/**
 * Checking one act of the alliance from one file, without a network and without believing the hub: a story of named steps,
 * and one answer. What one file cannot tell is said as a limit.
 */
import { FactError, sealedBytes, type Act, type Entry } from '@openaccord/facts'
import { AttestError, isObject, parseBase64, parseJson } from '@openaccord/attest'
import { sha256 } from '@openaccord/tlog'
import { answerOf, notCovered, ok, refused, wordsOf, type Answer, type Step } from './answer.ts'
import { VerifierError } from './errors.ts'
import { parseEvidence, type Evidence, type Piece } from './evidence-file.ts'
import type { Cosigned } from './checkpoints.ts'
import { keyEventOf, readAct, signersOf, standingOf, type KeyEvent, type KeyRing, type ReadAct } from './keyring.ts'
import { limitsOf, type Limit } from './limits.ts'
import { createPieceJudge, type JudgedPiece, type PieceStep } from './pieces.ts'
import { hexOf, secondsOf } from './texts.ts'
import { CLOCK_SKEW, policyOf, type Trust } from './trust.ts'

export type EvidenceStep = PieceStep | Step<'file' | 'keys' | 'act' | 'alliance' | 'signature' | 'key' | 'opening'>
/** What was looked at, whether it was found to be right or not. Show it as what the file says. */
export type Seen = {
  readonly origin: string | undefined
  readonly index: number | undefined
  readonly size: number | undefined
  readonly entry: Entry | undefined
  readonly act: Act | undefined
  /** Key ids of the organisation's keys whose signature is right. */
  readonly signers: readonly string[]
  readonly cosigned: readonly Cosigned[]
  /** By then a quorum of witnesses had seen it, in seconds since 1970. */
  readonly seenBy: number | undefined
}
export type Verdict = { readonly answer: Answer; readonly steps: readonly EvidenceStep[]; readonly limits: readonly Limit[]; readonly seen: Seen }

/**
 * `file` is the text of an evidence file, or one that was parsed. `now` in seconds since 1970; without it times are not
 * compared with a clock. Throws VerifierError only for a policy that cannot be read.
 */
export async function verifyEvidence(file: string | Uint8Array | Evidence, trust: Trust, now?: number): Promise<Verdict> {
  const policy = policyOf(trust)
  const evidence = readFile(file)
  if (typeof evidence === 'string') return { answer: 'refused', steps: [refused('file', 'malformed-evidence', evidence)], limits: [], seen: NOTHING }
  const judge = createPieceJudge(policy, now)
  const main = await judge(evidence)
  const { ring, steps: keySteps } = await readKeys(evidence.keys, main, judge)
  const said = await judgeSaid(main, ring)
  const opening = await judgeOpening(evidence.opens, main, judge)
  const steps = [ok('file', 'evidence', 'the file is an evidence file'), ...main.steps, ...keySteps, ...said.steps, ...opening] as const
  const seen: Seen = {
    origin: main.judged?.checkpoint?.origin, index: main.index, size: main.judged?.checkpoint?.size, entry: main.entry,
    act: said.act, signers: said.signers, cosigned: main.judged?.cosigned ?? [], seenBy: main.seenBy,
  }
  return { answer: answerOf(steps), steps, limits: limitsOf(seen, now), seen }
}

const NOTHING: Seen = { origin: undefined, index: undefined, size: undefined, entry: undefined, act: undefined, signers: [], cosigned: [], seenBy: undefined }

function readFile(file: string | Uint8Array | Evidence): Evidence | string {
  if (typeof file !== 'string' && !(file instanceof Uint8Array)) return file
  try {
    return parseEvidence(file)
  } catch (error) {
    return wordsOf(error, VerifierError)
  }
}

/** Each entry about a key must be as well proven as the act itself, in the same log. What was said of a checkpoint is not said again. */
export async function readKeys(pieces: readonly Piece[], main: JudgedPiece, judge: (piece: Piece) => Promise<JudgedPiece>): Promise<{ ring: KeyRing; steps: EvidenceStep[] }> {
  const ring: KeyEvent[] = []
  const steps: EvidenceStep[] = []
  for (const [at, piece] of pieces.entries()) {
    const judged = await judge(piece)
    const name = `key entry ${at + 1} of ${pieces.length}${judged.entry === undefined ? '' : ` (${judged.entry.fact})`}`
    const wrong = [...judged.steps, ...sameLog(main, judged)].filter((step) => step.outcome !== 'ok' && main.judged?.steps.some((said) => said === step) !== true)
    steps.push(...wrong.map((step): EvidenceStep => ({ ...step, name: 'keys', words: `${name}: ${step.words}` })))
    if (wrong.some(({ outcome }) => outcome === 'refused') || judged.entry === undefined || judged.index === undefined || judged.payload === undefined) continue
    const event = await readEvent(judged.entry, judged.index, judged.payload)
    if (typeof event === 'string') steps.push(refused('keys', 'malformed-key-event', `${name}: ${event}`))
    else ring.push(event)
  }
  if (pieces.length > 0 && steps.length === 0) steps.push(ok('keys', 'keys', `${pieces.length} entries about keys are in the same log, each with its proof`, { entries: pieces.length }))
  return { ring, steps }
}

function sameLog({ judged: main }: JudgedPiece, { judged }: JudgedPiece): EvidenceStep[] {
  const [a, b] = [main?.checkpoint?.origin, judged?.checkpoint?.origin]
  return a === b ? [] : [refused('keys', 'other-log', `is in the log ${b ?? 'that cannot be read'}, not in ${a ?? 'that of the act'}`)]
}

/** A registration counts only when the new key signed it itself. */
export async function readEvent(entry: Entry, index: number, payload: Uint8Array): Promise<KeyEvent | string> {
  try {
    const event = keyEventOf(entry, index, payload)
    if (event === undefined) return 'says nothing about a key'
    if (event.kind !== 'registered') return event
    return (await signersOf(readAct(payload), [])).includes(event.keyid) ? event : 'the key to be registered has not signed its registration'
  } catch (error) {
    return wordsOf(error, AttestError, FactError)
  }
}

type Said = { steps: EvidenceStep[]; act: Act | undefined; signers: readonly string[] }

/** What the payload says, and who stands for it. */
async function judgeSaid(main: JudgedPiece, ring: KeyRing): Promise<Said> {
  const { entry, payload } = main
  if (entry === undefined || payload === undefined) return { steps: [], act: undefined, signers: [] }
  if (entry.payload.form === 'fact') {
    const steps: EvidenceStep[] = isStated(payload)
      ? [ok('signature', 'stated-by-hub', 'the hub states this itself in its log; no organisation signed it')]
      : [refused('act', 'malformed-fact', 'what the hub states is not a JSON object')]
    return { steps, act: undefined, signers: [] }
  }
  if (entry.payload.form !== 'act') return { steps: [], act: undefined, signers: [] }
  let read: ReadAct
  try {
    read = readAct(payload)
  } catch (error) {
    return { steps: [refused('act', 'malformed-act', `the payload is not an act: ${wordsOf(error, AttestError, FactError)}`)], act: undefined, signers: [] }
  }
  return { steps: [judgeAct(read.act, entry), ...(await judgeSigned(read, main, ring))], act: read.act, signers: await signersOf(read, ring) }
}

/** For which alliance it was signed, and by whom. */
export async function judgeSigned(read: ReadAct, main: JudgedPiece, ring: KeyRing): Promise<EvidenceStep[]> {
  return [judgeAlliance(read.act, main), ...judgeSigners(read, await signersOf(read, ring), ring, main)]
}

function isStated(payload: Uint8Array): boolean {
  try {
    return isObject(parseJson(payload))
  } catch (error) {
    wordsOf(error, AttestError)
    return false
  }
}

function judgeAct({ kind, organisation, at }: Act, { fact, at: logged }: Entry): EvidenceStep {
  if (fact.slice(fact.indexOf('.') + 1) !== kind) return refused('act', 'other-kind', `the entry says ${fact}, the act is a ${kind}`, { fact, kind })
  if (secondsOf(at) > secondsOf(logged) + CLOCK_SKEW) return refused('act', 'act-after-entry', `the act is dated ${at}, after it came into the log (${logged})`)
  return ok('act', 'act', `a ${kind} by ${organisation}, dated ${at}`, { kind, organisation, at })
}

/** Signed for one alliance, an act is worth nothing in another. */
function judgeAlliance({ alliance }: Act, { judged }: JudgedPiece): EvidenceStep {
  const origin = judged?.checkpoint?.origin ?? ''
  if (alliance !== origin) return refused('alliance', 'other-alliance', `the act was signed for ${alliance}, and this is the log of ${origin}`, { alliance, origin })
  return ok('alliance', 'alliance', `it was signed for ${alliance}, whose log this is`, { alliance })
}

function judgeSigners({ act, envelope }: ReadAct, signers: readonly string[], ring: KeyRing, { index, entry, seenBy }: JudgedPiece): EvidenceStep[] {
  const when = { index: index ?? 0, at: entry?.at ?? '', seenBy }
  if (act.kind === 'key-registration') return judgeRegistration(act, signers, ring, when)
  const known = ring.some(({ kind, organisation }) => kind === 'registered' && organisation === act.organisation)
  if (!known) return [notCovered('signature', 'no-key-evidence', `the file does not show which keys ${act.organisation} has registered`, { organisation: act.organisation })]
  if (signers.length === 0) {
    const named = envelope.signatures.map(({ keyid }) => keyid.slice(0, 16)).join(', ')
    return [refused('signature', 'signature-refused', `no signature is right by a key that ${act.organisation} has registered${named === '' ? '' : ` (the envelope names ${named}…)`}`)]
  }
  const standings = signers.map((keyid) => standingOf(ring, keyid, act.organisation, when))
  const best = standings.find(({ code }) => code === 'good') ?? standings.find(({ code }) => code === 'doubt-undecided') ?? standings[0]
  const signed = ok<'signature'>('signature', 'signed', `signed by ${signers.map((keyid) => `${keyid.slice(0, 16)}…`).join(', ')}`, { keyids: signers.join(' ') })
  if (best === undefined) return [signed]
  const judge = best.code === 'good' ? ok : best.code === 'doubt-undecided' ? notCovered : refused
  return [signed, judge('key', best.code, best.words)]
}

/** A new key shows that it is held by signing; when it takes another's place, that one signs too. */
function judgeRegistration(act: Act<'key-registration'>, signers: readonly string[], ring: KeyRing, when: { index: number; at: string; seenBy: number | undefined }): EvidenceStep[] {
  const { publicKey, replaces } = act.says
  const own = hexOf(sha256(Uint8Array.from(publicKey.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))))
  if (!signers.includes(own)) return [refused('signature', 'signature-refused', 'the key to be registered has not signed its registration')]
  const signed = ok<'signature'>('signature', 'signed', `signed by the new key itself, ${own.slice(0, 16)}…`, { keyids: signers.join(' ') })
  if (replaces === undefined) return [signed]
  if (!ring.some(({ kind, keyid }) => kind === 'registered' && keyid === replaces)) {
    return [signed, notCovered('key', 'no-key-evidence', `it takes the place of ${replaces.slice(0, 16)}…, whose registration is not in the file`, { keyid: replaces })]
  }
  if (!signers.includes(replaces)) return [signed, refused('key', 'signature-refused', `the key that it replaces, ${replaces.slice(0, 16)}…, has not signed`)]
  const { code, words } = standingOf(ring, replaces, act.organisation, when)
  return [signed, (code === 'good' ? ok : code === 'doubt-undecided' ? notCovered : refused)('key', code, words)]
}

/** What opens a sealed entry is what was sealed: the commitment is recomputed. */
async function judgeOpening(sealed: Piece | undefined, main: JudgedPiece, judge: (piece: Piece) => Promise<JudgedPiece>): Promise<EvidenceStep[]> {
  const { entry, payload } = main
  if (entry?.payload.form !== 'opening' || payload === undefined) return sealed === undefined ? [] : [refused('opening', 'nothing-opened', 'the file holds a sealed entry, and this one opens none')]
  if (sealed === undefined) return [notCovered('opening', 'no-sealed-entry', `the entry that it opens, ${entry.opens ?? 'unnamed'}, is not in the file`)]
  const before = await judge(sealed)
  const wrong = [...before.steps, ...sameLog(main, before)].filter(({ code, outcome }) => outcome !== 'ok' && code !== 'sealed')
  if (wrong.length > 0 || before.entry === undefined) return wrong.map((step): EvidenceStep => ({ ...step, name: 'opening', words: `the sealed entry: ${step.words}` }))
  if (before.entry.id !== entry.opens || (before.index ?? 0) >= (main.index ?? 0)) return [refused('opening', 'other-seal', `it opens ${entry.opens ?? 'nothing'}, and the file holds ${before.entry.id}`)]
  return [judgeCommitment(before.entry, payload)]
}

export function judgeCommitment(sealed: Entry, opening: Uint8Array): Step<'opening'> {
  try {
    const value = parseJson(opening)
    if (!isObject(value)) return refused('opening', 'malformed-opening', 'it does not open anything: it is no object')
    const { salt, payload } = value
    const bytes = parseBase64(String(payload), '/payload')
    const same = hexOf(sha256(sealedBytes(parseBase64(String(salt), '/salt'), bytes))) === sealed.payload.sha256 && bytes.length === sealed.payload.size
    return same ? ok('opening', 'opened', 'what it opens is what was sealed') : refused('opening', 'other-content', 'what it opens is not what was sealed')
  } catch (error) {
    return refused('opening', 'malformed-opening', `it does not open anything: ${wordsOf(error, AttestError, FactError)}`)
  }
}

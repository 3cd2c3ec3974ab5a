/**
 * The file that proves an embargo, checked offline: each sealed act stands in the log, what the file shows is what was sealed,
 * it is signed by who it says, and what was said about which terms, in which order, is what the file tells. A click of somebody
 * without a key is the hub's word, and is called that.
 */
import { AttestError, isObject, parseJson, type JsonObject } from '@openaccord/attest'
import { FactError, sealedBytes, type Act } from '@openaccord/facts'
import { sha256 } from '@openaccord/tlog'
import { answerOf, notCovered, ok, refused, wordsOf, type Answer, type Step } from './answer.ts'
import { EMBARGO, parseEmbargo, type EmbargoEntry, type EmbargoFile, type EmbargoSaid } from './embargo-file.ts'
import { VerifierError } from './errors.ts'
import { readAct, type ReadAct } from './keyring.ts'
import type { Limit } from './limits.ts'
import { createPieceJudge, type JudgedPiece } from './pieces.ts'
import { hexOf } from './texts.ts'
import { policyOf, type Trust } from './trust.ts'
import { judgeSigned, readKeys, type EvidenceStep } from './verify-evidence.ts'

export type EmbargoStep = EvidenceStep | Step<'opening' | 'said' | 'order' | 'terms' | 'end' | 'agreed'>
export type EmbargoVerdict = { readonly answer: Answer; readonly steps: readonly EmbargoStep[]; readonly limits: readonly Limit[]; readonly file: EmbargoFile | undefined; readonly origin: string | undefined }

/** What a sealed payload says, in either form. `party`: who says it, by what the file can show. */
type Said = { what: EmbargoSaid; of: string; terms: string | undefined; ends: string | undefined; textSha256: string | undefined; how: string | undefined; ended: string | undefined; by: string }

const WHAT: Readonly<Record<string, readonly EmbargoSaid[]>> = {
  'embargo-proposal': ['terms-proposed'], 'embargo-revision': ['terms-proposed'], 'embargo-consent': ['terms-accepted'], 'embargo-refusal': ['terms-declined'], 'embargo-exit': ['left', 'declined'],
}

/** Only asks what a file wants to be. */
export function isEmbargo(file: string | Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(typeof file === 'string' ? file : new TextDecoder().decode(file))
    return typeof value === 'object' && value !== null && 'compliance' in value && value.compliance === EMBARGO
  } catch {
    return false
  }
}

/** `now` in seconds since 1970. Throws VerifierError only for a policy that cannot be read. */
export async function verifyEmbargo(text: string | Uint8Array, trust: Trust, now?: number): Promise<EmbargoVerdict> {
  const policy = policyOf(trust)
  let file: EmbargoFile
  try {
    file = parseEmbargo(text)
  } catch (error) {
    return { answer: 'refused', steps: [refused('file', 'malformed-embargo', wordsOf(error, VerifierError))], limits: [], file: undefined, origin: undefined }
  }
  const judge = createPieceJudge(policy, now)
  const steps: EmbargoStep[] = [ok('file', 'embargo', `the file proves the embargo of ${file.case}: ${file.entries.length} entries`, { entries: file.entries.length })]
  const said: Said[] = []
  let before: JudgedPiece | undefined
  for (const [at, entry] of file.entries.entries()) {
    const name = `entry ${at + 1} of ${file.entries.length} (${entry.what})`
    const found = await judgeEntry(file, entry, judge, before)
    const shown = found.steps.filter((step) => step.outcome !== 'ok' && !steps.some(({ code, name: step2 }) => code === 'no-policy' && step.code === code && step2 === step.name))
    steps.push(...shown.map((step): EmbargoStep => ({ ...step, words: `${name}: ${step.words}` })))
    if (shown.length === 0 && found.steps.length > 0 && found.said !== undefined) steps.push(ok('said', 'said', `${name}: said by ${found.said.by} on ${entry.at}, as it was sealed`))
    if (found.said !== undefined) said.push(found.said)
    before = found.main ?? before
  }
  steps.push(...judgeTerms(file, said), judgeEnd(file, said), judgeAgreed(said))
  return { answer: answerOf(steps), steps, limits: limits(now), file, origin: before?.judged?.checkpoint?.origin }
}

type Judged = { steps: EmbargoStep[]; said: Said | undefined; main: JudgedPiece | undefined }

async function judgeEntry(file: EmbargoFile, entry: EmbargoEntry, judge: ReturnType<typeof createPieceJudge>, before: JudgedPiece | undefined): Promise<Judged> {
  if (entry.evidence === null) return { steps: [notCovered('inclusion', 'no-evidence', 'no checkpoint covered it when the file was made: fetch the file again')], said: undefined, main: undefined }
  const main = await judge(entry.evidence)
  const { ring, steps: keySteps } = await readKeys(entry.evidence.keys, main, judge)
  const steps: EmbargoStep[] = [...main.steps.filter(({ code }) => code !== 'sealed'), ...keySteps, ...judgeSeal(entry, main), ...judgeOrder(main, before)]
  if (steps.some(({ name, outcome }) => name === 'opening' && outcome === 'refused')) return { steps, said: undefined, main }
  try {
    const bytes = new TextDecoder('utf-8', { fatal: true }).decode(entry.payload).trimEnd()
    const value = parseJson(bytes)
    const act = isObject(value) && value['statement'] === undefined ? readAct(new TextEncoder().encode(bytes)) : undefined
    const said = act === undefined ? saidByHub(value) : saidByAct(act.act, entry.what)
    if (act !== undefined) steps.push(...(await judgeSigned(act, main, ring)))
    return { steps: [...steps, ...judgeSaid(file, entry, said, act)], said, main }
  } catch (error) {
    if (error instanceof TypeError) return { steps: [...steps, refused('said', 'malformed-said', 'what was sealed is not text')], said: undefined, main }
    return { steps: [...steps, refused('said', 'malformed-said', `what was sealed is neither an act nor a statement: ${wordsOf(error, AttestError, FactError)}`)], said: undefined, main }
  }
}

/** The commitment is recomputed from what the file shows. */
function judgeSeal({ fact, salt, payload, at }: EmbargoEntry, { entry }: JudgedPiece): EmbargoStep[] {
  if (entry === undefined) return []
  if (entry.id !== fact) return [refused('opening', 'other-entry', `the file names ${fact}, the proof is of ${entry.id}`)]
  if (entry.fact !== 'cases.embargo-sealed' || entry.payload.form !== 'sealed') return [refused('opening', 'other-kind', `the entry is a ${entry.fact}, not a sealed act about an embargo`)]
  const same = payload.length === entry.payload.size && salt.length === 32 && hexOf(sha256(sealedBytes(salt, payload))) === entry.payload.sha256
  if (!same) return [refused('opening', 'other-content', 'what the file shows is not what was sealed')]
  // the log says microseconds, the file milliseconds
  return Math.abs(Date.parse(entry.at) - Date.parse(at)) < 2 ? [ok('opening', 'opened', 'what the file shows is what was sealed')] : [refused('opening', 'other-moment', `the file dates it ${at}, the log ${entry.at}`)]
}

function judgeOrder({ index, judged }: JudgedPiece, before: JudgedPiece | undefined): EmbargoStep[] {
  if (before === undefined || index === undefined || before.index === undefined) return []
  if (before.judged?.checkpoint?.origin !== judged?.checkpoint?.origin) return [refused('order', 'other-log', 'it stands in another log than the entry before')]
  return index > before.index ? [] : [refused('order', 'other-order', `it stands in the log as entry ${index}, before the one that the file names before it`)]
}

function saidByAct({ kind, organisation, says }: Act, what: EmbargoSaid): Said {
  const fields = says as unknown as JsonObject
  const means = WHAT[kind]
  if (means === undefined) throw new FactError('bad-act', '', `a ${kind} is no act about an embargo`)
  return { ...fieldsOf(fields), what: means.includes(what) ? what : means[0]!, by: organisation }
}

function saidByHub(value: unknown): Said {
  if (!isObject(value) || (value['statement'] !== 'embargo-click' && value['statement'] !== 'embargo-ended')) throw new FactError('bad-act', '', 'is an act or a statement about an embargo')
  if (value['statement'] === 'embargo-ended') return { ...fieldsOf(value), what: 'embargo-ended', by: 'the hub' }
  const means = WHAT[String(value['kind'])]?.[0]
  if (means === undefined) throw new FactError('bad-act', '/kind', 'is a kind of act about an embargo')
  return { ...fieldsOf(value), what: means, by: `${String(value['party'])} (by a click, as the hub states)` }
}

function fieldsOf(says: JsonObject): Omit<Said, 'what' | 'by'> {
  const text = (name: string): string | undefined => (typeof says[name] === 'string' ? says[name] : undefined)
  return { of: text('case') ?? '', terms: text('terms'), ends: text('ends'), textSha256: text('textSha256'), how: text('how'), ended: text('ended') }
}

/** What the file tells of an entry is what was sealed. */
function judgeSaid(file: EmbargoFile, entry: EmbargoEntry, said: Said, act: ReadAct | undefined): EmbargoStep[] {
  if (said.of !== file.case) return [refused('said', 'other-case', `it was said of ${said.of}, not of ${file.case}`)]
  const isLeaving = entry.what === 'left' || entry.what === 'declined'
  if (said.what !== entry.what && !(isLeaving && said.what === 'left')) return [refused('said', 'other-said', `the file says ${entry.what}, what was sealed says ${said.what}`)]
  if (entry.terms !== null && said.terms !== undefined && entry.terms !== said.terms) return [refused('said', 'other-terms', `the file says ${entry.terms}, what was sealed ${said.terms}`)]
  if (entry.what === 'embargo-ended') return []
  if (entry.party === null) return [refused('said', 'no-party', 'the file does not say who said it')]
  return entry.guest === (act === undefined) ? [] : [refused('said', 'other-form', entry.guest ? 'a guest has no key, and this is a signed act' : 'an organisation signs, and this is a click')]
}

/** Whoever answered, answered to these very terms; and they were proposed before. */
function judgeTerms({ terms }: EmbargoFile, said: readonly Said[]): EmbargoStep[] {
  const steps: EmbargoStep[] = []
  const proposed = new Set<string>()
  for (const one of said) {
    if (one.terms === undefined) continue
    const known = terms.find(({ id }) => id === one.terms)
    if (one.what === 'terms-proposed') proposed.add(one.terms)
    if (known === undefined) steps.push(refused('terms', 'unknown-terms', `${one.by} speaks of ${one.terms}, which the file does not name`))
    else if ((one.ends !== undefined && Date.parse(one.ends) !== Date.parse(known.ends)) || (one.textSha256 !== undefined && one.textSha256 !== known.textSha256)) steps.push(refused('terms', 'other-terms', `what ${one.by} said of ${one.terms} names another end or text than the file`))
    else if (!proposed.has(one.terms)) steps.push(notCovered('terms', 'no-proposal', `who proposed ${one.terms} is not in the file`))
  }
  if (steps.length === 0) steps.push(ok('terms', 'terms', `${proposed.size} terms, each as it was proposed, and every answer to one of them`, { terms: proposed.size }))
  return steps
}

function judgeEnd({ ended }: EmbargoFile, said: readonly Said[]): EmbargoStep {
  const last = said.filter(({ what }) => what === 'embargo-ended')
  const [one] = last
  if (one === undefined) return notCovered('end', 'no-end', 'what ended it is not in the file')
  if (last.length > 1) return refused('end', 'two-ends', 'an embargo ends once')
  const same = one.how === ended.how && Math.floor(Date.parse(one.ended ?? '') / 1000) === Math.floor(Date.parse(ended.at) / 1000)
  return same ? ok('end', 'ended', `it ended on ${ended.at}: ${ended.how}`, { how: ended.how }) : refused('end', 'other-end', `the file says that it ended on ${ended.at} (${ended.how}), what was sealed says ${one.ended ?? 'nothing'} (${one.how ?? 'nothing'})`)
}

/** Terms hold when two have accepted them; of who may not be named nothing is in the file. */
function judgeAgreed(said: readonly Said[]): EmbargoStep {
  const terms = said.find(({ what }) => what === 'embargo-ended')?.terms
  const by = new Set(said.filter((one) => one.terms === terms && (one.what === 'terms-proposed' || one.what === 'terms-accepted')).map((one) => one.by))
  return terms !== undefined && by.size >= 2 ? ok('agreed', 'agreed', `${by.size} parties agreed to ${terms}: ${[...by].join(', ')}`, { parties: by.size }) : notCovered('agreed', 'agreed-unseen', 'fewer than two who agreed to what held at the end are in the file')
}

const limits = (now: number | undefined): Limit[] => [
  { code: 'left-out', words: 'who may not be named to whoever fetched the file is left out: that nobody else said anything is not covered', values: {} },
  { code: 'names', words: 'that an id is the organisation or the guest of that name is the hub’s word', values: {} },
  ...(now === undefined ? [{ code: 'no-clock' as const, words: 'no clock was asked, so a cosignature from the future would not be noticed', values: {} }] : []),
]

/**
 * Pledges: what an act is once the hub has taken it, which versions of the pledge there are, and what may come next.
 * Everything here and in `model/` is pure: acts and a moment go in, what is true or a refusal comes out.
 */
import type { ActBody } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY, HOUR, Refusal } from '../../kernel/index.ts'

export const PLEDGE_ACTS = [
  'pledge-version', 'pledge-signature', 'pledge-renewal', 'pledge-withdrawal', 'pledge-endorsement', 'endorsement-withdrawal',
  'conflict-of-law', 'conflict-of-law-lifted', 'statement', 'succession', 'affiliation',
] as const
export type PledgeActKind = (typeof PLEDGE_ACTS)[number]
export const isPledgeAct = (kind: string): kind is PledgeActKind => (PLEDGE_ACTS as readonly string[]).includes(kind)
/** What only the secretariat states, and never one person of it alone. */
export const OF_SECRETARIAT = ['pledge-version', 'succession', 'affiliation'] as const
export type SecretariatKind = (typeof OF_SECRETARIAT)[number]
export const isOfSecretariat = (kind: PledgeActKind): kind is SecretariatKind => (OF_SECRETARIAT as readonly string[]).includes(kind)

/** What was signed, read: the kind and what it says, by whom and when in the signer's own words. */
export type Signed = { [K in PledgeActKind]: { kind: K; organisation: OrganisationId; signedAt: Micros; says: ActBody<K> } }[PledgeActKind]
/** An act as it stands in the log. `at` is when the hub took it; that is what counts. `seq` is its place in the journal. */
export type Logged<K extends PledgeActKind = PledgeActKind> = Extract<Signed, { kind: K }> & {
  seq: number
  fact: FactId
  at: Micros
  keyid: string
  /** SHA-256 of the envelope. */
  payload: string
}
export const isOf = <K extends PledgeActKind>(kind: K) => (act: Logged): act is Logged<K> => act.kind === kind

/** Stands where text was taken away with the payload of an act. */
export const REMOVED = '[…]'

/** One field of an act breaks a rule. */
export const bad = (field: string, rule: string, fix: string): Refusal =>
  new Refusal('unprocessable', 'pledges.act', `this act is not taken: ${rule}`, { faults: [{ field: `/statement/predicate${field}`, rule, fix }] })

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `pledges.${code}`, words)

export type Adopted = { version: string; sha256: string; major: boolean; at: Micros; signBy: Micros | null; replaces: string | null; fact: FactId; seq: number }
/** To sign a new major version, from its adoption. */
export const SIGN_WITHIN = 90 * DAY
/** So much of it may go by until the second person has confirmed the act. */
const CONFIRM_WITHIN = 7 * DAY

/** Oldest first. The last one is in force. */
export function adoptedOf(acts: readonly Logged[]): Adopted[] {
  return acts.filter(isOf('pledge-version')).map(({ says, at, fact, seq }) => ({
    version: says.pledge.version, sha256: says.pledge.sha256, major: says.major === 'yes', at, fact, seq,
    signBy: says.signBy === undefined ? null : Date.parse(says.signBy) * 1000, replaces: says.replaces?.version ?? null,
  }))
}

export const inForce = (adopted: readonly Adopted[]): Adopted | undefined => adopted.at(-1)
export const majorOf = (version: string): number => Number(version.split('.')[0])
export const compareVersions = (a: string, b: string): number => majorOf(a) - majorOf(b) || Number(a.split('.')[1]) - Number(b.split('.')[1])

/** The rules of adopting a text, against what is in force. `record` is the draft's text of record now. */
export function needAdoptable(
  { says, signedAt }: Extract<Signed, { kind: 'pledge-version' }>,
  draft: { version: string; sha256: string; recordAt: Micros; language: string; major: boolean; commentFrom: Micros | null; commentUntil: Micros | null },
  adopted: readonly Adopted[],
  now: Micros,
): void {
  const before = inForce(adopted)
  if (adopted.some(({ version }) => version === draft.version)) throw conflict('adopted-already', `version ${draft.version} is adopted already`)
  if (draft.commentFrom === null || draft.commentUntil === null) throw conflict('not-commented', `version ${draft.version} has not been open for comment`)
  if (now < draft.commentUntil) throw conflict('comment-open', `version ${draft.version} is open for comment until ${new Date(draft.commentUntil / 1000).toISOString()}`)
  if (draft.recordAt > draft.commentFrom) throw conflict('text-changed', `the text of version ${draft.version} has changed since it was open for comment: open it again`)
  if (says.pledge.sha256 !== draft.sha256) throw bad('/pledge/sha256', 'the text of record has changed since', 'prepare the statement again')
  if (says.languageOfRecord !== draft.language) throw bad('/languageOfRecord', `the language of record is ${draft.language}`, `write ${draft.language}`)
  if ((says.major === 'yes') !== draft.major) throw bad('/major', `version ${draft.version} was drafted as ${draft.major ? 'a major' : 'a minor'} one`, 'prepare the statement again')
  if (says.replaces?.version !== before?.version || says.replaces?.sha256 !== before?.sha256) {
    throw bad('/replaces', before === undefined ? 'there is no earlier version' : `it replaces ${before.version}`, 'prepare the statement again')
  }
  const due = draft.major && before !== undefined ? signedAt + SIGN_WITHIN : null
  const given = says.signBy === undefined ? null : Date.parse(says.signBy) * 1000
  if ((given === null) !== (due === null) || Math.abs((given ?? 0) - (due ?? 0)) > HOUR) throw bad('/signBy', due === null ? 'only a new major version asks for new signatures' : 'it is 90 days after the act', 'prepare the statement again')
  if (given !== null && given < now + SIGN_WITHIN - CONFIRM_WITHIN) throw bad('/signBy', 'a week has gone by since this was signed, so too little of the 90 days would be left', 'decline it, and sign it anew')
}

const field = (name: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', 'pledges.version', rule, { faults: [{ field: name, rule, fix }] })

/** A draft's number: above everything there is; a new first figure exactly where it is major. */
export function needNextVersion(version: string, major: boolean, others: readonly string[]): void {
  const last = [...others].sort(compareVersions).at(-1)
  if (last === undefined) {
    if (!major || version !== '1.0') throw field('/version', 'the first version is 1.0, and major', 'write version 1.0 and major true')
    return
  }
  if (compareVersions(version, last) <= 0) throw field('/version', `versions only go up: the newest is ${last}`, `write a version above ${last}`)
  if (major !== (majorOf(version) > majorOf(last))) {
    throw field('/major', 'a major version begins a new first figure, a minor one keeps it', major ? `write ${majorOf(last) + 1}.0, or major false` : `write ${majorOf(last)}.${Number(last.split('.')[1]) + 1}, or major true`)
  }
}

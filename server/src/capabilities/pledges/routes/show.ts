/** From what is true here to what the contract shows: times as text, nothing more than the shapes have. */
import { pledgeFiles } from '@openaccord/api'
import type { PersonId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { founderWords, type Founder } from '../model/founders.ts'
import type { ShownText, Version } from '../model/versions.ts'
import type { ShownCeremony } from '../verbs/ceremonies.ts'
import type { ShownAct, ShownConflict, ShownEntry } from '../verbs/register.ts'
import type { ShownProposal } from '../verbs/submit.ts'

export const done = { done: true } as const
const when = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : iso(at))

export function showText({ language, sha256, state, behind, translator, at }: ShownText) {
  return { language, sha256, state, behind, translator, at: iso(at), address: pledgeFiles.textByHash(sha256) }
}

export function showVersion(v: Version, signatures: ReadonlyMap<string, number>) {
  return {
    version: v.version, title: v.title, state: v.state, major: v.major, languageOfRecord: v.language, sha256: v.sha256, drafted: iso(v.draftedAt),
    commentFrom: when(v.commentFrom), commentUntil: when(v.commentUntil), adopted: when(v.adopted), signBy: when(v.signBy), superseded: when(v.superseded),
    replaces: v.replaces, fact: v.fact, texts: v.texts.map(showText), signatures: signatures.get(v.version) ?? 0,
  }
}

export function showEntry(entry: ShownEntry) {
  const { organisation: { id, slug, name, country, sector, size, website }, position: { signature, endorsement, renewed, conflicts, fact }, list, state, since, due, signBy, leaves, ended, group, succeededBy } = entry
  const signer = signature ?? endorsement
  return {
    organisation: id, slug, name, legalName: signer?.legalName ?? null, list, state, country, sector, size, website,
    version: signer?.version ?? null, sha256: signature?.sha256 ?? null, scope: signature === undefined ? null : { reach: signature.scope.reach, entities: [...(signature.scope.entities ?? [])] },
    officer: signer === undefined ? null : { name: signer.officer.name, title: signer.officer.title },
    since: iso(since), renewed: when(renewed), due: when(due), signBy: when(signBy), leaves: when(leaves), ended: when(ended),
    conflicts: conflicts.length, group: group ?? null, succeededBy: succeededBy ?? null, fact: fact ?? null, badge: pledgeFiles.badge(slug),
  }
}

export function showAct({ fact, kind, organisation, slug, name, at, signedAt, keyid, inDoubt, payload, says, words }: ShownAct) {
  return { fact, kind, organisation, slug, name, at: iso(at), signed: iso(signedAt), keyid, inDoubt: when(inDoubt), payload, says: { ...says }, words }
}

export function showStatement(act: ShownAct) {
  if (act.kind !== 'statement') throw new Error(`${act.fact} is no statement`)
  const { title, text, language, clauses = [] } = act.says
  return { fact: act.fact, slug: act.slug, name: act.name, title, text, language, clauses: [...clauses], at: iso(act.at), inDoubt: when(act.inDoubt) }
}

export function showConflict({ fact, slug, name, says: { jurisdiction, law, effect, clauses }, at, lifted, inDoubt }: ShownConflict) {
  return { fact, slug, name, jurisdiction, law, effect, clauses: [...clauses], at: iso(at), inDoubt: when(inDoubt), lifted: when(lifted?.at), liftedBy: lifted?.fact ?? null, liftedReason: lifted?.says.reason ?? null }
}

export function showFounder(founder: Founder) {
  const { name, alsoKnownAs, became } = founder
  return { name, alsoKnownAs: [...alsoKnownAs], became: became.map((one) => ({ ...one })), words: founderWords(founder) }
}

export function showCeremony({ id, title, version, sha256, at, state, openedAt, organisations }: ShownCeremony) {
  return {
    id, title, version, sha256, at: iso(at), state, opened: iso(openedAt),
    organisations: organisations.map(({ slug, name, state: seat, reason, fact }) => ({ slug, name, state: seat, reason, fact })),
  }
}

export function showProposal({ id, kind, person, byName, at, says, words }: ShownProposal) {
  const read: Record<string, unknown> = JSON.parse(says)
  const by: PersonId = person
  return { id, kind, by, byName, at: iso(at), says: read, words }
}

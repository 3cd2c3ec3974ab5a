/** What the room knows, as the contract shows it. */
import { advisoryFiles } from '@openaccord/api'
import type { CveEntry } from '../model/cve-pool.ts'
import { iso } from '../../../kernel/index.ts'
import type { Micros, PersonId } from '@openaccord/names'
import { isOpen, type Card } from '../model.ts'
import { movesOf } from '../model/standing.ts'
import type { FileLine } from '../store/editions.ts'
import { folderPath, type Opened } from '../verbs/book.ts'
import type { PoolEntry } from '../verbs/cves.ts'
import { AGGREGATOR_PATH, type ShownProvider } from '../verbs/mirror.ts'
import { PATHS } from '../verbs/provider.ts'
import { feedName } from '../files/provider.ts'
import type { UsedProduct } from '../verbs/products.ts'
import type { AdvisoryRead, Shown } from '../verbs/read.ts'
import type { SelfCheck } from '../verbs/self-check.ts'
import type { Checked, DraftRead } from '../verbs/write.ts'

type Names = ReadonlyMap<PersonId, string>
const at = (micros: Micros | null | undefined): string | null => (micros == null ? null : iso(micros))
const json = (value: unknown): Record<string, unknown> => value as Record<string, unknown>
const nobody = 'somebody who has left'
const nameOf = (names: Names, person: PersonId | null): string => (person === null ? nobody : names.get(person) || nobody)

const severityOf = ({ severity }: Card) => severity
export function showCard({ advisory, card, organisationOf, match, withdrawal, published, first }: Shown) {
  return {
    id: advisory, trackingId: card.trackingId, organisation: { slug: organisationOf?.slug ?? 'left', name: organisationOf?.name ?? 'a former member' }, title: card.title, language: card.language, kind: card.kind, tlp: card.tlp,
    state: withdrawal ? ('withdrawn' as const) : ('published' as const), version: card.version, published: iso(first), changed: iso(published), cves: card.cves, severity: severityOf(card), products: card.products, exploited: card.exploited, match,
  }
}

export function showAdvisory({ shown, editions }: AdvisoryRead, origin: string) {
  const newest = editions.at(-1)!
  const { withdrawn, credits = [] } = newest.draft.head
  const all = [...credits, ...newest.draft.vulnerabilities.flatMap((one) => one.credits ?? [])]
  const once = new Map(all.map((credit) => [JSON.stringify([credit.name, credit.organization]), credit]))
  return {
    ...showCard(shown), draft: json(newest.draft),
    withdrawn: withdrawn === undefined ? null : { at: withdrawn.at, reason: withdrawn.reason },
    credits: [...once.values()].map(({ name, organization, summary }) => ({ name: name ?? null, organisation: organization ?? null, summary: summary ?? null })),
    versions: editions.toReversed().map((edition) => ({
      version: edition.version, summary: edition.draft.head.revisions.at(-1)?.summary ?? '', at: iso(edition.published), withdrawal: edition.withdrawal, fact: edition.fact!, draftSha256: edition.draftSha256,
      opening: edition.salt === null ? null : { salt: edition.salt, payload: Buffer.from(edition.envelope).toString('base64') },
      files: edition.files.map((file) => showFile(file, edition, origin)),
    })),
  }
}

const showFile = ({ format, name, mediaType, size, sha256, losses }: FileLine, { advisory, version }: { advisory: string; version: string }, origin: string) =>
  ({ format, name, url: origin + advisoryFiles.file(advisory, version, name), mediaType, bytes: size, sha256, losses })

export function showDraftCard({ row, saved, events, standing }: Opened, names: Names) {
  const { head, vulnerabilities } = saved.draft
  const { submission } = standing
  return {
    id: row.id, trackingId: head.id, title: head.title, state: standing.state, version: saved.version, ahead: standing.ahead,
    changed: iso(Math.max(saved.at, events.at(-1)?.at ?? 0)), changedBy: nameOf(names, saved.person), case: row.caseId, publishAt: at(submission?.signed?.publishAt ?? submission?.asked.publishAt),
    cves: [...new Set(vulnerabilities.flatMap(({ cve }) => cve ?? []))], tlp: head.tlp,
  }
}

export function showDraft(read: DraftRead) {
  const { saved, standing, versions, names, checked, embargo, edition, actor, row, events } = read
  const editionOf = new Map(events.flatMap((event) => (event.kind === 'published' ? [[event.version, String(event.number)] as const] : [])))
  const { declined } = standing
  return {
    ...showDraftCard(read, names), draft: json(saved.draft), sha256: saved.sha256, findings: checked.findings,
    versions: versions.map(({ version, sha256, at: when, person, note }) => ({ version, sha256, at: iso(when), by: nameOf(names, person), note, published: editionOf.get(version) ?? null })),
    submission: showSubmission(read),
    declined: declined === null ? null : { by: nameOf(names, declined.by), at: iso(declined.at), words: declined.words },
    embargo: embargo === undefined ? null : { until: at(embargo.until), words: embargo.words },
    moves: movesOf(standing, actor),
    address: edition === undefined ? null : `/advisories/${row.id}`,
    stopped: standing.stopped,
  }
}

function showSubmission({ standing: { submission }, names, recipients }: DraftRead) {
  if (submission === null) return null
  const { asked, approved, signed } = submission
  const waits = approved === null ? 'It waits for a second person of your organisation to approve it.' : signed === null ? 'It waits for the signature of your organisation.' : null
  return {
    version: asked.version, sha256: asked.sha256, by: nameOf(names, asked.by), at: iso(asked.at), publishAt: at(signed?.publishAt ?? asked.publishAt),
    approvedBy: approved === null ? null : nameOf(names, approved.by), approvedAt: at(approved?.at), signedAt: at(signed?.at), recipients, waits,
  }
}

export const showChecked = ({ publishable, findings, formats }: Checked) => ({ publishable, findings, formats: formats.map(({ format, made, why, losses }) => ({ format, made, why, losses })) })

export const showProduct = ({ id, vendor, name, releases, at: changed, usedIn }: UsedProduct) => ({ id, vendor, name, releases: releases.map(json), changed: iso(changed), usedIn })

export function showPool(pool: readonly PoolEntry[]) {
  const many = (holds: (entry: CveEntry) => boolean): number => pool.filter(holds).length
  return {
    ids: pool.map(({ cve, state, at: since, title, reason, record }) => ({ cve, state, since: iso(since), advisory: title, reason, record })),
    counts: { reserved: many(({ state }) => state === 'reserved'), free: many(({ state, advisory }) => state === 'reserved' && advisory === null), published: many(({ state }) => state === 'published'), rejected: many(({ state }) => state === 'rejected') },
  }
}

export const showProvider = ({ organisationOf: { slug, name }, url, wanted, state, looked, words, documents, mirror, refused }: ShownProvider) =>
  ({ organisation: { slug, name }, url, wanted, state, looked: at(looked), words, documents, mirror, refused })

export function showSelfCheck({ looked, requirements, judged, key, folders }: SelfCheck, origin: string) {
  return {
    looked: iso(looked), metadataUrl: origin + PATHS.metadata, securityTxt: origin + PATHS.securityTxt,
    requirements: requirements.map(({ number, title, state, reason, reasonCode, findings }) => ({ number, title, state, reason: reason ?? null, reasonCode: reasonCode ?? null, findings: findings.map(({ url, message, fix }) => ({ url, message, fix })) })),
    judged: { role: 'csaf_trusted_provider', fulfilled: judged.fulfilled, because: [...judged.because] },
    key: { fingerprint: key.fingerprint, url: origin + key.path },
    folders: folders.map(({ label, documents }) => ({ tlp: label.toUpperCase() as 'WHITE' | 'GREEN' | 'AMBER' | 'RED', open: isOpen(label), documents, directory: origin + folderPath(label), feed: origin + folderPath(label) + feedName(label) })),
    aggregator: origin + AGGREGATOR_PATH,
  }
}

/**
 * Publication: when the moment has come, everything in one transaction, or nothing. What needs time, the OpenPGP signatures, is
 * made before it; whether it may still be published is asked within it.
 */
import type { AdvisoryId } from '@openaccord/names'
import { hash } from 'node:crypto'
import { Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { isOpen, labelOf, type Edition, type PublishedFile } from '../model.ts'
import { cardOf, packagesOf, searchText } from '../model/card.ts'
import { afterDropping, afterPublication } from '../model/cve-pool.ts'
import { revisedAt, versionOf } from '../model/stamp.ts'
import { makeOpenPgpKey, signDetached, type OpenPgpKey } from '../signing-key.ts'
import { addEvent, dropReady, loadDraft, loadDue, loadReady, setDue, type Ready } from '../store.ts'
import { loadCves, saveCve } from '../store/cves.ts'
import { addEdition, indexEdition, setFact, touchFolders, type KeptFile } from '../store/editions.ts'
import { addKey, newestKey } from '../store/profiles.ts'
import { hashesOf, KIND } from './acts.ts'
import { pathOf, sha256, type Book, type Opened } from './book.ts'
import { embargoHolds } from './submit.ts'

export type Outcome = { advisory: AdvisoryId; outcome: 'published' | 'stopped' | 'passed' }
type Signed = NonNullable<NonNullable<Opened['standing']['submission']>['signed']>

export function createPublishVerbs(means: Means, book: Book) {
  const { database, vault, clock, journal, members, sealing } = means

  /** The hub's key, made the first time that it is asked for; of two hubs at once, one makes it. */
  async function signingKey(): Promise<OpenPgpKey> {
    const kept = await database.read((tx) => newestKey(tx, vault))
    if (kept !== undefined) return kept
    const now = clock()
    const alliance = (await database.read((tx) => members.allianceName(tx))) ?? 'OpenAccord'
    const fresh = await makeOpenPgpKey(`${alliance}, advisories`, now)
    return book.change(async (tx) => {
      const other = await newestKey(tx, vault)
      if (other !== undefined) return other
      await addKey(tx, vault, { ...fresh, at: now })
      await tell(journal, tx, 'signing-key', { fingerprint: fresh.fingerprint, sha256: sha256(fresh.publicKey) }, now)
      return fresh
    })
  }

  async function signed(files: readonly PublishedFile[]): Promise<KeptFile[]> {
    const key = await signingKey()
    const bytes = files.map(({ text }) => new TextEncoder().encode(text))
    const signatures = await signDetached(bytes, key.secretKey, clock())
    return files.map(({ format, name, mediaType, losses }, at) => ({
      format, name, mediaType, losses: [...losses], bytes: bytes[at]!, size: bytes[at]!.length, signature: signatures[at]!,
      sha256: hash('sha256', bytes[at]!, 'hex'), sha512: hash('sha512', bytes[at]!, 'hex'),
    }))
  }

  /** Why it is not to be published after all; what had to hold when it was signed has to hold now. */
  async function objection(tx: Tx, { row, now }: Opened, act: Signed, ready: Ready): Promise<string | undefined> {
    if (JSON.stringify(hashesOf(ready.files)) !== JSON.stringify(act.files)) return 'The files are not the ones that were signed.'
    const { state } = await book.organisation(tx, row.organisation)
    if (state !== 'active') return `The organisation is ${state === 'suspended' ? 'suspended' : 'no member any more'}.`
    const held = embargoHolds(row.caseId === null ? undefined : await means.caseForAdvisory(tx, row.caseId), now)
    if (held !== undefined) return 'Its case was under embargo when its moment came: agree on another one.'
    try {
      await means.signing.needActiveKey(tx, act.keyid, row.organisation, act.signedAt)
    } catch (error) {
      if (error instanceof Refusal) return `The key that signed it does not count any more: ${error.message}`
      throw error
    }
    return undefined
  }

  async function publishOne(id: AdvisoryId, ready: Ready, files: KeptFile[]): Promise<Outcome> {
    return book.change(async (tx, now) => {
      const row = await loadDraft(tx, id)
      const opened = await book.fill(tx, row, now)
      const act = opened.standing.submission?.signed
      // taken back, published by another hub, or signed anew meanwhile
      if (act == null || row.due === null || row.due > now || JSON.stringify(act.files) !== JSON.stringify(hashesOf(ready.files))) return { advisory: id, outcome: 'passed' }
      const why = await objection(tx, opened, act, ready)
      await setDue(tx, id, null)
      await dropReady(tx, id)
      if (why !== undefined) {
        await addEvent(tx, vault, id, { kind: 'stopped', words: why }, { at: now })
        return { advisory: id, outcome: 'stopped' }
      }
      await enter(tx, opened, act, ready, files)
      return { advisory: id, outcome: 'published' }
    })
  }

  async function enter(tx: Tx, opened: Opened, act: Signed, { draft }: Ready, files: readonly KeptFile[]): Promise<void> {
    const { row, edition: before, standing, now, author } = opened
    const { asked } = standing.submission!
    const number = standing.editions + 1
    const edition: Edition = {
      advisory: row.id, number, version: versionOf(draft), organisation: row.organisation, released: Date.parse(revisedAt(draft)) * 1000, published: now,
      label: labelOf(draft.head.tlp), path: pathOf(draft, act.publishAt), withdrawal: draft.head.withdrawn !== undefined, fact: null, draftSha256: asked.sha256, savedVersion: asked.version,
    }
    const card = cardOf(draft)
    // of a closed one the log shows a salted commitment; those whom it is for get what opens it
    const sealed = isOpen(edition.label) ? undefined : sealing.seal({ about: [row.organisation], payload: new TextEncoder().encode(act.envelope) })
    const salt = sealed === undefined ? null : Buffer.from(sealed.secret.salt).toString('base64')
    await addEdition(tx, vault, edition, { card, draft, envelope: act.envelope, salt, recipients: asked.recipients }, files, searchText(draft, author.publisher.name))
    await indexEdition(tx, row.id, { purls: packagesOf(draft), cves: card.cves })
    await touchFolders(tx, [edition.label, ...(before === undefined ? [] : [before.label])], now)
    await carryIds(tx, edition, { cves: card.cves, revises: before !== undefined, reason: draft.head.withdrawn?.reason ?? '' })
    await addEvent(tx, vault, row.id, { kind: 'published', version: asked.version, number, withdrawal: edition.withdrawal }, { at: now })
    const fact = sealed === undefined
      ? await tell(journal, tx, KIND, { about: [row.organisation, row.id], act: act.envelope }, now)
      : await tell(journal, tx, 'closed-publication', sealed.body, now)
    await setFact(tx, row.id, number, fact)
  }

  return {
    signingKey,

    /** Everything whose moment has come. A job calls it; it may be called at any time, by any hub, and again. */
    async publishDue(): Promise<Outcome[]> {
      const outcomes: Outcome[] = []
      for (const { id } of await database.read((tx) => loadDue(tx, clock()))) {
        const ready = await database.read((tx) => loadReady(tx, vault, id))
        if (ready !== undefined) outcomes.push(await publishOne(id, ready, await signed(ready.files)))
      }
      return outcomes
    },
  }
}

/** CVE ids of the organisation's pool go with the advisory that names them. */
async function carryIds(tx: Tx, { advisory, organisation, withdrawal, published: at }: Edition, { cves, revises, reason }: { cves: readonly string[]; revises: boolean; reason: string }): Promise<void> {
  for (const entry of await loadCves(tx, organisation)) {
    const dropped = revises ? afterDropping(entry, { advisory, at }) : undefined
    const next = cves.includes(entry.cve) ? afterPublication(entry, { advisory, withdrawal, reason, at }) : dropped
    if (next !== undefined) await saveCve(tx, organisation, next)
  }
}

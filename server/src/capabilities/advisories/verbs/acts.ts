/** The signed act of a publication: over the hashes of every file and the moment. With it the draft waits for that moment. */
import { canonical, type Act, type ActBody } from '@openaccord/facts'
import type { AdvisoryId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { PreparedAct } from '../../members/index.ts'
import { formatsOf } from '../formats.ts'
import type { Means } from '../means.ts'
import { conflict, fault, instantText, SOONEST, unknownAdvisory, wholeSecond, type FileHash, type PublishedFile } from '../model.ts'
import { needMove } from '../model/standing.ts'
import { versionOf } from '../model/stamp.ts'
import { addEvent, keepReady, loadVersion, setDue, type Ready } from '../store.ts'
import { loadCves } from '../store/cves.ts'
import { sha256, type Book, type Opened } from './book.ts'
import { needAfterEmbargo } from './submit.ts'
import { ownCves } from './write.ts'

export const PUBLISH_JOB = 'advisories.publish'
export const KIND = 'advisory-publication'
export type Entered = { outcome: 'scheduled'; kind: typeof KIND; at: Micros; publishAt: Micros; advisory: AdvisoryId }
type Publication = ActBody<typeof KIND>

/** Where no moment was agreed, how far ahead of its handing in an act may lie: no further than a page stays open. */
const LATEST = 3_600_000_000

export function createActVerbs(means: Means, book: Book) {
  const { database, signing, vault } = means

  /** Everything that will be published, as it will be at that moment; `says` follows from it. */
  async function readyAt(tx: Reader, { row, standing }: Opened, publishAt: Micros): Promise<{ ready: Ready; says: Publication }> {
    const { asked } = standing.submission!
    const saved = await loadVersion(tx, vault, row.id, asked.version)
    const draft = book.stamped(saved.draft, row.id, publishAt)
    const files = formatsOf(draft, { ownCves: ownCves(draft, await loadCves(tx, row.organisation), row.id), origin: means.origin }).flatMap((made) => made.files)
    const says: Publication = {
      advisory: row.id, trackingId: draft.head.id, version: versionOf(draft), tlp: draft.head.tlp, withdrawal: draft.head.withdrawn === undefined ? 'no' : 'yes',
      publishAt: instantText(publishAt), draftSha256: asked.sha256, files: hashesOf(files),
    }
    return { ready: { draft, files }, says }
  }

  /** Who may sign is of its organisation; it was approved, and its moment is not past. */
  async function approved(tx: Reader, actor: Actor, id: unknown, now: Micros): Promise<Opened> {
    need(actor, 'acts.sign')
    if (typeof id !== 'string') throw fault('act', '/says/advisory', 'the act says which advisory it publishes', 'name it')
    const opened = await book.opened(tx, actor, id, now)
    needMove(opened.standing, actor, 'sign')
    return opened
  }

  return {
    async prepareAct(actor: Actor, { kind, says }: { kind: string; says: Record<string, unknown> }): Promise<PreparedAct & { words: string }> {
      need(actor, 'acts.sign')
      if (kind !== KIND) throw notHere(kind)
      const filled = await database.read(async (tx) => {
        const now = means.clock()
        const opened = await approved(tx, actor, says['advisory'], now)
        const publishAt = opened.standing.submission!.asked.publishAt ?? wholeSecond(now + SOONEST)
        needAfterEmbargo(await book.caseBehind(tx, opened.row), publishAt)
        return (await readyAt(tx, opened, publishAt)).says
      })
      const prepared = await signing.prepareAct(actor, { kind: KIND, says: filled })
      return { ...prepared, words: wordsOf(filled) }
    },

    /** `envelope` is the text exactly as it was signed. */
    async submitAct(actor: Actor, { envelope }: { envelope: string }): Promise<Entered> {
      const { person } = need(actor, 'acts.sign')
      const handed = signing.open(envelope)
      const { organisation, says, signedAt } = publicationOf(handed)
      return book.change(async (tx, now) => {
        const opened = await approved(tx, actor, says.advisory, now)
        if (organisation !== opened.row.organisation) throw unknownAdvisory()
        const publishAt = Date.parse(says.publishAt) * 1000
        needMoment(publishAt, opened.standing.submission!.asked.publishAt, now)
        needAfterEmbargo(await book.caseBehind(tx, opened.row), publishAt)
        const { ready, says: right } = await readyAt(tx, opened, publishAt)
        if (canonical(says) !== canonical(right)) throw fault('act', '/statement/predicate', 'this act is not about what was approved: another moment, other files, or another text', 'prepare it again')
        const { keyid } = await signing.readAct(tx, handed.envelope, { kind: KIND, actor, now })
        await addEvent(tx, vault, opened.row.id, { kind: 'signed', envelope: handed.envelope, keyid, signedAt, publishAt, files: says.files }, { at: now, by: person })
        await keepReady(tx, vault, opened.row.id, ready)
        await setDue(tx, opened.row.id, publishAt)
        await means.later(tx, { kind: PUBLISH_JOB, at: publishAt, key: `${PUBLISH_JOB} ${opened.row.id}` })
        return { outcome: 'scheduled', kind: KIND, at: now, publishAt, advisory: opened.row.id }
      })
    },
  }
}

export const hashesOf = (files: readonly PublishedFile[]): FileHash[] => files.map(({ name, text }) => ({ name, sha256: sha256(text) }))

function publicationOf({ act }: { act: Act }): { organisation: OrganisationId; says: Publication; signedAt: Micros } {
  if (act.kind !== KIND) throw notHere(act.kind)
  return { organisation: act.organisation as OrganisationId, says: act.says, signedAt: Date.parse(act.at) * 1000 }
}

function needMoment(publishAt: Micros, agreed: Micros | null, now: Micros): void {
  if (agreed !== null && publishAt !== agreed) throw fault('act', '/statement/predicate/publishAt', 'this is not the moment that was agreed', 'prepare the act again')
  if (publishAt <= now) throw conflict('late', 'its moment has passed: prepare the act again')
  if (agreed === null && publishAt > now + LATEST) throw fault('act', '/statement/predicate/publishAt', 'no moment was agreed, and this one is far ahead', 'prepare the act again')
}

const notHere = (kind: string): Refusal =>
  new Refusal('unprocessable', 'advisories.act-kind', `acts of the kind “${kind.slice(0, 60)}” are not handed in here`, { faults: [{ field: '/statement/predicateType', rule: 'the publication of an advisory', fix: 'hand it in at its own room' }] })

const wordsOf = ({ trackingId, version, withdrawal, publishAt, files }: Publication): string =>
  withdrawal === 'yes'
    ? `Your organisation withdraws the advisory ${trackingId} at ${publishAt}, in ${files.length} files.`
    : `Your organisation publishes version ${version} of the advisory ${trackingId} at ${publishAt}, in ${files.length} files.`

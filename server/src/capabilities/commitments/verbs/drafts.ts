/** The attestation before it is signed: drawn up by one person of the organisation, approved by another in counsel's role, word for word. */
import type { Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, type Signed } from '../model.ts'
import { draftSha256, draftState, goodFaithOf, needAttestable, type Draft, type DraftSays, type DraftState } from '../model/attestations.ts'
import { commitmentsOf } from '../model/commitments.ts'
import { loadActsAfter } from '../store/acts.ts'
import { findDraft, saveDraft } from '../store/drafts.ts'
import { speakerOf } from './book.ts'

export type ShownDraft = { draft: Draft | undefined; state: DraftState; mine: boolean; goodFaith: ReturnType<typeof goodFaithOf> | undefined }
/** What a person writes; pledge and good faith follow from the signature. */
export type DraftWish = { from: string; until: string; facts: Record<string, unknown>[]; officer: { name: string; title: string } }

export function createDraftVerbs({ database, clock, members, pledge, signing }: Means) {
  async function shown(tx: Reader, organisation: OrganisationId, person: string): Promise<ShownDraft> {
    const draft = await findDraft(tx, organisation)
    const signature = (await pledge.signatures(tx, clock())).get(organisation)
    return { draft, state: draftState(draft), mine: draft?.by === person, goodFaith: signature && goodFaithOf(signature.version) }
  }

  async function needRules(tx: Tx, organisation: OrganisationId, says: DraftSays, now: Micros): Promise<void> {
    const signatures = await pledge.signatures(tx, now)
    const body = (await members.organisations(tx)).find(({ id }) => id === organisation)
    if (body === undefined) throw new Error(`${organisation} is unknown, and somebody of it is signed in`)
    const all = await loadActsAfter(tx, 0)
    const speaker = speakerOf(body, signatures)
    const signedText = speaker.signature && (await pledge.bySha256(tx, speaker.signature.sha256))
    needAttestable(says, { speaker, signedText, pledge: await pledge.inForce(tx), commitments: commitmentsOf(all), acts: all.filter((act) => act.organisation === organisation), now })
  }

  return {
    /** Seen by the own organisation only. */
    async attestationDraft(actor: Actor): Promise<ShownDraft> {
      const { organisation, person } = need(actor, 'acts.sign')
      return database.read((tx) => shown(tx, organisation, person))
    },

    async writeAttestation(actor: Actor, wish: DraftWish): Promise<ShownDraft> {
      const { organisation, person } = need(actor, 'acts.sign')
      const { signature } = await database.read(async (tx) => ({ signature: (await pledge.signatures(tx, clock())).get(organisation) }))
      if (signature === undefined) throw conflict('sign-first', 'your organisation has not signed the pledge: who signs it attests to it')
      const says = await readDraft(actor, wish, signature)
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('commitments')
        await needRules(tx, organisation, says, now)
        const sha256 = draftSha256(says)
        const before = await findDraft(tx, organisation)
        if (before?.sha256 !== sha256) await saveDraft(tx, organisation, { says, sha256, by: person, at: now, sent: null, approved: null })
        return shown(tx, organisation, person)
      })
    },

    async sendToCounsel(actor: Actor, sha256: string): Promise<ShownDraft> {
      const { organisation, person } = need(actor, 'acts.sign')
      return database.transact(async (tx) => {
        await tx.lock('commitments')
        const draft = await needDraft(tx, organisation, sha256)
        if (draft.sent === null) await saveDraft(tx, organisation, { ...draft, sent: clock() })
        return shown(tx, organisation, person)
      })
    },

    /** By another person than the one who wrote it, signed in: a program has no second look. Approved again, the first approval stands. */
    async approveDraft(actor: Actor, { sha256, role }: { sha256: string; role: string }): Promise<ShownDraft> {
      const { organisation, person } = need(actor, 'acts.sign')
      if (actor.via.kind === 'token') throw new Refusal('forbidden', 'commitments.person-needed', 'counsel approves this signed in; a token does not')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('commitments')
        const draft = await needDraft(tx, organisation, sha256)
        if (draft.sent === null) throw conflict('not-sent', 'the draft has not been handed to counsel yet')
        if (draft.by === person) throw new Refusal('forbidden', 'commitments.own-draft', 'you wrote this yourself: somebody else approves it')
        await needRules(tx, organisation, draft.says, now)
        if (draft.approved === null) await saveDraft(tx, organisation, { ...draft, approved: { at: now, role: role.trim().replaceAll(/\s+/g, ' '), sha256 } })
        return shown(tx, organisation, person)
      })
    },
  }

  /** Read by the shape of the act itself, so that what is approved can be signed. Throws a Refusal whose faults point into `/says`. */
  async function readDraft(actor: Actor, { from, until, facts, officer }: DraftWish, { version, sha256 }: { version: string; sha256: string }): Promise<DraftSays> {
    const { wording, sha256: fixed } = goodFaithOf(version)
    const says = { pledge: { version, sha256 }, from, until, facts, goodFaith: { wording, sha256: fixed }, officer }
    const counsel = { role: 'counsel', approved: '2000-01-01T00:00:00Z', sha256: '0'.repeat(64) } // the shape wants one; it is not kept
    const { statement } = await signing.prepareAct(actor, { kind: 'attestation', says: { ...says, counsel } })
    const { act } = signing.openStatement(statement)
    const { counsel: _, ...read } = (act as unknown as Extract<Signed, { kind: 'attestation' }>).says
    return read
  }
}

async function needDraft(tx: Reader, organisation: OrganisationId, sha256: string): Promise<Draft> {
  const draft = await findDraft(tx, organisation)
  if (draft === undefined) throw new Refusal('unknown', 'commitments.no-draft', 'no attestation is being drawn up')
  if (draft.sha256 !== sha256) throw conflict('draft-changed', 'the draft has changed since: read it again')
  return draft
}

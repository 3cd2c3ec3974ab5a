/** Acts handed in: held against the rules, stated, and kept, in one transaction. The same statement enters once. */
import { hash } from 'node:crypto'
import type { Act } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { writeOne } from '../../../platform/journal.ts'
import type { PreparedAct } from '../../members/index.ts'
import type { Means } from '../means.ts'
import { isConductAct, type ConductKind, type Logged, type Signed } from '../model.ts'
import { needMayDetermine, needMayEngage, type AssuranceAround, type Engaged } from '../model/assurance.ts'
import { needMayAttest, needMayCorrectAttestation } from '../model/attestations.ts'
import { commitmentsOf } from '../model/commitments.ts'
import { needMayCommit } from '../model/may.ts'
import { needMayStateRequests, statementsOf } from '../model/requests.ts'
import { needMayShow, needMayTakeBack } from '../model/stages.ts'
import { addAct, findTaken, loadActsAfter } from '../store/acts.ts'
import { loadAccreditations, loadCases } from '../store/assurance.ts'
import { findDraft, removeDraft } from '../store/drafts.ts'
import { speakerOf, wordsOf } from './book.ts'
import { fillIn } from './fill-in.ts'

export type Outcome = { outcome: 'logged'; kind: ConductKind; at: Micros; fact: FactId }

export function createSubmitVerbs(means: Means) {
  const { database, clock, journal, members, signing } = means

  return {
    /** `envelope` is the text exactly as it was signed. Handed in again by the same organisation, it has the same fact. */
    async submitAct(actor: Actor, { envelope }: { envelope: string }): Promise<Outcome> {
      const { organisation } = need(actor, 'acts.sign')
      const opened = signing.open(envelope)
      const signed = signedOf(opened)
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('commitments')
        const known = await findTaken(tx, opened.sha256)
        if (known !== undefined && known.organisation === organisation) return { outcome: 'logged', kind: known.kind, at: known.at, fact: known.fact }
        await needMayState(tx, means, actor, signed, now)
        const { keyid } = await signing.readAct(tx, envelope, { kind: signed.kind, actor, now })
        if (signed.kind === 'attestation') await removeDraft(tx, organisation)
        const fact = await writeOne(journal, tx, { room: 'commitments', kind: signed.kind, at: now, body: { about: aboutOf(signed), act: envelope } })
        await addAct(tx, { ...signed, seq: fact.seq, fact: fact.id, at: now, keyid, payload: hash('sha256', envelope, 'hex'), statement: opened.sha256 })
        return { outcome: 'logged', kind: signed.kind, at: now, fact: fact.id }
      })
    },

    /** The exact statement to sign, with what follows from the rest filled in, and one sentence of what it says. */
    async prepareAct(actor: Actor, { kind, says }: { kind: ConductKind; says: Record<string, unknown> }): Promise<PreparedAct & { words: string }> {
      const { organisation } = need(actor, 'acts.sign')
      const { filled, organisations, commitments } = await database.read(async (tx) => ({
        filled: await fillIn(tx, means, { kind, says, organisation }, clock()),
        organisations: await members.organisations(tx),
        commitments: commitmentsOf(await loadActsAfter(tx, 0)),
      }))
      const prepared = await signing.prepareAct(actor, { kind, says: filled })
      return { ...prepared, words: wordsOf({ organisations, commitments }, signedOf(signing.openStatement(prepared.statement))) }
    },
  }
}

/** The act in an envelope as this room knows it; other rooms' acts are not taken here. */
function signedOf({ act }: { act: Act }): Signed {
  const { kind, organisation, at, says } = act
  if (!isConductAct(kind)) {
    throw new Refusal('unprocessable', 'commitments.act-kind', `acts of the kind “${kind}” are not handed in here`, {
      faults: [{ field: '/statement/predicateType', rule: 'an act about commitments, attestations, requests, stages or assurance', fix: 'hand it in where it was prepared' }],
    })
  }
  return { kind, organisation, signedAt: Date.parse(at) * 1000, says } as Signed
}

/** May this organisation state this now? Loads what the rules look at. */
async function needMayState(tx: Tx, { members, pledge, vault }: Means, actor: Actor, signed: Signed, now: Micros): Promise<void> {
  const listed = await members.organisations(tx)
  const signatures = await pledge.signatures(tx, now)
  const find = (id: string) => listed.find((one) => one.id === id)
  const body = find(signed.organisation)
  if (body === undefined) throw new Refusal('unknown', 'commitments.organisation-unknown', 'there is no such organisation')
  const speaker = speakerOf(body, signatures)
  const acts = await loadActsAfter(tx, 0)
  const own = acts.filter(({ organisation }) => organisation === signed.organisation)
  const around = { speaker, pledge: await pledge.inForce(tx), commitments: commitmentsOf(acts), now, acts: own }

  switch (signed.kind) {
    case 'attestation':
    case 'attestation-correction': {
      const signedText = speaker.signature && (await pledge.bySha256(tx, speaker.signature.sha256))
      if (signed.kind === 'attestation') return needMayAttest(signed, await findDraft(tx, signed.organisation), { ...around, signedText })
      return needMayCorrectAttestation(signed, { ...around, signedText })
    }
    case 'request-statement': return needMayStateRequests(signed, { speaker, statements: statementsOf(own), now })
    case 'stage-evidence': return needMayShow(signed, around)
    case 'stage-evidence-withdrawal': return needMayTakeBack(signed, around)
    case 'assurance-engagement':
    case 'assurance-determination': {
      if (signed.kind === 'assurance-determination') need(actor, 'assurance.assess')
      const other = otherOf(signed, acts)
      const them = other === undefined ? undefined : find(other)
      const groups = await pledge.groups(tx)
      const group = groups.get(signed.organisation)
      const assurance: AssuranceAround = {
        speaker, other: them && speakerOf(them, signatures), affiliated: group !== undefined && other !== undefined && groups.get(other) === group,
        accreditations: await loadAccreditations(tx), acts, now, cases: signed.kind === 'assurance-determination' ? await loadCases(tx, vault, signed.says.engagement as FactId) : [],
      }
      return signed.kind === 'assurance-engagement' ? needMayEngage(signed, assurance) : needMayDetermine(signed, assurance)
    }
    default: return needMayCommit(signed, around)
  }
}

/** The other side of a review: by the engagement itself, not by what the determination says. */
function otherOf(signed: Extract<Signed, { kind: 'assurance-engagement' | 'assurance-determination' }>, acts: readonly Logged[]): OrganisationId | undefined {
  if (signed.kind === 'assurance-engagement') return signed.says.assessor as OrganisationId
  return acts.find((act): act is Engaged => act.kind === 'assurance-engagement' && act.fact === signed.says.engagement)?.organisation
}

const MOST_ABOUT = 50

/** By which ids the entry is found: organisations, earlier acts, and the text of the pledge by its hash. */
function aboutOf({ organisation, says }: Signed): string[] {
  const ids: string[] = [organisation]
  if ('pledge' in says) ids.push(says.pledge.sha256)
  if ('commitment' in says) ids.push(says.commitment)
  if ('corrects' in says && says.corrects !== undefined) ids.push(says.corrects)
  if ('replaces' in says && says.replaces !== undefined) ids.push(says.replaces)
  if ('attestation' in says) ids.push(says.attestation)
  if ('assessor' in says) ids.push(says.assessor)
  if ('reviewed' in says) ids.push(says.reviewed, says.engagement, ...says.cases)
  return [...new Set(ids)].slice(0, MOST_ABOUT)
}

/** Acts handed in: logged at once, held for a ceremony, or kept for a second person of the secretariat. */
import { newId, type Micros } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { PreparedAct } from '../../members/index.ts'
import type { Means, Opened } from '../means.ts'
import type { Logged, PledgeActKind, Signed } from '../model.ts'
import { actWords } from '../model/words.ts'
import { addProposal, loadProposals, removeProposal, type Proposal, type ProposalId } from '../store/waiting.ts'
import type { CeremonyVerbs } from './ceremonies.ts'
import { fillIn } from './fill-in.ts'
import { isSecretariats, loadProposal, needNoneWaits, needSecretariatMay, type OfSecretariat } from './secretariat.ts'
import { logActs, needMayState, signedOf } from './taking.ts'
import { createTray, type Entered } from './tray.ts'

export type Outcome = { outcome: 'logged' | 'waits-for-second' | 'held'; kind: PledgeActKind; at: Micros; fact: Entered['fact'] | null; proposal: ProposalId | null; ceremony: string | null }
export type ShownProposal = Proposal & { byName: string; words: string }

export function createSubmitVerbs(means: Means, { hold }: Pick<CeremonyVerbs, 'hold'>) {
  const { database, clock, random, members, signing } = means
  const tray = createTray(means)

  async function logOne(actor: Actor, opened: Opened, signed: Signed): Promise<Outcome> {
    return database.transact(async (tx) => {
      const now = clock()
      await tx.lock('pledges')
      await needMayState(tx, means, signed, now)
      const { keyid } = await signing.readAct(tx, opened.envelope, { kind: signed.kind, actor, now })
      const [act] = await logActs(tx, means, [{ signed, envelope: opened.envelope, statement: opened.sha256, keyid }], now)
      return logged(signed.kind, { fact: act!.fact, at: now })
    })
  }

  async function propose(actor: Actor, opened: Opened, signed: OfSecretariat): Promise<Outcome> {
    const { person } = need(actor, 'accord.keep')
    return database.transact(async (tx) => {
      const now = clock()
      await tx.lock('pledges')
      await needSecretariatMay(tx, means, signed, now)
      await needNoneWaits(tx, signed)
      await signing.readAct(tx, opened.envelope, { kind: signed.kind, actor, now })
      const id = newId('proposal', random)
      await addProposal(tx, { id, kind: signed.kind, person, at: now, statement: opened.sha256, says: JSON.stringify(signed.says), envelope: opened.envelope })
      return { outcome: 'waits-for-second', kind: signed.kind, at: now, fact: null, proposal: id, ceremony: null }
    })
  }

  return {
    /** `envelope` is the text exactly as it was signed. */
    async submitAct(actor: Actor, { envelope, ceremony }: { envelope: string; ceremony?: string }): Promise<Outcome> {
      need(actor, 'acts.sign')
      const opened = signing.open(envelope)
      const signed = signedOf(opened)
      if (ceremony !== undefined) return hold(actor, ceremony, opened, signed)
      if (isSecretariats(signed)) return propose(actor, opened, signed)
      if (signed.kind === 'statement' && actor.via.kind === 'token') return logged('statement', await tray.put(actor, opened, signed))
      return logOne(actor, opened, signed)
    },

    /** The exact statement to sign, with what follows from the rest filled in, and one sentence of what it says. */
    async prepareAct(actor: Actor, { kind, says }: { kind: PledgeActKind; says: Record<string, unknown> }): Promise<PreparedAct & { words: string }> {
      const { organisation } = need(actor, 'acts.sign')
      const { filled, name, names } = await database.read(async (tx) => ({
        filled: await fillIn(tx, { kind, says, organisation }, clock()),
        name: (await members.organisation(tx, organisation))?.name ?? '',
        names: new Map((await members.organisations(tx)).map((one) => [one.id as string, one.name])),
      }))
      const prepared = await signing.prepareAct(actor, { kind, says: filled })
      return { ...prepared, words: actWords(name, signedOf(signing.openStatement(prepared.statement)), (id) => names.get(id) ?? id) }
    },

    proposals: (actor: Actor): Promise<ShownProposal[]> => database.read(async (tx) => {
      need(actor, 'accord.keep')
      const names = new Map((await members.organisations(tx)).map((one) => [one.id as string, one.name]))
      const name = (await members.allianceName(tx)) ?? ''
      const shown: ShownProposal[] = []
      for (const proposal of await loadProposals(tx)) {
        const words = actWords(name, signedOf(signing.open(proposal.envelope)), (id) => names.get(id) ?? id)
        shown.push({ ...proposal, byName: await members.personName(tx, proposal.person), words })
      }
      return shown
    }),

    /** By another person than the one who handed it in, signed in: a token is nobody’s second look. */
    async confirmProposal(actor: Actor, id: string): Promise<Logged> {
      const { person } = need(actor, 'accord.keep')
      if (actor.via.kind === 'token') throw new Refusal('forbidden', 'pledges.person-needed', 'a second person confirms this, signed in; a token does not')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('pledges')
        const proposal = await loadProposal(tx, id)
        if (proposal.person === person) throw new Refusal('forbidden', 'pledges.second-person', 'you handed this in yourself: another person of the secretariat confirms it')
        const opened = signing.open(proposal.envelope)
        const signed = signedOf(opened)
        if (!isSecretariats(signed)) throw new Error(`${id} holds a ${signed.kind}`)
        const keyid = opened.signatures[0]?.keyid ?? ''
        await removeProposal(tx, id)
        await needSecretariatMay(tx, means, signed, now)
        await signing.needActiveKey(tx, keyid, signed.organisation, signed.signedAt)
        const [act] = await logActs(tx, means, [{ signed, envelope: proposal.envelope, statement: proposal.statement, keyid }], now)
        return act!
      })
    },

    async declineProposal(actor: Actor, id: string): Promise<void> {
      need(actor, 'accord.keep')
      await database.transact(async (tx) => {
        await loadProposal(tx, id)
        await removeProposal(tx, id)
      })
    },
  }
}

const logged = (kind: PledgeActKind, { fact, at }: Entered): Outcome => ({ outcome: 'logged', kind, at, fact, proposal: null, ceremony: null })

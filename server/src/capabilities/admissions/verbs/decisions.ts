/** Decisions that two persons take: to decline, to hide a comment, and what becomes of an appeal. One proposes, with reasons; another confirms. */
import { newId, type ApplicationId, type Right } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, type CommentId, type CommentRule, type DeclineCode, type ProposalId } from '../model.ts'
import { needMove, type Move } from '../model/moves.ts'
import { addProposal, loadComments, loadProposals, removeProposal, removeProposals, saveComment, type Proposal } from '../store/beside.ts'
import { happen, loadKnown, needUnconcerned, receipt, type Known } from './book.ts'

type Decision = { what: 'decline'; codes: DeclineCode[]; reasons: string } | { what: 'hide-comment'; comment: CommentId; rule: CommentRule } | { what: 'appeal'; outcome: 'upheld' | 'remitted'; reasons: string }
const MOVE_OF: Record<Decision['what'], Move> = { 'decline': 'decline', 'hide-comment': 'hide-comment', 'appeal': 'decide-appeal' }
const RIGHT_OF: Record<Decision['what'], Right> = { 'decline': 'admissions.handle', 'hide-comment': 'admissions.handle', 'appeal': 'concerns.screen' }

export function createDecisionVerbs(means: Means) {
  const { database, clock, random } = means

  /** Who declined it has no say in the appeal, nor has anybody of the same organisation. */
  async function needMay(tx: Tx, actor: Actor, known: Known, what: Decision['what']): Promise<void> {
    await needUnconcerned(tx, means, actor, known)
    if (actor.via.kind !== 'session' && what !== 'hide-comment') throw new Refusal('forbidden', 'admissions.person-needed', 'a person decides this, signed in, and not a program')
    if (what !== 'appeal') return
    const { declined } = known.standing
    if (declined !== null && (declined.persons.includes(actor.person!) || declined.organisation === actor.organisation)) {
      throw new Refusal('forbidden', 'admissions.own-decision', 'who declined it does not decide on the appeal')
    }
  }

  async function propose(actor: Actor, id: ApplicationId, decision: Decision): Promise<ProposalId> {
    const { person } = need(actor, RIGHT_OF[decision.what])
    return database.transact(async (tx) => {
      await tx.lock('admissions')
      const now = clock()
      const known = await loadKnown(tx, means, id, now)
      await needMay(tx, actor, known, decision.what)
      needMove(MOVE_OF[decision.what], known.standing.state)
      if (decision.what === 'hide-comment') await hideable(tx, id, decision.comment)
      const open = (await loadProposals(tx, id)).find((one) => one.what === decision.what && (one.what !== 'hide-comment' || decision.what !== 'hide-comment' || one.comment === decision.comment))
      if (open !== undefined) throw conflict('proposed-already', 'this waits for a second person already: confirm it, or take it back first')
      const proposal: Proposal = { ...decision, id: newId('proposal', random), application: id, person, at: now }
      await addProposal(tx, proposal)
      return proposal.id
    })
  }

  async function carryOut(tx: Tx, { application }: Known, proposal: Proposal, second: Actor, now: number): Promise<void> {
    const by = { at: now, by: second.person ?? null }
    if (proposal.what === 'hide-comment') {
      const { comment, rule } = proposal
      await saveComment(tx, { ...(await hideable(tx, application.id, comment)), hidden: rule })
      await happen(tx, means, application, { what: 'comment-hidden', comment, rule }, by)
      return
    }
    const persons = [proposal.person, second.person!]
    await removeProposals(tx, application.id, proposal.what)
    if (proposal.what === 'decline') {
      const { codes, reasons } = proposal
      await happen(tx, means, application, { what: 'declined', codes, reasons, persons, organisation: second.organisation! }, by)
      await receipt(tx, means, application, 'it was declined', 'The reasons are on its page. You may appeal to the ombudsperson within 30 days.')
      return
    }
    const { outcome, reasons } = proposal
    await happen(tx, means, application, { what: 'appeal-decided', outcome, reasons, persons }, by)
    await receipt(tx, means, application, outcome === 'upheld' ? 'the decision to decline stands' : 'your appeal was heard', outcome === 'upheld' ? 'The reasons are on its page.' : 'The evidence is reviewed anew.')
  }

  return {
    proposeDecline: (actor: Actor, id: ApplicationId, { codes, reasons }: { codes: DeclineCode[]; reasons: string }): Promise<ProposalId> => propose(actor, id, { what: 'decline', codes: [...new Set(codes)], reasons: reasons.trim() }),
    proposeHiding: (actor: Actor, id: ApplicationId, comment: CommentId, rule: CommentRule): Promise<ProposalId> => propose(actor, id, { what: 'hide-comment', comment, rule }),
    proposeAppeal: (actor: Actor, id: ApplicationId, { outcome, reasons }: { outcome: 'upheld' | 'remitted'; reasons: string }): Promise<ProposalId> => propose(actor, id, { what: 'appeal', outcome, reasons: reasons.trim() }),

    /** By a second person with the same right. The reasons confirmed are the reasons proposed, word by word. */
    async confirm(actor: Actor, id: ApplicationId, proposal: string, of: 'secretariat' | 'ombudsperson'): Promise<void> {
      need(actor, of === 'ombudsperson' ? 'concerns.screen' : 'admissions.handle')
      await database.transact(async (tx) => {
        await tx.lock('admissions')
        const now = clock()
        const known = await loadKnown(tx, means, id, now)
        const found = await needProposal(tx, id, proposal, of)
        if (found.person === actor.person) throw new Refusal('forbidden', 'admissions.second-person', 'who proposed it does not confirm it: a second person does')
        if (actor.via.kind !== 'session') throw new Refusal('forbidden', 'admissions.person-needed', 'a person confirms this, signed in, and not a program')
        await needMay(tx, actor, known, found.what)
        needMove(MOVE_OF[found.what], known.standing.state)
        await removeProposal(tx, found.id)
        await carryOut(tx, known, found, actor, now)
      })
    },

    /** Taken back by who proposed it, or refused by another. */
    async drop(actor: Actor, id: ApplicationId, proposal: string, of: 'secretariat' | 'ombudsperson'): Promise<void> {
      need(actor, of === 'ombudsperson' ? 'concerns.screen' : 'admissions.handle')
      await database.transact(async (tx) => {
        await needProposal(tx, id, proposal, of)
        await removeProposal(tx, proposal)
      })
    },
  }
}

async function hideable(tx: Tx, id: ApplicationId, comment: CommentId) {
  const found = (await loadComments(tx, id)).find((one) => one.id === comment)
  if (found === undefined) throw new Refusal('unknown', 'admissions.comment-unknown', 'there is no such comment')
  if (found.hidden !== null) throw conflict('hidden-already', 'this comment is hidden already')
  return found
}

async function needProposal(tx: Tx, id: ApplicationId, proposal: string, of: 'secretariat' | 'ombudsperson'): Promise<Proposal> {
  const found = (await loadProposals(tx, id)).find((one) => one.id === proposal && (one.what === 'appeal') === (of === 'ombudsperson'))
  if (found === undefined) throw new Refusal('unknown', 'admissions.proposal-unknown', 'nothing of this name waits for a second person')
  return found
}

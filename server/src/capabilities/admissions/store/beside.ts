/** How what stands beside an application is kept: comments, sponsors' acts, proposals that wait for a second person, seals. */
import type { ActBody } from '@openaccord/facts'
import type { ApplicationId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { CommentId, CommentRule, DeclineCode, ProposalId } from '../model.ts'

export type Comment = {
  id: CommentId; seq: number; fact: FactId; application: ApplicationId; at: Micros; name: string | null; language: string; text: string; sha256: string
  hidden: CommentRule | null; reply: string | null; repliedAt: Micros | null
}
type CommentRow = Row & Omit<Comment, 'repliedAt'> & { replied_at: number | null }
const COMMENT = 'id, seq, fact, application, at, name, language, text, sha256, hidden, reply, replied_at'

export async function addComment(tx: Tx, c: Comment): Promise<void> {
  await tx.run(`insert into admissions_comment (${COMMENT}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.id, c.seq, c.fact, c.application, c.at, c.name, c.language, c.text, c.sha256, c.hidden, c.reply, c.repliedAt)
}
export async function saveComment(tx: Tx, { id, hidden, reply, repliedAt }: Comment): Promise<void> {
  await tx.run('update admissions_comment set hidden = ?, reply = ?, replied_at = ? where id = ?', hidden, reply, repliedAt, id)
}
/** Oldest first. */
export async function loadComments(tx: Reader, application: ApplicationId): Promise<Comment[]> {
  return (await tx.all<CommentRow>(`select ${COMMENT} from admissions_comment where application = ? order by seq`, application)).map(commentOf)
}
export async function countComments(tx: Reader): Promise<Map<ApplicationId, number>> {
  const rows = await tx.all<{ application: ApplicationId; many: number }>('select application, count(*) as many from admissions_comment group by application')
  return new Map(rows.map(({ application, many }) => [application, many]))
}
const commentOf = ({ replied_at: repliedAt, ...row }: CommentRow): Comment => ({ ...row, repliedAt })

export type SponsorAct =
  | { kind: 'sponsorship'; says: ActBody<'sponsorship'> }
  | { kind: 'sponsorship-withdrawal'; says: ActBody<'sponsorship-withdrawal'> }
export type LoggedAct = SponsorAct & { seq: number; fact: FactId; application: ApplicationId; organisation: OrganisationId; at: Micros; keyid: string; payload: string; statement: string }
const ACT = 'seq, fact, kind, application, organisation, at, keyid, payload, statement, says'
type ActRow = Row & { seq: number; fact: FactId; kind: SponsorAct['kind']; application: ApplicationId; organisation: OrganisationId; at: number; keyid: string; payload: string; statement: string; says: string }

export async function addAct(tx: Tx, a: LoggedAct): Promise<void> {
  await tx.run(`insert into admissions_act (${ACT}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.seq, a.fact, a.kind, a.application, a.organisation, a.at, a.keyid, a.payload, a.statement, JSON.stringify(a.says))
}
/** Oldest first. */
export async function loadActs(tx: Reader, application: ApplicationId): Promise<LoggedAct[]> {
  return (await tx.all<ActRow>(`select ${ACT} from admissions_act where application = ? order by seq`, application)).map(actOf)
}
/** The act that entered with this statement already. */
export async function findTaken(tx: Reader, statement: string): Promise<LoggedAct | undefined> {
  const row = await tx.get<ActRow>(`select ${ACT} from admissions_act where statement = ?`, statement)
  return row && actOf(row)
}
/** The words of an act whose payload was taken out of the log go as well. */
export async function forgetActs(tx: Tx, facts: readonly string[]): Promise<void> {
  for (const fact of facts) {
    const row = await tx.get<ActRow>(`select ${ACT} from admissions_act where fact = ?`, fact)
    if (row === undefined) continue
    const act = actOf(row)
    const says = act.kind === 'sponsorship' ? { ...act.says, facts: act.says.facts.map(({ fact: what, known }) => ({ fact: what, known })) } : { ...act.says, reason: '[…]' }
    await tx.run('update admissions_act set says = ? where fact = ?', JSON.stringify(says), fact)
  }
}
const actOf = ({ says, ...row }: ActRow): LoggedAct => ({ ...row, says: JSON.parse(says) }) as LoggedAct

type Decision =
  | { what: 'decline'; codes: DeclineCode[]; reasons: string }
  | { what: 'hide-comment'; comment: CommentId; rule: CommentRule }
  | { what: 'appeal'; outcome: 'upheld' | 'remitted'; reasons: string }
export type Proposal = Decision & { id: ProposalId; application: ApplicationId; person: PersonId; at: Micros }
type ProposalRow = Row & { id: ProposalId; application: ApplicationId; what: string; person: PersonId; at: number; body: string }
const PROPOSAL = 'id, application, what, person, at, body'

export async function addProposal(tx: Tx, proposal: Proposal): Promise<void> {
  const { id, application, what, person, at, ...body } = proposal
  await tx.run(`insert into admissions_proposal (${PROPOSAL}) values (?, ?, ?, ?, ?, ?)`, id, application, what, person, at, JSON.stringify(body))
}
export async function loadProposals(tx: Reader, application?: ApplicationId): Promise<Proposal[]> {
  const rows = application === undefined
    ? await tx.all<ProposalRow>(`select ${PROPOSAL} from admissions_proposal order by at, id`)
    : await tx.all<ProposalRow>(`select ${PROPOSAL} from admissions_proposal where application = ? order by at, id`, application)
  return rows.map(({ body, ...row }) => ({ ...row, ...JSON.parse(body) }) as Proposal)
}
/** True for the one who took it out. */
export const removeProposal = async (tx: Tx, id: string): Promise<boolean> => (await tx.run('delete from admissions_proposal where id = ?', id)) === 1
/** What no longer fits how the application stands. */
export async function removeProposals(tx: Tx, application: ApplicationId, what: Proposal['what']): Promise<void> {
  await tx.run('delete from admissions_proposal where application = ? and what = ?', application, what)
}

export type Seal = { commitment: string; application: ApplicationId; salt: string; text: string; fact: FactId; at: Micros }
export async function addSeal(tx: Tx, s: Seal): Promise<void> {
  await tx.run('insert into admissions_seal (commitment, application, salt, text, fact, at) values (?, ?, ?, ?, ?, ?)', s.commitment, s.application, s.salt, s.text, s.fact, s.at)
}
export const findSeal = (tx: Reader, commitment: string): Promise<Seal | undefined> =>
  tx.get<Row & Seal>('select commitment, application, salt, text, fact, at from admissions_seal where commitment = ?', commitment)

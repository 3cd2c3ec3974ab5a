/** What the secretariat states: adoptions, successions, groups. One person hands it in, a second one lets it into the log. */
import type { Micros } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { bad, conflict, isOfSecretariat, needAdoptable, type SecretariatKind, type Signed } from '../model.ts'
import { successionsOf } from '../model/register.ts'
import { loadActsOfKind } from '../store/acts.ts'
import { findProposal, loadProposals, type Proposal } from '../store/waiting.ts'
import { loadAdopted, loadAllVersions } from './book.ts'

export type OfSecretariat = Extract<Signed, { kind: SecretariatKind }>
type Of<K extends SecretariatKind> = Extract<Signed, { kind: K }>
export const isSecretariats = (signed: Signed): signed is OfSecretariat => isOfSecretariat(signed.kind)

export async function loadProposal(tx: Tx, id: string): Promise<Proposal> {
  const found = await findProposal(tx, id)
  if (found === undefined) throw new Refusal('unknown', 'pledges.proposal-unknown', 'nothing of this name waits for a second person')
  return found
}

export async function needSecretariatMay(tx: Tx, { members }: Pick<Means, 'members'>, signed: OfSecretariat, now: Micros): Promise<void> {
  const body = await members.organisation(tx, signed.organisation)
  if (body?.kind !== 'secretariat' || body.state !== 'active') throw new Refusal('forbidden', 'pledges.secretariat-only', 'this is stated by the secretariat, with a key of its own organisation')
  if (signed.kind === 'pledge-version') return needMayAdopt(tx, signed, now)
  const known = new Set((await members.organisations(tx)).map(({ id }) => id))
  if (signed.kind === 'succession') return needSuccession(signed, await loadActsOfKind(tx, 'succession').then(successionsOf), (id) => known.has(id as typeof signed.organisation), now)
  const odd = signed.says.organisations.find((id) => !known.has(id))
  if (odd !== undefined) throw bad('/organisations', `there is no organisation ${odd} here`, 'name organisations of this alliance')
  if (new Set(signed.says.organisations).size < signed.says.organisations.length) throw bad('/organisations', 'each is named once', 'take the second one out')
}

async function needMayAdopt(tx: Tx, signed: Of<'pledge-version'>, now: Micros): Promise<void> {
  const draft = (await loadAllVersions(tx, now)).find(({ version }) => version === signed.says.pledge.version)
  if (draft === undefined) throw bad('/pledge/version', `there is no draft of version ${signed.says.pledge.version}`, 'draft it first')
  needAdoptable(signed, draft, await loadAdopted(tx), now)
}

const ends = (how: string): boolean => how === 'merged' || how === 'renamed'

function needSuccession({ says }: Of<'succession'>, before: ReturnType<typeof successionsOf>, isKnown: (id: string) => boolean, now: Micros): void {
  const { predecessor, successor, how, on } = says
  for (const [field, id] of [['/predecessor', predecessor], ['/successor', successor]] as const) {
    if (!isKnown(id)) throw bad(field, `there is no organisation ${id} here`, 'name organisations of this alliance')
  }
  if (predecessor === successor) throw bad('/successor', 'an organisation does not succeed itself', 'name the other one')
  if (Date.parse(on) * 1000 > now) throw bad('/on', 'a succession is recorded once it has happened', 'hand it in on that day')
  const already = before.find((one) => one.predecessor === predecessor && ends(one.how))
  if (already !== undefined && ends(how)) throw conflict('succeeded-already', 'this organisation has gone into another one already')
  for (let id: string | undefined = successor; id !== undefined; id = before.find((one) => one.predecessor === id && ends(one.how))?.successor) {
    if (id === predecessor) throw bad('/successor', 'it went into the predecessor itself', 'record what happened last first, or name the other one')
  }
}

/** One adoption at a time: whoever confirms knows what it replaces. */
export async function needNoneWaits(tx: Tx, { kind }: OfSecretariat): Promise<void> {
  if (kind === 'pledge-version' && (await loadProposals(tx)).some((one) => one.kind === kind)) throw conflict('adoption-waits', 'another adoption waits for a second person: confirm or decline it first')
}

/** Coming in and going out: a party is asked, takes part, leaves. The embargo's own verbs call `enter` once somebody has accepted it. */
import { newId, type CaseId, type OrganisationId, type PersonId } from '@openaccord/names'
import type { Random } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import type { GuestWords, PartyId, Role } from '../model.ts'
import { inOrder, type Party } from '../model/fold.ts'
import { aboutParty } from '../model/may.ts'
import { newLink } from '../secrets.ts'
import { addParty, saveLink } from '../store.ts'
import { guestMail, invitedMail } from '../wording.ts'
import { ALL, type Book, type Work } from './book.ts'

export type By = { party: PartyId; person: PersonId | null }
export type Wanted = { organisation: OrganisationId | null; guest: GuestWords | null; roles: readonly Role[]; words: string | null }

/** From now on this party sees the case. */
export function enter(work: Work, { id, organisation, guest, roles, shown, invited }: Party, by: By): void {
  work.append({ kind: 'joined', party: id, organisation, guest, roles: [...roles], shown, invited }, aboutParty({ id, joined: 1, shown }), by)
}

/** Asks a party in. It has an id already where it was here before, or comes from a case that this one was split from. Gives a guest's link. */
export async function ask(tx: Tx, work: Work, { organisation, guest, roles, words }: Wanted, { by, id, random }: { by: By; id: PartyId | undefined; random: Random }): Promise<{ party: PartyId; link: string | null }> {
  const isNew = id === undefined || !work.state().parties.has(id)
  const party = id ?? newId('party', random)
  const link = guest === null ? null : newLink(random)
  if (isNew) await addParty(tx, { id: party, case: work.id, organisation, linkHash: link?.hash ?? null })
  else if (link !== null) await saveLink(tx, work.id, party, link.hash)
  work.append({ kind: 'invited', party, organisation, guest, roles: inOrder(roles), words }, { to: 'party', party }, by)
  return { party, link: link?.text ?? null }
}

/** Those who read cases of an organisation hear that there is an invitation, a guest is sent the link. Never what it is about. */
export async function mailInvitation(tx: Tx, { members, mail, origin }: Pick<Means, 'members' | 'mail' | 'origin'>, { of, organisation, guest, link }: { of: CaseId; organisation: OrganisationId | null; guest: GuestWords | null; link: string | null }): Promise<void> {
  const alliance = (await members.allianceName(tx)) ?? ''
  if (guest !== null && guest.mail !== null && link !== null) await mail(tx, guestMail(guest.mail, { alliance, origin, link }))
  if (organisation === null) return
  for (const { mail: to, may } of await members.colleagues(tx, organisation)) if (may.has('cases.work')) await mail(tx, invitedMail(to, { alliance, origin, of }))
}

/** Cases that belong together hear that something happened to one of them; not the one that it happened with. */
export async function tellSiblings(tx: Tx, book: Book, work: Work, words: string, but?: CaseId): Promise<void> {
  for (const { case: of } of siblingsOf(work)) if (of !== but) await book.changeWithin(tx, of, (other) => void (other.state().state === 'merged' || other.append({ kind: 'sibling-changed', sibling: work.id, words }, ALL)))
}
const siblingsOf = (work: Work) => {
  const seen = new Set<CaseId>()
  return work.state().relations.filter(({ case: of }) => !seen.has(of) && seen.add(of))
}

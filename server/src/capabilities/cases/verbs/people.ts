/** Who takes part: inviting, accepting where no embargo stands, declining, leaving; roles, names, and who of an organisation reads. */
import { parsePersonId, type PersonId } from '@openaccord/names'
import { need } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { conflict, fault, notYours, unknownHere, type PartyId, type Role } from '../model.ts'
import { coordinates, inOrder, isIn, type Party } from '../model/fold.ts'
import { cleanLine, cleanText, needRoom } from '../model/limits.ts'
import { needAllowed } from '../model/embargo-may.ts'
import { aboutParty, needMove } from '../model/may.ts'
import { newLink } from '../secrets.ts'
import { saveLink } from '../store.ts'
import { ALL, byOf, type Asking, type Book, type Opened } from './book.ts'
import { ask, enter, mailInvitation } from './enter.ts'
import { createRecorder, storyIn } from './embargo-record.ts'

type Given = Exclude<Role, 'owner'>
export type Invitation = { organisation?: string | undefined; guest?: { name: string; mail?: string | undefined } | undefined; roles: Given[]; words?: string | undefined }

export function createPeopleVerbs(means: Means, book: Book) {
  const { members, random } = means
  const record = createRecorder(means)

  return {
    invite: (asking: Asking, id: string, wish: Invitation): Promise<{ party: PartyId; link: string | null }> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'invite')
        needRoom('parties', opened.state().parties.size)
        const { organisation, guest } = whom(opened, wish)
        const before = organisation === null ? undefined : [...opened.state().parties.values()].find((party) => party.organisation === organisation)
        if (before !== undefined && (isIn(before) || before.standing === 'invited')) throw conflict('in-already', before.standing === 'in' ? 'this organisation takes part already' : 'this organisation is invited already')
        const words = wish.words === undefined ? null : cleanText(wish.words, '/words')
        const asked = await ask(tx, opened, { organisation, guest, roles: wish.roles, words }, { by: byOf(opened), id: before?.id, random })
        await mailInvitation(tx, means, { of: opened.id, organisation, guest, link: asked.link })
        return asked
      }),

    renewLink: (asking: Asking, id: string, party: string): Promise<{ link: string }> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'invite')
        const guest = known(opened, party)
        if (guest.organisation !== null || guest.standing === 'removed') throw fault('not-a-guest', '/party', 'only guests come by link', 'an organisation signs in')
        const { text, hash } = newLink(random)
        await saveLink(tx, opened.id, guest.id, hash)
        opened.append({ kind: 'link-renewed', party: guest.id }, { to: 'party', party: guest.id }, byOf(opened))
        return { link: text }
      }),

    /** Where an embargo stands, accepting it is joining: see verbs/embargo.ts. */
    join: (asking: Asking, id: string): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'join')
        enter(opened, opened.party, byOf(opened))
      }),

    decline: (asking: Asking, id: string, { words }: { words?: string | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'decline')
        opened.append({ kind: 'declined', party: opened.party.id, words: wordsOf(words) }, { to: 'party', party: opened.party.id }, byOf(opened))
      }),

    /** The embargo goes on: for the others, and for who leaves. */
    leave: (asking: Asking, id: string, { words }: { words?: string | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'leave')
        opened.append({ kind: 'left', party: opened.party.id, words: wordsOf(words) }, aboutParty(opened.party), byOf(opened))
      }),

    removeParty: (asking: Asking, id: string, party: string, { words }: { words?: string | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'invite')
        const found = known(opened, party)
        if (found.roles.includes('owner')) throw conflict('owner-stays', 'the owner of a case is not taken out of it: hand it over first')
        if (!isIn(found) && found.standing !== 'invited') throw conflict('not-in', 'this party takes no part already')
        opened.append({ kind: 'removed', party: found.id, words: wordsOf(words) }, aboutParty(found), byOf(opened))
      }),

    editParty: (asking: Asking, id: string, party: string, { roles, shown }: { roles?: Given[] | undefined; shown?: boolean | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        const found = known(opened, party)
        const own = found.id === opened.party.id
        if (roles !== undefined || !own) needMove(opened, 'edit')
        if (roles !== undefined) changeRoles(opened, found, roles)
        if (shown !== undefined && shown !== found.shown) changeShown(opened, known(opened, party), shown)
      }),

    handOver: (asking: Asking, id: string, party: string): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'hand-over')
        const next = known(opened, party)
        if (!isIn(next) || next.organisation === null || !next.shown) throw fault('next-owner', '/party', 'the owner is an organisation that takes part by name', 'choose another party, or invite it first')
        if (next.id === opened.party.id) throw conflict('owner-already', 'your organisation owns this case already')
        needAllowed(storyIn(opened).state, { kind: 'handed-over', by: opened.party.id, to: next.id })
        opened.append({ kind: 'owner-changed', party: next.id, from: opened.party.id }, ALL, byOf(opened))
        await record.follow(tx, opened)
      }),

    /** Need to know: nobody locks their own organisation out, so whoever narrows it reads on. */
    namePeople: (asking: Asking, id: string, people: readonly string[]): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        need(asking.actor, 'cases.work')
        needMove(opened, 'name-people')
        const named = people.map((one) => parsePersonId(one))
        const may = new Set((await members.colleagues(tx, opened.party.organisation!)).filter((one) => one.may.has('cases.work')).map((one) => one.id))
        if (named.some((one) => !may.has(one))) throw fault('people', '/people', 'these are people of your own organisation who work on cases', 'choose among those shown')
        if (named.length > 0 && !named.includes(asking.actor.person!)) throw fault('people-yourself', '/people', 'whoever narrows it reads on', 'leave yourself in; somebody else takes you out')
        opened.append({ kind: 'people-named', party: opened.party.id, people: named }, { to: 'own', party: opened.party.id }, byOf(opened))
      }),

    /** Of one's own organisation: who may work on cases, and who reads this one. */
    ownReaders: (asking: Asking, id: string): Promise<{ narrowed: boolean; people: { id: PersonId; name: string; reads: boolean }[] } | null> =>
      book.read(asking, id, async ({ party }, tx) => {
        if (party.organisation === null || party.organisation !== asking.actor.organisation) return null
        const reading = new Set((await book.readersOf(tx, party)).map((one) => one.id))
        const all = (await members.colleagues(tx, party.organisation)).filter(({ may }) => may.has('cases.work'))
        return { narrowed: party.named !== null, people: all.map((one) => ({ id: one.id, name: one.name, reads: reading.has(one.id) })) }
      }),
  }
}

function whom({ roll }: Opened, { organisation, guest }: Invitation) {
  if ((organisation === undefined) === (guest === undefined)) throw fault('whom', '/organisation', 'an invitation is for an organisation or for a guest', 'name one of them')
  if (guest !== undefined) return { organisation: null, guest: { name: cleanLine(guest.name, '/guest/name'), mail: guest.mail ?? null } }
  const found = [...roll.values()].find(({ slug }) => slug === organisation)
  if (found === undefined || found.state !== 'active') throw fault('organisation-unknown', '/organisation', `no active organisation has the short name “${organisation}”`, 'choose one of the register, or invite a guest')
  return { organisation: found.id, guest: null }
}

const wordsOf = (words: string | undefined): string | null => (words === undefined ? null : cleanText(words, '/words'))

/** A party that this viewer may know of. */
export function known({ seen, viewer, state }: Pick<Opened, 'seen' | 'viewer' | 'state'>, id: string): Party {
  const found = state().parties.get(id as PartyId)
  if (found === undefined || (found.id !== viewer.party && (viewer.until === 0 || !seen.names(found.id)))) throw unknownHere('party')
  return found
}

function changeRoles(opened: Opened, found: Party, roles: readonly Given[]): void {
  if (!isIn(found) && found.standing !== 'invited') throw conflict('not-in', 'this party takes no part any more')
  const next = inOrder([...roles, ...(found.roles.includes('owner') ? ['owner' as const] : [])])
  if (next.join() === found.roles.join()) return
  if (coordinates({ roles: next }) && !found.shown) throw fault('coordinator-named', '/roles', 'who coordinates a case is named', 'ask this party to be named first')
  opened.append({ kind: 'roles-changed', party: found.id, roles: next }, aboutParty(found), byOf(opened))
}

function changeShown(opened: Opened, found: Party, shown: boolean): void {
  if (found.standing !== 'in' && found.standing !== 'invited') throw conflict('not-in', 'this party takes no part any more')
  if (!shown && coordinates(found)) throw notYours('who owns or coordinates a case is named')
  const { organisation, guest, roles, invited } = found
  const as = shown && isIn(found) ? { organisation, guest, roles: [...roles], invited } : null
  opened.append({ kind: 'shown', party: found.id, shown, as }, isIn(found) ? ALL : { to: 'party', party: found.id }, byOf(opened))
}

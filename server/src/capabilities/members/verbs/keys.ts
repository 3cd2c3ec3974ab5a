/** Signing keys of an organisation: shown, proposed by one person, confirmed by another, replaced and given up. */
import { newId, type OrganisationId, type PersonId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { MailMeans } from '../means.ts'
import { sha256, type ActOf, type HandedIn } from '../model/acts.ts'
import { needSession } from '../model/credentials.ts'
import { domainOfWebsite, MOST_DOMAINS, newDomain, parseDomain } from '../model/domains.ts'
import { confirmKey, keepsKeys, needMayPropose, waitingFor, withdrawKey, type Key, type WaitingFor } from '../model/keys.ts'
import type { Person } from '../model.ts'
import { addKey, findKey, loadKey, loadKeys, saveKey, unknownKey } from '../store/keys.ts'
import { loadOrganisation, lockMembership } from '../store/organisations.ts'
import { loadPeople } from '../store/people.ts'
import { activeSigner, type ActVerbs, type Signer } from './acts.ts'
import { settle, tellKeepers } from './key-news.ts'

/** `replacedBy`: the key that took its place. */
export type ShownKey = Key & { replacedBy: string | null }
/** For those who look after it, with the names of the people it waits for. */
export type OwnKey = ShownKey & {
  proposedByName: string | null
  mine: boolean
  mayConfirm: boolean
  statedByName: string | null
  statedByMe: boolean
  waiting: (Omit<WaitingFor, 'people' | 'couldBeGiven'> & { people: string[]; couldBeGiven: string[] }) | null
}
export type OwnKeys = { keys: OwnKey[]; domain: string | null; people: string[] }
export type KeyProposal = { envelope: string; domains?: readonly string[] }
export type Decide = (key: Key, known: readonly Key[], tx: Tx, now: number) => Promise<Key> | Key

export function createKeyVerbs(means: MailMeans & Pick<ActVerbs, 'takeAct'>) {
  const { database, clock, random, takeAct } = means

  /** Load, decide, save, tell; a key of another organisation is not known here. */
  async function change(actor: Actor, keyid: string, decide: Decide): Promise<OwnKey> {
    const { organisation } = need(actor, 'keys.manage')
    const now = clock()
    return database.transact(async (tx) => {
      await lockMembership(tx)
      const known = await loadKeys(tx, organisation)
      const key = known.find((each) => each.keyid === keyid)
      if (key === undefined) throw unknownKey()
      const next = await decide(key, known, tx, now)
      await saveKey(tx, next)
      await settle(tx, key, next, means, now)
      return showOwn(tx, actor, next)
    })
  }

  /** A registration is signed by the new key, which proves that it is held, and by the one that it replaces. */
  async function register(actor: Actor, { envelope, domains }: KeyProposal, replaces: string | undefined): Promise<OwnKey> {
    const { person, organisation } = need(actor, 'keys.manage')
    const now = clock()
    return database.transact(async (tx) => {
      await lockMembership(tx)
      const { act } = await takeAct(tx, envelope, { kind: 'key-registration', actor, now }, registrationSigners)
      needReplaces(act.says.replaces, replaces)
      const known = await loadKeys(tx, organisation)
      needMayPropose(known, act.says.replaces)
      const before = known.find(({ keyid }) => keyid === replaces)?.domains.map(({ domain }) => domain)
      const names = domainsOf(domains ?? before, (await loadOrganisation(tx, organisation)).website)
      const { publicKey } = act.says
      const key: Key = {
        id: newId('key', random), keyid: keyidOf(publicKey), publicKey, organisation, standing: { state: 'proposed', at: now }, replaces: act.says.replaces ?? null,
        proposedBy: person, proposed: now, confirmedBy: null, active: null, stated: null,
        domains: names.map((domain) => newDomain(domain, newId('t', random).slice(2), now)),
        history: [{ at: now, what: 'proposed', domain: null }],
      }
      if (!(await addKey(tx, key))) {
        throw new Refusal('conflict', 'members.key-known', 'this key is or was registered here: a key is registered once, make a new one')
      }
      await tellKeepers(tx, key, 'proposed', means)
      await means.tell(tx, { fact: 'key-registration', about: [organisation, key.keyid], act: envelope })
      return showOwn(tx, actor, key)
    })
  }

  return {
    changeKey: change,

    /** For everyone to read. */
    keysOf: (organisation: OrganisationId): Promise<ShownKey[]> => database.read(async (tx) => {
      await loadOrganisation(tx, organisation)
      const keys = await loadKeys(tx, organisation)
      return keys.map((key) => shown(key, keys))
    }),
    key: (keyid: string): Promise<ShownKey> => database.read(async (tx) => {
      const key = await loadKey(tx, keyid)
      return shown(key, await loadKeys(tx, key.organisation))
    }),

    async ownKeys(actor: Actor): Promise<OwnKeys> {
      const { organisation } = need(actor, 'keys.manage')
      return database.read(async (tx) => {
        const people = await loadPeople(tx, organisation)
        const keys = await loadKeys(tx, organisation)
        const { website } = await loadOrganisation(tx, organisation)
        return {
          keys: keys.map((key) => own(actor, key, keys, people)),
          domain: domainOfWebsite(website) ?? null,
          people: people.filter(keepsKeys).map(({ name }) => name),
        }
      })
    },

    proposeKey: (actor: Actor, proposal: KeyProposal): Promise<OwnKey> => register(actor, proposal, undefined),
    rotateKey: (actor: Actor, old: string, proposal: KeyProposal): Promise<OwnKey> => register(actor, proposal, old),

    async confirmKey(actor: Actor, keyid: string): Promise<OwnKey> {
      const person = needSession(actor, 'does not confirm keys')
      return change(actor, keyid, (key, _known, _tx, now) => confirmKey(key, person, now))
    },

    withdrawKey: (actor: Actor, keyid: string): Promise<OwnKey> => change(actor, keyid, (key, _known, _tx, now) => withdrawKey(key, now)),

    declareDomain: (actor: Actor, keyid: string, text: string): Promise<OwnKey> => change(actor, keyid, (key, _known, _tx, now) => {
      const domain = parseDomain(text, '/domain')
      if (['retired', 'compromised', 'withdrawn'].includes(key.standing.state)) throw new Refusal('conflict', 'members.key-ended', `this key is ${key.standing.state}: nothing proves it any more`)
      if (key.domains.some((each) => each.domain === domain)) throw new Refusal('conflict', 'members.domain-known', `${domain} is named for this key already`)
      if (key.domains.length >= MOST_DOMAINS) throw new Refusal('conflict', 'members.domains-many', `a key has at most ${MOST_DOMAINS} domains`)
      return { ...key, domains: [...key.domains, newDomain(domain, newId('t', random).slice(2), now)] }
    }),
  }
}

export type KeyVerbs = ReturnType<typeof createKeyVerbs>

export const keyidOf = (publicKey: string): string => sha256(Buffer.from(publicKey, 'hex'))

async function registrationSigners(tx: Reader, { act }: HandedIn & { act: ActOf<'key-registration'> }, organisation: OrganisationId): Promise<Signer[]> {
  const { publicKey, replaces } = act.says
  const first = { keyid: keyidOf(publicKey), publicKey }
  if (replaces === undefined) return [first]
  const now = (await findKey(tx, replaces))?.active ?? Number.POSITIVE_INFINITY
  return [first, await activeSigner(tx, replaces, organisation, now)]
}

function needReplaces(said: string | undefined, asked: string | undefined): void {
  if (said === asked) return
  const [rule, fix] = asked === undefined
    ? ['names no key that it replaces', 'hand in a registration that replaces a key at /api/v1/keys/<keyid>/rotate']
    : [`replaces ${asked}`, 'prepare the registration with “replaces” and sign it with both keys']
  throw new Refusal('unprocessable', 'members.key-replaces', `this registration ${said === undefined ? 'replaces no key' : 'replaces another key than was asked for'}`, {
    faults: [{ field: '/statement/predicate/replaces', rule, fix }],
  })
}

function domainsOf(wanted: readonly string[] | undefined, website: string | null): string[] {
  if (wanted !== undefined && wanted.length > 0) return [...new Set(wanted.slice(0, MOST_DOMAINS).map((text, at) => parseDomain(text, `/domains/${at}`)))]
  const own = domainOfWebsite(website)
  if (own !== undefined) return [own]
  throw new Refusal('unprocessable', 'members.domain-needed', 'a key is proven by a domain of your organisation', {
    faults: [{ field: '/domains', rule: 'at least one, as your organisation has no website here', fix: 'name a domain that you control, like company.example' }],
  })
}

async function showOwn(tx: Reader, actor: Actor, key: Key): Promise<OwnKey> {
  const keys = (await loadKeys(tx, key.organisation)).map((each) => (each.keyid === key.keyid ? key : each))
  return own(actor, key, keys, await loadPeople(tx, key.organisation))
}

function shown(key: Key, keys: readonly Key[]): ShownKey {
  const next = keys.find((each) => each.replaces === key.keyid && each.active !== null)
  return { ...key, replacedBy: next?.keyid ?? null }
}

function own(actor: Actor, key: Key, keys: readonly Key[], people: readonly Person[]): OwnKey {
  const name = (id: PersonId | undefined) => people.find((person) => person.id === id)?.name ?? null
  const can = people.filter(keepsKeys).map(({ id }) => id)
  const others = people.filter((person) => person.standing.state === 'active' && !keepsKeys(person)).map(({ id }) => id)
  const waits = waitingFor(key, can, others)
  const named = (ids: readonly PersonId[]) => ids.map((id) => name(id) ?? '')
  return {
    ...shown(key, keys),
    proposedByName: name(key.proposedBy),
    mine: actor.person === key.proposedBy,
    mayConfirm: waits !== undefined && waits.step !== 'domain' && waits.people.some((id) => id === actor.person),
    statedByName: name(key.stated?.by),
    statedByMe: key.stated !== null && key.stated.by === actor.person,
    waiting: waits === undefined ? null : { ...waits, people: named(waits.people), couldBeGiven: named(waits.couldBeGiven) },
  }
}

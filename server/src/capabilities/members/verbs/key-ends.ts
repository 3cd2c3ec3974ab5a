/** How keys end: by an act signed with another active key; where there is none, stated by two persons, and then by the hub. */
import { microsOfIso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { OrganisationId } from '@openaccord/names'
import type { MailMeans } from '../means.ts'
import { microsOf, type ActOf, type HandedIn } from '../model/acts.ts'
import { needSession } from '../model/credentials.ts'
import { compromiseKey, confirmEnd, retireKey, stateEnd, withdrawEnd, type End, type Key } from '../model/keys.ts'
import { loadKeys, saveKey, unknownKey } from '../store/keys.ts'
import { lockMembership } from '../store/organisations.ts'
import { activeSigner, notSigned, onlySigner, type ActVerbs, type Signer } from './acts.ts'
import { settle } from './key-news.ts'
import type { KeyVerbs, OwnKey } from './keys.ts'

type EndKind = 'key-retirement' | 'key-compromise'
/** With an envelope: signed. Without: stated. */
export type EndWish = { envelope?: string }
export type DoubtWish = EndWish & { firstDoubt?: string; note?: string }

export function createKeyEndVerbs(means: MailMeans & Pick<ActVerbs, 'takeAct'> & Pick<KeyVerbs, 'changeKey' | 'ownKeys'>) {
  const { database, clock, takeAct, changeKey, ownKeys } = means

  /** Signed by another key: it counts at once, and the act itself is what the log gets. */
  async function endSigned<K extends EndKind>(actor: Actor, keyid: string, kind: K, envelope: string, decide: (key: Key, act: ActOf<K>, now: number) => Key): Promise<OwnKey> {
    const { organisation } = need(actor, 'keys.manage')
    const now = clock()
    await database.transact(async (tx) => {
      await lockMembership(tx)
      const key = (await loadKeys(tx, organisation)).find((each) => each.keyid === keyid)
      if (key === undefined) throw unknownKey()
      const { act } = await takeAct(tx, envelope, { kind, actor, now }, endSigners)
      const { says }: ActOf<EndKind> = act
      if (says.keyid !== keyid) {
        throw new Refusal('unprocessable', 'members.key-other', 'this act ends another key than was asked for', { faults: [{ field: '/statement/predicate/keyid', rule: `is ${keyid}` }] })
      }
      const next = decide(key, act, now)
      await saveKey(tx, next)
      await settle(tx, key, next, means, now, { signed: true })
      await means.tell(tx, { fact: kind, about: [organisation, keyid], act: envelope })
    })
    return shownOf(actor, keyid)
  }

  async function shownOf(actor: Actor, keyid: string): Promise<OwnKey> {
    const found = (await ownKeys(actor)).keys.find((key) => key.keyid === keyid)
    if (found === undefined) throw unknownKey()
    return found
  }

  async function state(actor: Actor, keyid: string, end: End): Promise<OwnKey> {
    const person = needSession(actor, 'states nothing about keys')
    return changeKey(actor, keyid, (key, known, _tx, now) => stateEnd(key, known, end, person, now))
  }

  return {
    retireKey(actor: Actor, keyid: string, { envelope }: EndWish): Promise<OwnKey> {
      if (envelope === undefined) return state(actor, keyid, { what: 'retired' })
      return endSigned(actor, keyid, 'key-retirement', envelope, (key, _act, now) => retireKey(key, now))
    },

    async compromiseKey(actor: Actor, keyid: string, { envelope, firstDoubt, note }: DoubtWish): Promise<OwnKey> {
      if (envelope !== undefined) return endSigned(actor, keyid, 'key-compromise', envelope, (key, act, now) => compromiseKey(key, microsOf(act.says.firstDoubt), now))
      if (firstDoubt === undefined) throw doubtNeeded()
      return state(actor, keyid, { what: 'compromised', firstDoubt: microsOfIso(firstDoubt), note: note ?? null })
    },

    async confirmStatedEnd(actor: Actor, keyid: string): Promise<OwnKey> {
      const person = needSession(actor, 'confirms nothing about keys')
      return changeKey(actor, keyid, (key, _known, _tx, now) => confirmEnd(key, person, now))
    },

    async withdrawStatedEnd(actor: Actor, keyid: string): Promise<OwnKey> {
      needSession(actor, 'takes back nothing about keys')
      return changeKey(actor, keyid, (key) => withdrawEnd(key))
    },
  }
}

/** A key does not speak of its own end: whoever stole it could do so too. */
async function endSigners(tx: Reader, { act, signatures }: HandedIn & { act: ActOf<EndKind> }, organisation: OrganisationId): Promise<Signer[]> {
  const keyid = onlySigner(signatures)
  if (keyid === act.says.keyid) throw notSigned('another active key of your organisation signs the end of this one')
  return [await activeSigner(tx, keyid, organisation, microsOf(act.at))]
}

const doubtNeeded = (): Refusal => new Refusal('unprocessable', 'members.key-first-doubt', 'since when the key is in doubt has to be said', {
  faults: [{ field: '/firstDoubt', rule: 'an instant between the registration of the key and now, where no envelope is handed in', fix: 'write when the key may first have been in other hands; if you do not know, when it was registered' }],
})

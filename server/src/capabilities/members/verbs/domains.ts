/** Domains that prove keys: looked at when asked, hourly while a key waits, and monthly for ever. A proof that is lost is noted; it breaks nothing that was signed. */
import { DAY, need, Refusal, SECOND, type Actor } from '../../../kernel/index.ts'
import type { CheckDomain } from '../domain-check.ts'
import type { MailMeans } from '../means.ts'
import { noteFinding, proofLine, type Finding, type KeyDomain } from '../model/domains.ts'
import { activate, isActive, isOpen, type Key, type KeyEvent } from '../model/keys.ts'
import { findKey, loadDueKeys, saveKey, unknownKey } from '../store/keys.ts'
import { lockMembership } from '../store/organisations.ts'
import { settle, tellDomains, tellKeepers } from './key-news.ts'
import type { KeyVerbs, OwnKey } from './keys.ts'

type Look = { domain: string; finding: Finding }

const BETWEEN_LOOKS = 5 * SECOND
const DUE_AT_ONCE = 500
const BESIDE_EACH_OTHER = 8
/** A proposal that nobody has finished after so long is looked at only when asked. */
const OPEN_FOR = 30 * DAY

export function createDomainVerbs(means: MailMeans & { checkDomain: CheckDomain } & Pick<KeyVerbs, 'ownKeys'>) {
  const { database, clock, checkDomain, ownKeys } = means

  /** Asked outside any transaction; what was found is then noted on the key as it is by that time. */
  async function look(key: Key, due: (domain: KeyDomain) => boolean): Promise<void> {
    const looks = await Promise.all(key.domains.filter(due).map(async ({ domain, token, method }): Promise<Look> => ({
      domain, finding: await checkDomain({ domain, line: proofLine(key.keyid, token), before: method }),
    })))
    const now = clock()
    await database.transact(async (tx) => {
      await lockMembership(tx)
      const found = await findKey(tx, key.keyid)
      if (found === undefined || !(isOpen(found) || isActive(found))) return
      const noted = note(found, looks, now)
      const next = activate(noted, now)
      const known = next.standing.state === found.standing.state ? await tellDomains(tx, next, means, now) : next
      await saveKey(tx, known)
      await settle(tx, found, known, means, now)
      if (!isActive(found)) return
      for (const { what, domain } of next.history.slice(found.history.length)) {
        if (domain !== null) await tellKeepers(tx, next, what === 'domain-lost' ? 'domain-lost' : 'domain-back', means, domain)
      }
    })
  }

  return {
    async checkDomains(actor: Actor, keyid: string): Promise<OwnKey> {
      const { organisation } = need(actor, 'keys.manage')
      const key = await database.read((tx) => findKey(tx, keyid))
      if (key === undefined || key.organisation !== organisation) throw unknownKey()
      if (!isOpen(key) && !isActive(key)) throw new Refusal('conflict', 'members.key-ended', `this key is ${key.standing.state}: nothing proves it any more`)
      const last = Math.max(...key.domains.map(({ checked }) => checked ?? 0))
      if (clock() - last < BETWEEN_LOOKS) throw new Refusal('too-many', 'members.domain-just-checked', 'it was looked at a moment ago: name servers need their time', { retryAfterSeconds: BETWEEN_LOOKS / SECOND })
      await look(key, () => true)
      const shown = (await ownKeys(actor)).keys.find((each) => each.keyid === keyid)
      if (shown === undefined) throw unknownKey()
      return shown
    },

    /** Every hour, on one hub: what is due. Returns how many keys were looked at. */
    async checkDueDomains(): Promise<number> {
      const now = clock()
      const due = await database.read((tx) => loadDueKeys(tx, now, now - OPEN_FOR, DUE_AT_ONCE))
      for (let at = 0; at < due.length; at += BESIDE_EACH_OTHER) {
        await Promise.all(due.slice(at, at + BESIDE_EACH_OTHER).map(async (keyid) => {
          const key = await database.read((tx) => findKey(tx, keyid))
          if (key !== undefined) await look(key, ({ next }) => next !== null && next <= now)
        }))
      }
      return due.length
    },
  }
}

/** With what was found now, and in the history what that changed. */
function note(key: Key, looks: readonly Look[], now: number): Key {
  const events: KeyEvent[] = []
  const domains = key.domains.map((before) => {
    const seen = looks.find(({ domain }) => domain === before.domain)
    if (seen === undefined) return before
    const after = noteFinding(before, seen.finding, now)
    if (after.result === 'verified' && before.result !== 'verified') events.push({ at: now, what: 'domain-verified', domain: before.domain })
    if (after.lost !== null && before.lost === null) events.push({ at: now, what: 'domain-lost', domain: before.domain })
    return after
  })
  return { ...key, domains, history: [...key.history, ...events] }
}

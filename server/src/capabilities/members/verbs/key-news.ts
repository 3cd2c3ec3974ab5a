/** What follows when a key's state has changed: the log is told what the hub states itself, the key that it replaces retires, and people hear of it. */
import { instantOf, type KeyFact } from '@openaccord/facts'
import type { Tx } from '../../../platform/database.ts'
import type { MailMeans } from '../means.ts'
import { worthTelling, type KeyDomain } from '../model/domains.ts'
import { isActive, keepsKeys, retireKey, type Key } from '../model/keys.ts'
import { loadKeys, saveKey } from '../store/keys.ts'
import { loadAlliance, loadOrganisation } from '../store/organisations.ts'
import { loadPeople } from '../store/people.ts'
import { keyMail, type KeyNews } from '../wording-keys.ts'

type Means = Pick<MailMeans, 'tell' | 'mail' | 'origin'>

/** After `next` was saved. `signed`: the change came as an act, which the log has; then the hub states nothing beside it. */
export async function settle(tx: Tx, before: Key, next: Key, means: Means, now: number, { signed = false }: { signed?: boolean } = {}): Promise<void> {
  const { organisation, id: key, keyid } = next
  const of = { organisation, key, keyid }
  const facts: KeyFact[] = []
  const became = before.standing.state === next.standing.state ? undefined : next.standing
  if (became?.state === 'active') {
    const proof = next.domains.find(({ result }) => result === 'verified')
    if (proof !== undefined) {
      facts.push({ fact: 'key.confirmed', ...of, domain: proof.domain, proof: proof.method ?? 'dns' })
      await saveKey(tx, withTold(next, [proof], now))
    }
    facts.push(...(await retireReplaced(tx, next, means, now)))
  }
  if (became?.state === 'withdrawn') facts.push({ fact: 'key.withdrawn', ...of })
  if (became?.state === 'retired' && !signed) facts.push({ fact: 'key.retired', ...of, reason: 'no-longer-needed' })
  if (became?.state === 'compromised' && !signed) facts.push({ fact: 'key.compromised', ...of, firstDoubt: instantOf(became.firstDoubt) })
  const news = newsOf(before, next)
  if (news !== undefined) await tellKeepers(tx, next, news, means)
  for (const fact of facts) await means.tell(tx, fact)
}

function newsOf(before: Key, { standing, stated }: Key): KeyNews | undefined {
  if (before.standing.state !== standing.state) return standing.state
  if (before.stated === null && stated !== null) return stated.what === 'retired' ? 'stated-retired' : 'stated-compromised'
  return before.stated !== null && stated === null ? 'taken-back' : undefined
}

/** The old key signs nothing more from the moment the new one is active; what it signed stays good. */
async function retireReplaced(tx: Tx, { organisation, replaces }: Key, means: Means, now: number): Promise<KeyFact[]> {
  const old = replaces === null ? undefined : (await loadKeys(tx, organisation)).find(({ keyid }) => keyid === replaces)
  if (old === undefined || !isActive(old)) return []
  const retired = retireKey(old, now)
  await saveKey(tx, retired)
  await tellKeepers(tx, retired, 'retired', means)
  return [{ fact: 'key.retired', organisation, key: old.id, keyid: old.keyid, reason: 'rotated' }]
}

/** What the log hears of the domains of an active key: what changed, and once a month that it is as it was. Returns the key as it is then known. */
export async function tellDomains(tx: Tx, key: Key, { tell }: Means, now: number): Promise<Key> {
  if (!isActive(key)) return key
  const told = key.domains.filter((domain) => worthTelling(domain, now) !== undefined)
  for (const domain of told) {
    const result = worthTelling(domain, now)
    if (result !== undefined) await tell(tx, { fact: 'key.domain-checked', organisation: key.organisation, key: key.id, keyid: key.keyid, domain: domain.domain, result })
  }
  return withTold(key, told, now)
}

function withTold(key: Key, told: readonly KeyDomain[], now: number): Key {
  const domains = key.domains.map((each): KeyDomain => {
    const { result } = each
    return told.some(({ domain }) => domain === each.domain) && result !== 'unchecked' && result !== 'error' ? { ...each, told: { result, at: now } } : each
  })
  return { ...key, domains }
}

/** A mail to everybody in the organisation who looks after its keys. */
export async function tellKeepers(tx: Tx, key: Key, news: KeyNews, { mail, origin }: Pick<MailMeans, 'mail' | 'origin'>, domain?: string): Promise<void> {
  const alliance = (await loadAlliance(tx))?.name ?? 'the alliance'
  const { name } = await loadOrganisation(tx, key.organisation)
  for (const person of await loadPeople(tx, key.organisation)) {
    if (keepsKeys(person)) await mail(tx, keyMail(person.mail, { alliance, organisation: name, keyid: key.keyid, news, domain, link: `${origin}/organisation/keys/${key.keyid}` }))
  }
}

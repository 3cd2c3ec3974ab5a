/**
 * Threat intelligence for the sample alliance: STIX 2.1 bundles grown from a few invented campaigns. Addresses are those
 * reserved for documentation (RFC 5737, RFC 3849, RFC 2606); the same seed gives the same objects.
 */
import { createHash } from 'node:crypto'
import { ORGANISATIONS } from './alliance.ts'

/** What one organisation sends at one moment (milliseconds since 1970). */
export type DemoDelivery = { at: number; organisation: string; collection: string; objects: readonly object[] }
type StixObject = Record<string, unknown> & { type: string; id: string }

const DAY_MS = 86_400_000

const TLP = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
} as const
type Level = keyof typeof TLP

const CAMPAIGNS = [
  { collection: 'shared-threats', by: 'lumen-cloud', actor: 'Copper Heron', malware: 'DriftNet', kind: 'backdoor', technique: ['T1078', 'Valid Accounts'], tlp: 'green', story: 'Signs in with passwords bought elsewhere, then plants a small backdoor in build servers.' },
  { collection: 'shared-threats', by: 'pelican-mail', actor: 'Paper Lantern', malware: 'InkWell', kind: 'spyware', technique: ['T1566.002', 'Spearphishing Link'], tlp: 'green', story: 'Sends invitations to calendars that open a false sign-in page. Aims at teachers and reporters.' },
  { collection: 'shared-threats', by: 'small-lantern', actor: 'Grey Sparrow', malware: 'NestEgg', kind: 'stealer', technique: ['T1555', 'Credentials from Password Stores'], tlp: 'green', story: 'Copies the stores of password managers on machines it already controls.' },
  { collection: 'public-warnings', by: 'kestrel-telecom', actor: 'Tin Orchard', malware: 'Brambling', kind: 'bot', technique: ['T1498', 'Network Denial of Service'], tlp: 'clear', story: 'Home routers that were never updated, gathered to flood public services.' },
  { collection: 'public-warnings', by: 'meridian-health', actor: 'Slate Fox', malware: 'GlassLock', kind: 'ransomware', technique: ['T1486', 'Data Encrypted for Impact'], tlp: 'clear', story: 'Ransomware that reaches hospitals through remote maintenance accounts.' },
  { collection: 'grid-intrusions', by: 'northgate-grid', actor: 'Iron Tide', malware: 'BackWater', kind: 'wiper', technique: ['T0816', 'Device Restart/Shutdown'], tlp: 'amber', story: 'Works its way from office networks to the stations that switch lines, and waits.' },
  { collection: 'grid-intrusions', by: 'ferrous-works', actor: 'Amber Lathe', malware: 'CogWheel', kind: 'trojan', technique: ['T0843', 'Program Download'], tlp: 'amber+strict', story: 'Changed logic in controllers so that pumps ran dry while the screens showed all well.' },
  { collection: 'fraud-rings', by: 'cedar-bank', actor: 'Silk Purse', malware: 'TillRoll', kind: 'keylogger', technique: ['T1056.001', 'Keylogging'], tlp: 'amber', story: 'Reads card numbers at tills and sells them within the hour.' },
  { collection: 'extortion', by: 'meridian-health', actor: 'Quiet Ledger', malware: 'PaperWeight', kind: 'ransomware', technique: ['T1657', 'Financial Theft'], tlp: 'amber', story: 'Steals records first and asks for money twice.' },
] as const satisfies readonly { collection: string; by: string; actor: string; malware: string; kind: string; technique: readonly [string, string]; tlp: Level; story: string }[]

/** `until`: now, in milliseconds; the campaigns unfold over the three weeks before it, oldest delivery first. */
export function demoDeliveries(until: number): DemoDelivery[] {
  const all = CAMPAIGNS.flatMap((campaign, index) => deliver(campaign, grow(campaign, index, until)))
  return all.sort((a, b) => a.at - b.at)
}

/** One delivery for each day on which something was learnt; what bears no date goes with its neighbour. */
function deliver({ by, collection }: (typeof CAMPAIGNS)[number], objects: readonly StixObject[]): DemoDelivery[] {
  const days = new Map<number, { at: number; objects: StixObject[] }>()
  let at = Date.parse(String(objects.find((object) => object.type !== 'identity')?.['modified']))
  for (const object of objects) {
    if (object.type !== 'identity' && typeof object['modified'] === 'string') at = Date.parse(object['modified'])
    const day = Math.floor(at / DAY_MS)
    const known = days.get(day)
    if (known === undefined) days.set(day, { at, objects: [object] })
    else known.objects.push(object)
  }
  return [...days.values()].map((delivery) => ({ ...delivery, organisation: by, collection }))
}

function grow(campaign: (typeof CAMPAIGNS)[number], index: number, start: number): StixObject[] {
  const chance = seeded(`${campaign.actor}`)
  const born = start - (20 - index) * DAY_MS
  const at = (days: number) => new Date(born + days * DAY_MS).toISOString()
  const uuid = (name: string) => uuidFrom(`${campaign.actor}/${name}`)
  const made: StixObject[] = []
  const name = ORGANISATIONS.find((each) => each.slug === campaign.by)?.name ?? campaign.by
  const maker = { type: 'identity', spec_version: '2.1', id: `identity--${uuidFrom(`organisation/${campaign.by}/${campaign.tlp}`)}`, created: '2026-01-05T09:00:00.000Z', modified: '2026-01-05T09:00:00.000Z', name, identity_class: 'organization', object_marking_refs: [TLP[campaign.tlp]] }
  const add = (type: string, name: string, days: number, rest: object, level: Level = campaign.tlp): StixObject => {
    const object = { type, spec_version: '2.1', id: `${type}--${uuid(name)}`, created_by_ref: maker.id, created: at(days), modified: at(days), ...rest, object_marking_refs: [TLP[level]] }
    made.push(object)
    return object
  }
  const link = (from: StixObject, relationship: string, to: StixObject, days: number) =>
    add('relationship', `${from.id}${relationship}${to.id}`, days, { relationship_type: relationship, source_ref: from.id, target_ref: to.id })

  made.push(maker)
  const actor = add('intrusion-set', 'actor', 0, { name: campaign.actor, description: campaign.story, first_seen: at(-30), goals: [campaign.kind === 'ransomware' || campaign.kind === 'stealer' ? 'money' : 'access'], resource_level: 'organization' })
  const malware = add('malware', 'malware', 0.2, { name: campaign.malware, description: `${campaign.malware} is what ${campaign.actor} leaves behind.`, malware_types: [campaign.kind], is_family: true, first_seen: at(-20) })
  const technique = add('attack-pattern', 'technique', 0.2, { name: campaign.technique[1], external_references: [{ source_name: 'mitre-attack', external_id: campaign.technique[0] }] })
  const remedy = add('course-of-action', 'remedy', 0.5, { name: `Close the way in that ${campaign.actor} uses`, description: 'Ask for a passkey on every account that reaches this service; look for the indicators beside this; change what they have seen.' })
  link(actor, 'uses', malware, 0.3)
  link(actor, 'uses', technique, 0.3)
  link(remedy, 'mitigates', malware, 0.6)

  if (index % 2 === 0) {
    const flaw = add('vulnerability', 'flaw', 1, { name: `CVE-2026-${90_000 + index * 37}`, description: 'A sign-in check that trusts a header sent by anyone.', external_references: [{ source_name: 'cve', external_id: `CVE-2026-${90_000 + index * 37}` }] })
    link(malware, 'exploits', flaw, 1.1)
  }

  const indicators: StixObject[] = []
  const block = ['192.0.2', '198.51.100', '203.0.113'][index % 3]
  for (let n = 0; n < 14; n++) {
    const days = 1 + n * 0.7
    const host = `${word(chance)}-${word(chance)}.${campaign.malware.toLowerCase()}.example`
    const address = `${block}.${10 + ((index * 14 + n) % 240)}`
    const hash = createHash('sha256').update(`${campaign.malware}/${n}`).digest('hex')
    const [name, pattern] = (
      [
        [`${campaign.malware} answers at ${host}`, `[domain-name:value = '${host}']`],
        [`${campaign.malware} calls home to ${address}`, `[ipv4-addr:value = '${address}']`],
        [`A copy of ${campaign.malware}`, `[file:hashes.'SHA-256' = '${hash}']`],
        [`The page ${campaign.actor} sends people to`, `[url:value = 'https://${host}/sign-in']`],
      ] as const
    )[n % 4]!
    const indicator = add('indicator', `indicator ${n}`, days, {
      name, pattern, pattern_type: 'stix', valid_from: at(days), valid_until: at(days + 90), indicator_types: ['malicious-activity'], confidence: 55 + Math.floor(chance() * 40),
      kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: n % 2 === 0 ? 'command-and-control' : 'initial-access' }],
    })
    indicators.push(indicator)
    link(indicator, 'indicates', malware, days)
    if (n % 4 === 0) made.push({ type: 'domain-name', spec_version: '2.1', id: sco('domain-name', { value: host }), value: host, object_marking_refs: [TLP[campaign.tlp]] })
    if (n % 4 === 1) made.push({ type: 'ipv4-addr', spec_version: '2.1', id: sco('ipv4-addr', { value: address }), value: address, object_marking_refs: [TLP[campaign.tlp]] })
  }

  // one field of a report goes no further than the members: a granular marking
  made.push({
    type: 'report', spec_version: '2.1', id: `report--${uuid('report')}`, created_by_ref: maker.id, created: at(9), modified: at(9),
    name: `${campaign.actor}: what we saw and what helped`, description: `${campaign.story} Seen first by ${name} in its own network.`,
    published: at(9), report_types: ['campaign'], labels: [campaign.kind], object_refs: [actor.id, malware.id, technique.id, remedy.id, ...indicators.map((each) => each.id)],
    object_marking_refs: [TLP[campaign.tlp]], granular_markings: [{ marking_ref: TLP['amber+strict'], selectors: ['description'] }],
  })
  const seen = indicators[2]!
  add('sighting', 'sighting', 10, { sighting_of_ref: seen.id, count: 3 + index, first_seen: at(8), last_seen: at(10), where_sighted_refs: [maker.id] })
  // a second version: what was learnt later
  made.push({ ...malware, modified: at(11), description: `${campaign.malware} is what ${campaign.actor} leaves behind. Since spring it also removes the logs that would show it.` })
  if (index === 1) made.push({ ...indicators[5]!, modified: at(12), revoked: true })
  if (index === 5) add('note', 'red note', 12, { abstract: 'Which stations', content: 'The two stations that were entered, by name, for those who guard them.', object_refs: [actor.id] }, 'red')
  return made
}

const SYLLABLES = ['bri', 'dal', 'fen', 'gor', 'hal', 'kel', 'lum', 'mir', 'nor', 'pel', 'quo', 'rin', 'sol', 'tam', 'ver', 'wyn']
const word = (chance: () => number): string => SYLLABLES[Math.floor(chance() * 16)]! + SYLLABLES[Math.floor(chance() * 16)]!

/** A small generator (mulberry32): the same seed, the same numbers. Never for secrets. */
function seeded(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function uuidFrom(name: string): string {
  const hex = createHash('sha256').update(`openaccord sample alliance/${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** STIX 2.1 §2.9: a name-based UUID over the contributing properties; here each has one property only. */
function sco(type: string, contributing: Record<string, string>): string {
  const namespace = Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex')
  const hash = createHash('sha1').update(namespace).update(JSON.stringify(contributing)).digest()
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

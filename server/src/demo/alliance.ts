/**
 * The sample alliance: invented organisations on reserved domains, people of every role, communities that overlap.
 * Any likeness to a real organisation or person is chance.
 */
import type { Role, Standing } from './words.ts'

export type DemoOrganisation = {
  slug: string
  name: string
  kind: 'signatory' | 'partner' | 'secretariat'
  country: string
  sector: string
  size: 'micro' | 'small' | 'medium' | 'large'
  description: string
  people: readonly { name: string; roles: readonly Role[] }[]
}

export const ALLIANCE = {
  name: 'Harbour Accord',
  purpose:
    'Companies that build and run technology, promising each other and the public to defend everyone, attack no one, help others to protect themselves, and act together.',
}

export const ORGANISATIONS: readonly DemoOrganisation[] = [
  {
    slug: 'secretariat', name: 'Harbour Accord Secretariat', kind: 'secretariat', country: 'NL', sector: 'Association', size: 'micro',
    description: 'Keeps the register, the communities and the calendar. It has no vote.',
    people: [{ name: 'Ines Okafor', roles: ['secretariat'] }, { name: 'Bram de Wit', roles: ['secretariat'] }, { name: 'Maren Solheim', roles: ['psirt-analyst', 'representative'] }],
  },
  {
    slug: 'northgate-grid', name: 'Northgate Grid', kind: 'signatory', country: 'DK', sector: 'Energy', size: 'large',
    description: 'Runs high-voltage networks around the North Sea and the control systems behind them.',
    people: [
      { name: 'Mette Lindqvist', roles: ['representative'] },
      { name: 'Tomasz Wilk', roles: ['threat-analyst'] },
      { name: 'Aisha Rahman', roles: ['psirt-analyst'] },
      { name: 'Jonas Berg', roles: ['release-engineer'] },
      { name: 'Petra Noll', roles: ['reader'] },
      { name: 'Søren Dahl', roles: ['representative'] },
    ],
  },
  {
    slug: 'lumen-cloud', name: 'Lumen Cloud', kind: 'signatory', country: 'IE', sector: 'Cloud services', size: 'large',
    description: 'Computing and storage for forty thousand companies, from four regions.',
    people: [
      { name: 'Caoimhe Byrne', roles: ['representative'] },
      { name: 'Daniel Osei', roles: ['threat-analyst', 'psirt-analyst'] },
      { name: 'Yuki Tanabe', roles: ['threat-analyst'] },
      { name: 'Eoin Walsh', roles: ['representative'] },
    ],
  },
  {
    slug: 'cedar-bank', name: 'Cedar Bank', kind: 'signatory', country: 'ES', sector: 'Finance', size: 'large',
    description: 'Payments and savings for nine million people.',
    people: [
      { name: 'Lucía Navarro', roles: ['representative'] },
      { name: 'Omar Haddad', roles: ['threat-analyst'] },
      { name: 'Marta Gil', roles: ['representative'] },
    ],
  },
  {
    slug: 'pelican-mail', name: 'Pelican Mail', kind: 'signatory', country: 'CA', sector: 'Communication', size: 'medium',
    description: 'Mail and calendars for schools and small companies.',
    people: [
      { name: 'Ruth Abelson', roles: ['representative', 'threat-analyst'] },
      { name: 'Kofi Mensah', roles: ['release-engineer', 'representative'] },
    ],
  },
  {
    slug: 'ferrous-works', name: 'Ferrous Works', kind: 'signatory', country: 'DE', sector: 'Industrial control', size: 'large',
    description: 'Controllers and drives for water, steel and rail.',
    people: [
      { name: 'Heike Sommer', roles: ['representative'] },
      { name: 'Lars Uhl', roles: ['psirt-analyst', 'representative'] },
      { name: 'Nadia Petrova', roles: ['threat-analyst'] },
    ],
  },
  {
    slug: 'small-lantern', name: 'Small Lantern', kind: 'signatory', country: 'PT', sector: 'Software', size: 'micro',
    description: 'Ten people who make a password manager.',
    people: [{ name: 'Rita Fonseca', roles: ['representative', 'psirt-analyst', 'threat-analyst'] }, { name: 'Duarte Reis', roles: ['representative'] }],
  },
  {
    slug: 'meridian-health', name: 'Meridian Health Systems', kind: 'signatory', country: 'ZA', sector: 'Health', size: 'medium',
    description: 'Records and devices in two hundred hospitals.',
    people: [
      { name: 'Thandi Mokoena', roles: ['representative'] },
      { name: 'Pieter Visser', roles: ['threat-analyst'] },
      { name: 'Lerato Dube', roles: ['representative'] },
    ],
  },
  {
    slug: 'kestrel-telecom', name: 'Kestrel Telecom', kind: 'signatory', country: 'CL', sector: 'Telecommunication', size: 'large',
    description: 'Mobile and fibre networks from Arica to Punta Arenas.',
    people: [
      { name: 'Valentina Rojas', roles: ['representative'] },
      { name: 'Matías Soto', roles: ['threat-analyst'] },
      { name: 'Ignacio Parra', roles: ['representative'] },
    ],
  },
  {
    slug: 'aurora-chips', name: 'Aurora Chips', kind: 'signatory', country: 'KR', sector: 'Semiconductors', size: 'large',
    description: 'Processors for phones and meters, and the firmware inside them.',
    people: [
      { name: 'Jiwoo Han', roles: ['representative'] },
      { name: 'Minseo Park', roles: ['psirt-analyst', 'representative'] },
    ],
  },
  {
    slug: 'northgate-meters', name: 'Northgate Meters', kind: 'signatory', country: 'DK', sector: 'Energy', size: 'medium',
    description: 'Meters and their readings; one group with Northgate Grid.',
    people: [{ name: 'Freja Holm', roles: ['representative'] }, { name: 'Anders Krogh', roles: ['representative'] }],
  },
  {
    slug: 'brightwell-apps', name: 'Brightwell Apps', kind: 'signatory', country: 'IE', sector: 'Software', size: 'small',
    description: 'Calendars for clinics, until it became a part of Lumen Cloud.',
    people: [{ name: 'Niamh Kelly', roles: ['representative'] }, { name: 'Owen Price', roles: ['representative'] }],
  },
  {
    slug: 'tidewater-media', name: 'Tidewater Media', kind: 'signatory', country: 'GB', sector: 'Media', size: 'medium',
    description: 'Advertising on a thousand websites. It signed, and left.',
    people: [{ name: 'Harriet Cole', roles: ['representative'] }, { name: 'Samir Patel', roles: ['representative'] }],
  },
  {
    slug: 'vantage-signals', name: 'Vantage Signals', kind: 'signatory', country: 'CY', sector: 'Network measurement', size: 'medium',
    description: 'Probes that measure networks. It signed, and was suspended by a ballot.',
    people: [{ name: 'Leonie Marsh', roles: ['representative'] }, { name: 'Petros Hadjis', roles: ['representative'] }],
  },
  {
    slug: 'hollow-pine', name: 'Hollow Pine Games', kind: 'signatory', country: 'SE', sector: 'Games', size: 'small',
    description: 'Games for phones. It signed, and nothing has been heard from it since.',
    people: [{ name: 'Elin Strand', roles: ['representative'] }, { name: 'Nils Ek', roles: ['representative'] }],
  },
  {
    slug: 'open-harbour-cert', name: 'Open Harbour CERT', kind: 'partner', country: 'EE', sector: 'Response team', size: 'small',
    description: 'A national response team that works beside the alliance.',
    people: [{ name: 'Kadri Tamm', roles: ['partner'] }],
  },
  {
    slug: 'civic-shield', name: 'Civic Shield', kind: 'partner', country: 'KE', sector: 'Civil society', size: 'micro',
    description: 'Helps journalists and human-rights groups to stay safe online.',
    people: [{ name: 'Wanjiru Kamau', roles: ['partner'] }, { name: 'Baraka Otieno', roles: ['partner'] }],
  },
  {
    slug: 'fair-hearing', name: 'Fair Hearing Office', kind: 'partner', country: 'SN', sector: 'Ombudsperson', size: 'micro',
    description: 'Screens what outsiders bring up, independent of the secretariat.',
    people: [{ name: 'Amara Diallo', roles: ['ombudsperson'] }, { name: 'Tuomas Rantala', roles: ['ombudsperson'] }],
  },
  {
    slug: 'plumbline-assurance', name: 'Plumbline Assurance', kind: 'partner', country: 'CH', sector: 'Assurance', size: 'small',
    description: 'Looks at how companies handle requests of governments, and says what it found.',
    people: [{ name: 'Hanna Vogt', roles: ['assessor'] }, { name: 'Idris Cole', roles: ['assessor'] }],
  },
]

export type DemoCommunity = {
  slug: string
  name: string
  description: string
  rosterHidden: boolean
  roster: Readonly<Record<string, Standing>>
  collections: readonly { alias: string; title: string; description: string; defaultTlp: 'clear' | 'green' | 'amber' | null; red?: readonly string[] }[]
}

/** They are members no more, or suspended: they take part in no community, and nobody signs in for them. */
export const GONE: ReadonlySet<string> = new Set(['brightwell-apps', 'tidewater-media', 'vantage-signals'])
const everyone: Record<string, Standing> = Object.fromEntries(
  ORGANISATIONS.filter((each) => each.kind !== 'secretariat' && !GONE.has(each.slug)).map((each) => [each.slug, each.kind === 'partner' ? 'partner' : 'member']),
)

export const COMMUNITIES: readonly DemoCommunity[] = [
  {
    slug: 'alliance', name: 'Whole alliance', description: 'Every signatory and partner.', rosterHidden: false, roster: everyone,
    collections: [
      { alias: 'shared-threats', title: 'Shared threats', description: 'What every member should know about, day by day.', defaultTlp: 'green' },
      { alias: 'public-warnings', title: 'Public warnings', description: 'Meant for everyone: TLP:CLEAR unless marked otherwise.', defaultTlp: 'clear' },
    ],
  },
  {
    slug: 'energy-watch', name: 'Energy Watch', description: 'Those who keep power and water running, and who build what they run on.', rosterHidden: false,
    roster: { 'northgate-grid': 'member', 'ferrous-works': 'member', 'kestrel-telecom': 'member', 'aurora-chips': 'member', 'open-harbour-cert': 'partner' },
    collections: [
      { alias: 'grid-intrusions', title: 'Grid intrusions', description: 'Intrusions into control networks.', defaultTlp: 'amber', red: ['Tomasz Wilk', 'Nadia Petrova'] },
      { alias: 'unsorted', title: 'Unsorted', description: 'No default: what is not marked stays with its owner.', defaultTlp: null },
    ],
  },
  {
    slug: 'payments-circle', name: 'Payments Circle', description: 'Fraud and theft around payments.', rosterHidden: false,
    roster: { 'cedar-bank': 'member', 'lumen-cloud': 'member', 'kestrel-telecom': 'member', 'pelican-mail': 'member' },
    collections: [{ alias: 'fraud-rings', title: 'Fraud rings', description: 'Phishing kits, mule accounts, stolen cards.', defaultTlp: 'amber' }],
  },
  {
    slug: 'quiet-room', name: 'Quiet Room', description: 'A community whose members do not see who else belongs.', rosterHidden: true,
    roster: { 'meridian-health': 'member', 'small-lantern': 'member', 'cedar-bank': 'member' },
    collections: [{ alias: 'extortion', title: 'Extortion', description: 'Ransom demands, shared without saying to whom.', defaultTlp: 'amber' }],
  },
]

/** `Tomasz Wilk` at Northgate Grid: `tomasz.wilk@northgate-grid.example`. */
export function mailOf(person: string, organisation: string): string {
  const plain = person.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z]+/g, '.')
  return `${plain}@${organisation}.example`
}

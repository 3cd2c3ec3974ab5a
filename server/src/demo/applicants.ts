/** Who applies to the sample alliance: invented organisations, and what they say of themselves. */
import type { House } from '../compose/house.ts'

type Admissions = House['admissions']
type Organisation = Parameters<Admissions['saveOrganisation']>[1]
type Practice = Parameters<Admissions['savePractice']>[1]['practice']
type Claims = NonNullable<Parameters<Admissions['savePractice']>[1]['claims']>
export type Applicant = { organisation: Organisation; domain: string; contact: string; mail: string; /** None: the form was left half filled in. */ practice: Practice | undefined; claims: Claims }

const WORDS: Record<keyof Practice & string, string> = {
  'reports': 'Anyone can write to our security address. Two of us read it, and we answer within two days.',
  'updates': 'Each version gets security updates for two years; we say so before anyone buys it.',
  'access': 'Everyone signs in with a passkey. Who leaves loses access the same day.',
  'incidents': 'We have a written plan of two pages and walk through it every spring.',
  'integrity': 'Releases are built by a machine that nobody logs into, and signed.',
  'requests': 'No government has asked us for help with an attack. We would refuse, and say so.',
  'no-offence': 'We make nothing that attacks, and sell to nobody who does.',
  'helping': 'Our guides are free, in three languages, and written for people without an IT department.',
  'sharing': 'We pass on what we see to our national response team.',
}

/** From fifty people on, a page stands behind each answer. */
function practiceOf(domain: string, people: number, more: Partial<Practice> = {}): Practice {
  const answer = (words: string, criterion: string) => ({ answer: 'yes' as const, words, link: people < 50 ? null : `https://${domain}/trust/${criterion}`, effective: null, expires: null })
  return { ...Object.fromEntries(Object.entries(WORDS).map(([criterion, words]) => [criterion, answer(words, criterion)])), ...more }
}

function applicant(slug: string, name: string, contact: string, { legalName, country, sector, people, description, group = null, claims = ['dmarc', 'spf'], empty = false }: {
  legalName: string; country: string; sector: string; people: number; description: string; group?: string | null; claims?: Claims; empty?: boolean
}): [string, Applicant] {
  const domain = `${slug}.example`
  return [slug, {
    organisation: { name, legalName, country, sector, people, website: `https://${domain}`, register: null, group, affiliates: [], description },
    domain, contact, mail: `office@${domain}`, claims, practice: empty ? undefined : practiceOf(domain, people),
  }]
}

export const APPLICANTS: Readonly<Record<string, Applicant>> = Object.fromEntries([
  applicant('orchard-payroll', 'Orchard Payroll', 'Signe Lund', { legalName: 'Orchard Payroll ApS', country: 'DK', sector: 'Software', people: 34, description: 'Wages for four thousand small companies.' }),
  applicant('saltmarsh-sensors', 'Saltmarsh Sensors', 'Gareth Pugh', { legalName: 'Saltmarsh Sensors Ltd', country: 'GB', sector: 'Industrial control', people: 120, description: 'Gauges for dykes, sluices and reservoirs.' }),
  applicant('cobalt-ledger', 'Cobalt Ledger', 'Ngozi Eze', { legalName: 'Cobalt Ledger Plc', country: 'NG', sector: 'Finance', people: 260, description: 'Bookkeeping for markets and cooperatives.' }),
  applicant('heron-hosting', 'Heron Hosting', 'Jana Nováková', { legalName: 'Heron Hosting s.r.o.', country: 'CZ', sector: 'Cloud services', people: 75, description: 'Web hosting for towns and clubs.' }),
  applicant('basalt-routers', 'Basalt Routers', 'Guðrún Jónsdóttir', { legalName: 'Basalt Routers ehf.', country: 'IS', sector: 'Telecommunication', people: 90, description: 'Routers that are kept safe for ten years.' }),
  applicant('sparrow-notes', 'Sparrow Notes', 'Inês Almeida', { legalName: 'Sparrow Notes, Lda.', country: 'PT', sector: 'Software', people: 10, description: 'Ten people who make a notebook for schools.' }),
  applicant('halcyon-interception', 'Halcyon Interception', 'Victor Lang', { legalName: 'Halcyon Interception Ltd', country: 'CY', sector: 'Software', people: 60, description: 'Network analysis for operators.' }),
  applicant('garnet-ads', 'Garnet Ads', 'Paula Stern', { legalName: 'Garnet Ads GmbH', country: 'AT', sector: 'Media', people: 45, description: 'Advertising in town squares.' }),
  applicant('fennel-games', 'Fennel Games', 'Ilaria Conti', { legalName: 'Fennel Games S.r.l.', country: 'IT', sector: 'Games', people: 22, description: 'Quiet games for long journeys.' }),
  applicant('quartz-locks', 'Quartz Locks', 'Hana Sato', { legalName: 'Quartz Locks K.K.', country: 'JP', sector: 'Home devices', people: 140, description: 'Locks that open by telephone.' }),
  applicant('tern-analytics', 'Tern Analytics', 'Aroha Ngata', { legalName: 'Tern Analytics Limited', country: 'NZ', sector: 'Software', people: 48, description: 'Figures for fisheries.', claims: ['security-txt', 'dmarc', 'dnssec', 'hsts'] }),
  applicant('marlin-freight', 'Marlin Freight IT', 'Kwame Boateng', { legalName: 'Marlin Freight IT Ltd', country: 'GH', sector: 'Transport', people: 310, description: 'Papers and tracking for three ports.' }),
  applicant('willow-translate', 'Willow Translate', 'Soledad Ríos', { legalName: 'Willow Translate S.A.S.', country: 'CO', sector: 'Software', people: 15, description: 'Translation for courts and clinics.' }),
  applicant('juniper-clinics', 'Juniper Clinics', 'Amal Haddad', { legalName: 'Juniper Clinics Software SAL', country: 'LB', sector: 'Health', people: 28, description: 'Appointments for two hundred surgeries.' }),
  applicant('kelp-studio', 'Kelp Studio', 'Liam Doyle', { legalName: 'Kelp Studio Teoranta', country: 'IE', sector: 'Software', people: 6, description: 'Maps for rowers.', empty: true }),
])

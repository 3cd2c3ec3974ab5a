/** What each page of the form says, as the hub takes it; and which input a fault of the hub belongs to. */
import { ApiError, CRITERIA, DOMAIN_CLAIMS, OFFENSIVE, OWNERSHIPS, PRACTICE_ANSWERS, type Client } from '@openaccord/api'
import type { Filled } from '../../page.ts'
import type { Own } from '../../ui/application.tsx'
import { orNull, type PageOfForm } from './steps.ts'

/** What is not on the list goes as it is: the hub says what it takes. */
const choice = <const V extends readonly string[]>(_: V, text: string): V[number] => text as V[number]
const NOW_ON = (day: string): string | null => (day === '' ? null : /^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00.000Z` : day)

/** Saves one page and gives the application as it is then. */
export async function saveStep(api: Client, step: Exclude<PageOfForm, 'review'>, filled: Filled): Promise<Own> {
  try {
    return await save(api, step, filled)
  } catch (error) {
    // the country is chosen from a list here: to write two letters would be no help
    if (error instanceof ApiError) for (const fault of error.problem.faults ?? []) if (/\bcountry$/.test(fault.field)) fault.rule = 'must be one of the list'
    throw error
  }
}

async function save(api: Client, step: Exclude<PageOfForm, 'review'>, { text, all }: Filled): Promise<Own> {
  const { admissions } = api
  switch (step) {
    case 'organisation': return admissions.saveOrganisation({ body: {
      name: text('name'), legalName: text('legal'), country: text('country'), sector: text('sector'), people: wholeNumber(text('people')),
      website: orNull(text('website')), register: orNull(text('register')), group: orNull(text('owner')), affiliates: all('affiliates'), description: text('description'),
    } })
    case 'contact': return admissions.saveContact({ body: { name: text('name'), mail: text('mail'), role: orNull(text('role')), mentor: text('mentor') === 'yes' } })
    case 'eligibility': return admissions.saveEligibility({ body: {
      ownership: choice(OWNERSHIPS, text('ownership')), sanctions: choice(['none', 'listed'], text('sanctions')), insolvency: choice(['none', 'open'], text('insolvency')), offensive: choice(OFFENSIVE, text('offensive')),
    } })
    case 'domain': return admissions.saveDomain({ body: { domain: text('domain').toLowerCase() } })
    case 'disclosure': return admissions.saveDisclosure({ body: { mail: text('mail'), policy: orNull(text('policy')) } })
    case 'claims': return admissions.savePractice({ body: { answers: {}, claims: DOMAIN_CLAIMS.filter((claim) => all('claims').includes(claim)) } })
    default: return admissions.savePractice({ body: { answers: { [step]: {
      answer: choice(PRACTICE_ANSWERS, text('answer')), words: text('words'), link: orNull(text('link')), effective: NOW_ON(text('since')), expires: NOW_ON(text('expires')),
    } } } })
  }
}

/** What is no whole number goes as nought, which no company has: the hub says so beside the field. */
const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0)

/** Inputs that the hub names otherwise. */
const NAMED = { effective: 'since', legalName: 'legal', group: 'owner', content: 'file', type: 'file' } as const
const OF_PRACTICE = { answer: 'answer', words: 'words', link: 'link', effective: 'since', expires: 'expires' } as const
export const RENAMED: Readonly<Record<string, string>> = {
  ...NAMED,
  ...Object.fromEntries(CRITERIA.flatMap((criterion) => [[`answers.${criterion}`, 'answer'], ...Object.entries(OF_PRACTICE).map(([field, input]) => [`answers.${criterion}.${field}`, input])])),
}

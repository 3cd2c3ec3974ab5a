/** The pages of the form, in their order: which step of the hub each saves, and who sees what is written there. */
import { ApiError, CRITERIA, type Client } from '@openaccord/api'
import { isTrouble } from '../../page.ts'
import type { Own } from '../../ui/application.tsx'

type Saved = 'organisation' | 'contact' | 'eligibility' | 'domain' | 'disclosure' | 'practice' | 'review'
type Sees = 'public' | 'later' | 'secretariat'
export type Criterion = (typeof CRITERIA)[number]
export type PageOfForm = Exclude<Saved, 'practice'> | Criterion | 'claims'

export const PAGES: readonly { step: PageOfForm; saves: Saved; sees: Sees }[] = [
  { step: 'organisation', saves: 'organisation', sees: 'public' },
  { step: 'contact', saves: 'contact', sees: 'secretariat' },
  { step: 'eligibility', saves: 'eligibility', sees: 'secretariat' },
  { step: 'domain', saves: 'domain', sees: 'public' },
  { step: 'disclosure', saves: 'disclosure', sees: 'secretariat' },
  ...CRITERIA.map((step) => ({ step, saves: 'practice', sees: 'later' }) as const),
  { step: 'claims', saves: 'practice', sees: 'later' },
  { step: 'review', saves: 'review', sees: 'public' },
]

export const isCriterion = (step: string): step is Criterion => (CRITERIA as readonly string[]).includes(step)
export const pageOf = (step: string): (typeof PAGES)[number] | undefined => PAGES.find((each) => each.step === step)

/** Working days within which a disclosure contact answers the test mail. */
export const CONTACT_DAYS = 5

/** Once it was handed in, what was published of the organisation stays as it was. */
const FIXED: ReadonlySet<PageOfForm> = new Set(['organisation', 'eligibility', 'domain'])
export const pagesOf = ({ state }: Pick<Own, 'state'>): typeof PAGES => (state === 'draft' ? PAGES : PAGES.filter(({ step }) => !FIXED.has(step)))

type Filled = Pick<Own, 'answers' | 'state'>
/** True when this page has been filled in and saved. */
export function isDone(step: PageOfForm, { answers, state }: Filled): boolean {
  if (step === 'review') return state !== 'draft'
  if (step === 'claims') return (answers.practice.claims ?? []).length > 0
  if (isCriterion(step)) return answers.practice.answers[step] !== undefined
  return answers[step] !== null
}

/** What the domain shows is claimed by who wants to: the hub measures it anyway. */
export const mustDo = (step: PageOfForm): step is Exclude<PageOfForm, 'review' | 'claims'> => step !== 'review' && step !== 'claims'
/** How much of what must be done is done. */
export const doneOf = (own: Filled): { count: number; of: number } => {
  const pages = PAGES.filter(({ step }) => mustDo(step))
  return { count: pages.filter(({ step }) => isDone(step, own)).length, of: pages.length }
}
/** Where to go on: the first page that is not done. */
export const firstOpen = (own: Filled): PageOfForm => PAGES.find(({ step }) => mustDo(step) && !isDone(step, own))?.step ?? 'review'
export const nextOf = (step: PageOfForm, own: Pick<Own, 'state'>): PageOfForm => {
  const pages = pagesOf(own)
  return pages[pages.findIndex((each) => each.step === step) + 1]?.step ?? 'review'
}

/** The page of the form that a fault of the hub belongs to. */
export function pageOfFault(step: string, field: string): PageOfForm {
  if (step === 'practice') return CRITERIA.find((criterion) => field.split(/[./]/).includes(criterion)) ?? (field.includes('claims') ? 'claims' : CRITERIA[0])
  return pageOf(step)?.step ?? 'review'
}

/** The application that this browser has opened; null where it has opened none, or one that is gone. */
export async function mineOf(api: Client): Promise<Own | null> {
  try {
    return await api.admissions.mine()
  } catch (error) {
    if (error instanceof ApiError && [401, 403, 404, 410].includes(error.status)) return null
    throw error
  }
}

/** Of several forms with one intent, the error stands with the one that was sent: each carries the id of what it is about. */
export const ofThis = (result: unknown, field: 'evidence' | 'comment', id: string): unknown => (isTrouble(result) && result.answers[field]?.[0] === id ? result : undefined)

export const orNone = <Name extends string>(name: Name, value: string): { [N in Name]?: string } => (value === '' ? {} : { [name]: value }) as { [N in Name]?: string }
export const orNull = (value: string): string | null => (value === '' ? null : value)

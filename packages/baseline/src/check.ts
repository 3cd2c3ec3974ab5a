/** A check is a rule and how it judges; `runCheck` makes a result of it, whatever the observations are. */
import { BaselineError } from './errors.ts'
import type { Phrase } from './phrases.ts'
import type { CheckResult, Finding, Fix, Rule, Verdict } from './result.ts'
import { common, Unsettled, type Seen } from './seen.ts'

/** `findings` is not empty. */
export type Judgement = { subject?: string; raw?: readonly string[]; findings: Finding[]; fixes?: readonly Fix[] }

export type Check = {
  rule: Rule
  says: Readonly<Record<string, Phrase>>
  fixes: Readonly<Record<string, string>>
  judge(seen: Seen, now: Date): Judgement | Promise<Judgement>
}

/** The first of these that any finding has is the verdict. */
const WORST_FIRST: readonly Verdict[] = ['fail', 'error', 'not-tested', 'notice', 'pass', 'not-applicable']
/** Lines of what was found, and characters of one. */
export const MOST_RAW = 40
const MOST_RAW_LENGTH = 2000
const MOST_FINDINGS = 50

export async function runCheck({ rule, judge }: Check, seen: Seen, now: Date): Promise<CheckResult> {
  const judgement = await settle(() => judge(seen, now))
  const findings = judgement.findings.toSorted((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict)).slice(0, MOST_FINDINGS)
  const verdict = findings[0]?.verdict ?? 'error'
  return {
    id: rule.id, version: rule.version, verdict, subject: judgement.subject ?? seen.domain,
    raw: (judgement.raw ?? []).slice(0, MOST_RAW).map((text) => (text.length > MOST_RAW_LENGTH ? `${text.slice(0, MOST_RAW_LENGTH)}…` : text)),
    points: pointsFor(verdict, rule.maximum), maximum: rule.maximum,
    findings, fixes: verdict === 'fail' || verdict === 'notice' ? [...(judgement.fixes ?? [])] : [],
  }
}

async function settle(judge: () => Judgement | Promise<Judgement>): Promise<Judgement> {
  try {
    return await judge()
  } catch (error) {
    if (error instanceof Unsettled) return { findings: [error.finding] }
    if (error instanceof BaselineError) return { findings: [common('unreadable', { why: error.reason })] }
    throw error
  }
}

const pointsFor = (verdict: Verdict, maximum: number): number =>
  verdict === 'pass' ? maximum : verdict === 'notice' ? Math.floor(maximum / 2) : 0

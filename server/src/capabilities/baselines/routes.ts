/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { iso, Refusal } from '../../kernel/index.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { isPending, overallOf, ruleOf, type Check } from './model.ts'
import type { Baselines } from './verbs.ts'

const { baselines: routes } = contract

export function baselinesEndpoints(baselines: Baselines): Endpoint[] {
  const shown = (check: Check) => showReport(check, baselines.shownDomain(check.domain))
  const underWay = (check: Check & { before: number }) => ({
    id: check.id, domain: check.domain, shown: baselines.shownDomain(check.domain), state: check.state, asked: iso(check.asked),
    answered: check.answered, questions: check.questions, before: check.before,
    soFar: check.report === null ? null : shown(check),
  })
  return [
    on(routes.checkDomain, async ({ actor, body, address }) => underWay(await baselines.checkDomain(actor, { domain: body.domain, address }))),
    on(routes.domainBaseline, async ({ params }) => {
      const { domain, shown: words, check, report, history, again } = await baselines.standing(params.domain)
      return {
        domain, shown: words, check: check === undefined ? null : underWay(check), report: report === undefined ? null : shown(report),
        history: history.map((each) => lineOf(shown(each))), again: again === null ? null : iso(again),
      }
    }),
    on(routes.baselineReport, async ({ params }) => shown(await baselines.report(params.report))),
    on(routes.baselineObservations, async ({ params }) => baselines.observations(params.report)),
    on(routes.baselineRules, async () => ({
      rules: baselines.rules().map(({ id, version, title, groups, mandatory, maximum, sources }) => ({ id, version, title, groups: [...groups], mandatory, maximum, sources: [...sources] })),
    })),
  ]
}

const lineOf = ({ id, at, overall, web, mail }: ReturnType<typeof showReport>) => ({ id, at, overall, web, mail })

function showReport({ id, asked, ended, sample, report }: Check, shown: string) {
  if (report === null) throw new Refusal('unknown', 'baselines.report-unknown', `there is no report ${id} yet`)
  const { domain, observedAt, judgedAt, vantage, results, web, mail } = report
  return {
    id, domain, shown, at: iso(ended ?? asked), observedAt, judgedAt, vantage, sample, overall: overallOf(results), web, mail,
    results: results.map((result) => {
      const { title = result.id, groups = [], mandatory = false } = ruleOf(result.id) ?? {}
      return { ...result, title, groups: [...groups], mandatory, pending: isPending(result) }
    }),
  }
}

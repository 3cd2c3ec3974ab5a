/** The room that measures domains and what it is handed: the internet by the operator's name servers, or a sample's own. */
import { baselinesEndpoints, createBaselines, SWEEP_JOB, type Baselines, type BaselinesSettings } from '../capabilities/baselines/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import { internet } from '../platform/measure.ts'

/** Names that are nobody's on the internet, and the servers on this machine that stand for them. */
export type Sample = NonNullable<BaselinesSettings['sample']>
type Setting = Omit<BaselinesSettings, 'internet'> & { dns: readonly string[] }

const OFTEN = 300

export function openBaselines({ dns, ...rest }: Setting) {
  const baselines: Baselines = createBaselines({ ...rest, internet: { world: internet(dns), settings: {} } })
  return {
    baselines,
    endpoints: (): Endpoint[] => baselinesEndpoints(baselines),
    handlers: (): Record<string, Handler> => ({ [SWEEP_JOB]: async () => void (await baselines.sweep()) }),
    every: () => [{ kind: SWEEP_JOB, seconds: OFTEN }],
  }
}

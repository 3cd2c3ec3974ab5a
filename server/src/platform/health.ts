/** Health: `/healthz` says that the process lives, `/readyz` that it can do its work. For load balancers and people. */
import type { Door } from './http.ts'

export type CheckResult = { name: string; ok: boolean; detail: string }
/** Resolves when all is well; throws with words for the operator otherwise. */
export type HealthCheck = () => Promise<void>

const CHECK_MS = 2_000
const KEPT_MS = 1_000

export type Health = ReturnType<typeof createHealth>

/** `notices` are shown like checks, but what they say takes no hub out of service. */
export function createHealth({ checks, notices = {}, isDraining }: { checks: Readonly<Record<string, HealthCheck>>; notices?: Readonly<Record<string, HealthCheck>>; isDraining: () => boolean }) {
  let kept: { at: number; results: Promise<CheckResult[]> } | undefined

  async function look(): Promise<CheckResult[]> {
    const results = await Promise.all(Object.entries({ ...checks, ...notices }).map(([name, check]) => run(name, check)))
    return results
  }

  return {
    /** Each named check and whether the hub is ready. Kept for a second, so that asking often costs little. */
    async ready(): Promise<{ ok: boolean; checks: CheckResult[] }> {
      const now = performance.now()
      if (kept === undefined || now - kept.at > KEPT_MS) kept = { at: now, results: look() }
      const draining = isDraining()
      const open: CheckResult = { name: 'open', ok: !draining, detail: draining ? 'shutting down' : '' }
      const all = [...(await kept.results), open]
      return { ok: all.every((each) => each.ok || Object.hasOwn(notices, each.name)), checks: all }
    },
  }
}

async function run(name: string, check: HealthCheck): Promise<CheckResult> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${CHECK_MS} ms`)), CHECK_MS)
  try {
    await Promise.race([check(), late.promise])
    return { name, ok: true, detail: '' }
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** Both are public, so they name the checks but keep the details for the operator's page. */
export function addHealthRoutes(door: Door, health: Health): void {
  const open = { method: 'GET', access: 'public', anonymous: true, essential: true } as const
  door.add({ ...open, path: '/healthz' }, () => ({ ok: true }))
  door.add({ ...open, path: '/readyz' }, async ({ reply }) => {
    const { ok, checks } = await health.ready()
    if (!ok) reply.code(503).header('retry-after', '5')
    return { ok, checks: Object.fromEntries(checks.map((check) => [check.name, check.ok])) }
  })
}

/** Measurements for Prometheus (text format 0.0.4): requests by route pattern, the process, and what each room counts. */
import { timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Answered, Door } from './http.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry }) // memory, event-loop lag, garbage collection, handles
  const durations = new Histogram({
    name: 'openaccord_http_request_duration_seconds',
    help: 'How long requests took, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })

  return {
    /** For the door: one answered request. Patterns only, so the number of series is bounded. */
    answered({ method, route, status, seconds }: Answered): void {
      durations.observe({ method, route, status }, seconds)
    },
    /** Names begin with `openaccord_`. Labels take few values: never an id, never text from outside. */
    counter<L extends string = never>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
      return new Counter({ name, help, labelNames: labels, registers: [registry] })
    },
    /** `collect` sets its value when somebody looks, instead of all the time. */
    gauge<L extends string = never>(name: string, help: string, labels: readonly L[] = [], collect?: (gauge: Gauge<L>) => void | Promise<void>): Gauge<L> {
      const gauge: Gauge<L> = new Gauge({ name, help, labelNames: labels, registers: [registry], ...(collect ? { collect: () => collect(gauge) } : {}) })
      return gauge
    },
    histogram<L extends string = never>(name: string, help: string, labels: readonly L[] = [], buckets: readonly number[] = SECONDS): Histogram<L> {
      return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [registry] })
    },
    render: (): Promise<string> => registry.metrics(),
  }
}

/** `/metrics`, for who may operate the alliance and for a collector that has the token from the settings. */
export function addMetricsRoute(door: Door, metrics: Metrics, token: string | undefined): void {
  const key = token === undefined ? undefined : Buffer.from(`Bearer ${token}`)
  door.add(
    {
      method: 'GET',
      path: '/metrics',
      access: 'alliance.operate',
      essential: true,
      key: ({ headers }) => key !== undefined && sameBytes(Buffer.from(headers.authorization ?? ''), key),
    },
    async ({ reply }) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.render()),
  )
}

const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

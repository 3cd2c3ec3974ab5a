/**
 * Checks what came in against the contract's JSON Schemas (2020-12, as Ajv reads them): every fault with its field, none of the
 * input quoted back. Each schema is made a function when it is first needed, or by `warm` while nobody waits for it.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { isDay, isInstant, Refusal } from '../../kernel/index.ts'
import type { RouteSpec } from './routes.ts'

const EMAIL = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,190}$/
const FORMATS = {
  email: (text: string) => EMAIL.test(text),
  date: isDay,
  'date-time': isInstant,
}

// Query and path are text, so numbers and lists are read out of it; a JSON body says itself what it is.
// That the schemas are schemas is the contract's test: to check it at every start takes a third of the time.
const common = { allErrors: true, strict: false, useDefaults: true, formats: FORMATS, meta: false, validateSchema: false } as const
const body = new Ajv(common)
const address = new Ajv({ ...common, coerceTypes: 'array' })

type Check = (value: unknown) => void
type Where = 'params' | 'query' | 'body'
const MOST_FAULTS = 50
/** After a request nothing is compiled for so long, and where they never end not at all for so many times so long. */
const QUIET_MS = 50
const MOST_WAITS = 200

/** The checks of one door. `now` in milliseconds, from any beginning. */
export function createChecks(now: () => number = () => performance.now()) {
  const waiting = new Set<() => ValidateFunction>()
  let closed = false
  let warming: Promise<void> | undefined
  let asked = -Infinity

  /**
   * A function that throws 'malformed' with every fault, and fills in defaults in place. Of several hundred routes a start
   * uses few, so it is compiled later.
   */
  function check(schema: TSchema, where: Where): Check {
    let compiled: ValidateFunction | undefined
    const compile = (): ValidateFunction => {
      waiting.delete(compile)
      return (compiled ??= (where === 'body' ? body : address).compile(schema))
    }
    waiting.add(compile)
    return (value) => {
      const validate = compiled ?? compile()
      if (!validate(value)) throw refusalOf(validate.errors ?? [], where)
    }
  }

  async function compileRest(): Promise<void> {
    let waits = 0
    const isAsked = (): boolean => !closed && now() - asked < QUIET_MS && waits < MOST_WAITS
    while (waiting.size > 0) {
      for (; isAsked(); waits++) await sleep(QUIET_MS)
      const [compile] = waiting
      if (closed || compile === undefined) return
      compile()
      await nextTurn()
    }
  }

  return {
    /** Checks the parts of a request that the route has schemas for. */
    parse(spec: Pick<RouteSpec, Where>): (request: Pick<FastifyRequest, Where>) => { params: unknown; query: unknown; body: unknown } {
      const params = spec.params && check(spec.params, 'params')
      const query = spec.query && check(spec.query, 'query')
      const content = spec.body && check(spec.body, 'body')
      return (request) => {
        params?.(request.params)
        query?.(request.query)
        content?.(request.body)
        return { params: request.params, query: request.query, body: request.body }
      }
    },
    /** A request has come: what can wait does. */
    giveWay(): void {
      asked = now()
    },
    /** Compiles what no request has needed yet, one schema a turn of the loop, while nobody asks anything. Ends at `close`. */
    warm: (): Promise<void> => (warming ??= compileRest()),
    /** How many are not compiled yet. */
    waiting: (): number => waiting.size,
    close(): void {
      closed = true
    },
  }
}

function refusalOf(errors: readonly ErrorObject[], where: Where): Refusal {
  const faults = errors.slice(0, MOST_FAULTS).map((error) => faultOf(error, where))
  const first = faults[0]
  const said = first === undefined ? 'it does not fit its schema' : `${first.field || 'it'} ${first.rule}`
  return new Refusal('malformed', `door.bad-${where}`, `the ${NAMES[where]} is not right: ${said}`, { faults })
}

const EXAMPLES: Record<keyof typeof FORMATS, string> = {
  email: 'name@organisation.example', date: '2026-11-22, a day of the calendar', 'date-time': '2026-11-22T08:00:00Z, an instant of the years 1684 to 2255',
}

const NAMES: Record<Where, string> = { params: 'address', query: 'query', body: 'body' }

/** Field as a JSON pointer in a body, as a name in an address. */
function faultOf(error: ErrorObject, where: Where): { field: string; rule: string } {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : ''
  const extra = error.keyword === 'additionalProperties' ? `/${String(error.params['additionalProperty']).slice(0, 100)}` : ''
  const pointer = error.instancePath + missing + extra
  return { field: where === 'body' ? pointer : pointer.slice(1), rule: ruleOf(error) }
}

function ruleOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
      return 'is not known here'
    case 'enum': {
      const allowed: unknown = error.params['allowedValues']
      return `must be one of ${Array.isArray(allowed) ? allowed.join(', ') : 'the values listed'}`
    }
    case 'pattern':
      return `must read like ${String(error.params['pattern'])}`
    case 'format': {
      const format: unknown = error.params['format']
      return `must match format "${String(format)}": ${EXAMPLES[format as keyof typeof EXAMPLES]}`
    }
    default:
      return error.message ?? 'is not right'
  }
}

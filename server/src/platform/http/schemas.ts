/** Checks what came in against the contract's JSON Schemas: every fault with its field, none of the input quoted back. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import { Refusal } from '../../kernel/index.ts'

const EMAIL = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,190}$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/
const FORMATS = {
  email: (text: string) => EMAIL.test(text),
  'date-time': (text: string) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
}

// Query and path are text, so numbers and lists are read out of it; a JSON body says itself what it is.
const body = new Ajv({ allErrors: true, strict: false, useDefaults: true, formats: FORMATS })
const address = new Ajv({ allErrors: true, strict: false, useDefaults: true, coerceTypes: 'array', formats: FORMATS })

export type Check = (value: unknown) => void
type Where = 'params' | 'query' | 'body'
const MOST_FAULTS = 50

/**
 * A function that throws 'malformed' with every fault, and fills in defaults in place. Made when it is first needed: of several
 * hundred routes a start uses few, and all of them would take a second.
 */
export function createCheck(schema: TSchema, where: Where): Check {
  let compiled: ValidateFunction | undefined
  return (value) => {
    const validate = (compiled ??= (where === 'body' ? body : address).compile(schema))
    if (validate(value)) return
    const faults = (validate.errors ?? []).slice(0, MOST_FAULTS).map((error) => faultOf(error, where))
    const first = faults[0]
    const said = first === undefined ? 'it does not fit its schema' : `${first.field || 'it'} ${first.rule}`
    throw new Refusal('malformed', `door.bad-${where}`, `the ${NAMES[where]} is not right: ${said}`, { faults })
  }
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
    default:
      return error.message ?? 'is not right'
  }
}

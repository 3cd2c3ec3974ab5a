/**
 * Formal acts: what an organisation signs. Each is an in-toto Statement v1 whose predicate type names the kind; the
 * predicate says for which alliance, by whom and when, and then what its kind says. JSON in the one form of RFC 8785.
 */
import { admissionActs } from './acts/admissions.ts'
import { advisoryActs } from './acts/advisories.ts'
import { caseActs } from './acts/cases.ts'
import { commitmentActs } from './acts/commitments.ts'
import { ballotActs } from './acts/ballots.ts'
import { concernActs } from './acts/concerns.ts'
import { keyActs } from './acts/keys.ts'
import { pledgeActs } from './acts/pledge.ts'
import { canonical, type Json } from './canonical.ts'
import { FactError, instant, line, object, organisationId, type Of, type Shape } from './shape.ts'

export const ACTS = { ...keyActs, ...pledgeActs, ...ballotActs, ...commitmentActs, ...admissionActs, ...concernActs, ...advisoryActs, ...caseActs }
export type ActKind = keyof typeof ACTS
export const ACT_KINDS = Object.keys(ACTS) as ActKind[]
/** What each act says of itself. `alliance` is the origin of the log it is meant for: signed for one, it is worth nothing in another. */
export type ActHead = { alliance: string; organisation: `org_${string}`; at: string }
export type ActBody<K extends ActKind> = Of<(typeof ACTS)[K]>
export type Act<K extends ActKind = ActKind> = { [L in K]: { kind: L; subject: Subject[] } & ActHead & { says: ActBody<L> } }[K]
/** What the act is about, by its bytes: in-toto's ResourceDescriptor with the one digest that we use. */
export type Subject = { name: string; digest: { sha256: string } }

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
export const ACT_PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const PREFIX = 'urn:openaccord:act:'

const head = object({ alliance: line(300), organisation: organisationId, at: instant })

export const predicateTypeOf = (kind: ActKind): string => `${PREFIX}${kind}:1`

/** The exact bytes to sign (before DSSE's pre-authentication encoding). Throws FactError where the act breaks a rule. */
export function printAct(act: Act): string {
  const { kind, subject, says, ...rest } = act
  const statement = { _type: STATEMENT_TYPE, subject, predicateType: predicateTypeOf(kind), predicate: { ...rest, ...says } }
  parseAct(statement)
  return canonical(statement as unknown as Json)
}

/** From the parsed JSON of a statement. Throws FactError with the pointer of the field and its rule. */
export function parseAct(value: unknown): Act {
  const { _type, subject, predicateType, predicate } = statementShape.read(value, '')
  if (_type !== STATEMENT_TYPE) throw new FactError('bad-act', '/_type', `is ${STATEMENT_TYPE}`)
  const kind = kindOf(predicateType)
  const { alliance, organisation, at, ...own } = predicate
  const first = head.read(defined({ alliance, organisation, at }), '/predicate')
  const says = (ACTS[kind] as Shape<unknown>).read(own, '/predicate')
  return { kind, subject, ...first, says } as Act
}

function kindOf(predicateType: string): ActKind {
  const found = ACT_KINDS.find((kind) => predicateTypeOf(kind) === predicateType)
  if (found === undefined) throw new FactError('bad-act', '/predicateType', `is one of the acts there are: ${ACT_KINDS.map(predicateTypeOf).join(', ')}`)
  return found
}

const anything: Shape<Record<string, unknown>> = {
  read(value, pointer) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    throw new FactError('bad-act', pointer, 'is an object')
  },
}
const subjects: Shape<Subject[]> = {
  read(value, pointer) {
    if (!Array.isArray(value) || value.length < 1 || value.length > 20) throw new FactError('bad-act', pointer, 'is a list of 1 to 20 (in-toto Statement v1 wants at least one)')
    return value.map((each, index) => subject.read(each, `${pointer}/${index}`))
  },
}
const hex: Shape<string> = {
  read(value, pointer) {
    if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value
    throw new FactError('bad-act', pointer, 'is a SHA-256 in 64 lower-case hexadecimal figures')
  },
}
const subject = object({ name: line(300), digest: object({ sha256: hex }) })
const statementShape = object({ _type: line(100), subject: subjects, predicateType: line(200), predicate: anything })

const defined = (fields: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

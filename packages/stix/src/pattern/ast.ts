/**
 * The shape of a parsed pattern, after STIX 2.1 §9. Every node carries `at`, its offset in the text in UTF-16 code
 * units. Chains of one operator are one node with many operands; brackets that change nothing leave no trace.
 */

/** A whole pattern is an observation expression (§9.5). */
export type Pattern = ObservationExpression

export type ObservationExpression =
  | { kind: 'observation'; at: number; comparison: ComparisonExpression }
  | { kind: 'and' | 'or' | 'followedby'; at: number; operands: ObservationExpression[] }
  | { kind: 'qualified'; at: number; operand: ObservationExpression; qualifiers: Qualifier[] }

/** §9.5.1. `start` and `stop` are timestamps as written; `seconds` and `times` are above zero. */
export type Qualifier =
  | { kind: 'within'; at: number; seconds: number }
  | { kind: 'repeats'; at: number; times: number }
  | { kind: 'startstop'; at: number; start: string; stop: string }

export type ComparisonExpression = { kind: 'and' | 'or'; at: number; operands: ComparisonExpression[] } | Comparison

/** §9.6. `literal` is absent for EXISTS only. */
export type Comparison = {
  kind: 'comparison'
  at: number
  path: ObjectPath
  operator: Operator
  negated: boolean
  literal: Literal | SetLiteral | undefined
}

export type Operator =
  | '=' | '!=' | '<' | '<=' | '>' | '>='
  | 'IN' | 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET' | 'EXISTS'

/** §9.7: `file:hashes.'SHA-256'` is type `file` and the steps `hashes`, `SHA-256`. */
export type ObjectPath = { at: number; type: string; steps: PathStep[] }

export type PathStep =
  | { kind: 'key'; at: number; name: string }
  | { kind: 'index'; at: number; index: number }
  | { kind: 'any'; at: number }

/** §9.2. `binary` keeps its base64 without line feeds, `hex` is in lower case, `timestamp` is as written. */
export type Literal =
  | { kind: 'string' | 'binary' | 'hex' | 'timestamp'; at: number; value: string }
  | { kind: 'integer' | 'float'; at: number; value: number }
  | { kind: 'boolean'; at: number; value: boolean }

export type SetLiteral = { kind: 'set'; at: number; items: Literal[] }

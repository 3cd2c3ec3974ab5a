/** The STIX 2.1 pattern language (§9): parse, check, print, look inside, match over observed data. */
export type {
  Comparison, ComparisonExpression, Literal, ObjectPath, ObservationExpression, Operator, PathStep, Pattern, Qualifier, SetLiteral,
} from './ast.ts'
export { PatternError, type PatternErrorCode } from './errors.ts'
export { checkPattern, comparisonsOf, type PatternRemark, valuesIn, warningsOf } from './inspect.ts'
export { parsePattern, type PatternLimits } from './parse.ts'
export { printPath, printPattern } from './print.ts'
export { type MatchOptions, type MatchResult, matchPattern } from './match.ts'
export type { ObservedData } from './observe.ts'
export type { Observable } from './resolve.ts'

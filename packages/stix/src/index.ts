/** STIX 2.1: objects, identifiers, versions, patterns, markings. Everything here is pure and runs in a browser too. */
export { StixError, type StixErrorCode } from './error.ts'
export { fractionDigits, microsOf, parseTimestamp, readMicros, type Timestamp } from './timestamp.ts'
export { isStixId, parseStixId, typeOfId, uuidVersion, type StixId, type StixIdParts } from './ids.ts'
export {
  isCustomType, isKnownType, isMeta, isSco, isSdo, isSro, isStixObject, isVersioned, META_TYPES, SCO_TYPES, SDO_TYPES, SRO_TYPES,
  UNVERSIONED, versionOf, type ScoType, type StixObject,
} from './types.ts'
export { contradictsId, contributesToId, deterministicId } from './deterministic-id.ts'
export {
  judgeVersion, VERSION_RULES, type NextVersion, type PriorVersion, type VersionRefusal, type VersionVerdict,
} from './versions.ts'
export {
  markingLevel, OWNER_ONLY, TLP2_EXTENSION, TLP2_MARKINGS, TLP_LEVELS, tlpOf, type Level, type TlpLevel,
} from './markings/tlp.ts'
export { levelOf, NO_DEFINITIONS, type Definitions, type MarkingVerdict } from './markings/level.ts'
export { parseSelector, printSelector, resolves, type Step } from './markings/selectors.ts'
export {
  type Finding, type FindingCode, type FindingLevel, type PatternChecker, type ValidateOptions,
} from './validate/finding.ts'
export { parseJson, parseObject, validateObject, type ParsedObject } from './parse.ts'
export { hasDuplicateKeys, sliceObjects, type SliceLimits, type Slices } from './slice.ts'
export * from './pattern/index.ts'
export { redact, releaseLevels, type ReleaseLevels } from './markings/redact.ts'
export { referencesOf, type Reference } from './references.ts'
export { titleOf } from './title.ts'
export { normaliseAs, normaliseValue, refang, type Value, type ValueKind } from './normalise.ts'
export { valuesOf } from './values.ts'

/**
 * What each package URL type asks of its components: ECMA-427 (Package-URL) §6 and the type definitions that
 * package-url/purl-spec publishes beside it. A type that is not listed follows the general rules only.
 */

type Presence = 'required' | 'prohibited' | 'optional'
type Case = 'lower' | 'upper' | 'kept'

export interface PurlTypeRule {
  readonly namespace: Presence
  readonly namespaceCase: Case
  readonly nameCase: Case
  readonly versionCase: Case
  /** Qualifiers without which the type names nothing. */
  readonly qualifiers: readonly string[]
}

const GENERAL: PurlTypeRule = {
  namespace: 'optional',
  namespaceCase: 'kept',
  nameCase: 'kept',
  versionCase: 'kept',
  qualifiers: [],
}

/** Letters in the order namespace presence, namespace case, name case, version case: r p o, then l u k. */
const TABLE: Readonly<Record<string, string>> = {
  alpm: 'rllk',
  apk: 'rllk',
  bazel: 'pkkk',
  bitbucket: 'rllk',
  bitnami: 'pklk',
  brew: 'ollk',
  cargo: 'pkkk',
  'chrome-extension': 'pklk',
  cocoapods: 'pkkk',
  composer: 'rllk',
  conan: 'okkk',
  conda: 'pkkk',
  cpan: 'oukk',
  cran: 'pkkk',
  deb: 'rllk',
  docker: 'okkk',
  gem: 'pkkk',
  generic: 'okkk',
  git: 'rkkk',
  github: 'rllk',
  // Module paths differ by case; the definition says case_sensitive, its older note ("shall be lowercased") does not.
  golang: 'rkkk',
  hackage: 'pkkk',
  hex: 'ollk',
  huggingface: 'rkkl',
  julia: 'pkkk',
  luarocks: 'ollk',
  maven: 'rkkk',
  mlflow: 'pkkk',
  npm: 'okkk',
  nuget: 'pkkk',
  oci: 'pkll',
  opam: 'pkkk',
  otp: 'pklk',
  pub: 'pklk',
  pypi: 'pkll',
  qpkg: 'rlkk',
  rpm: 'rlkk',
  swid: 'okkk',
  swift: 'rkkk',
  vcpkg: 'pkkk',
  'vscode-extension': 'rlll',
  yocto: 'olkk',
}

const REQUIRED_QUALIFIERS: Readonly<Record<string, readonly string[]>> = { julia: ['uuid'], swid: ['tag_id'] }

const PRESENCE: Readonly<Record<string, Presence>> = { r: 'required', p: 'prohibited', o: 'optional' }
const CASE: Readonly<Record<string, Case>> = { l: 'lower', u: 'upper', k: 'kept' }

const RULES: ReadonlyMap<string, PurlTypeRule> = new Map(
  Object.entries(TABLE).map(([type, letters]) => [
    type,
    {
      namespace: PRESENCE[letters.charAt(0)] ?? 'optional',
      namespaceCase: CASE[letters.charAt(1)] ?? 'kept',
      nameCase: CASE[letters.charAt(2)] ?? 'kept',
      versionCase: CASE[letters.charAt(3)] ?? 'kept',
      qualifiers: REQUIRED_QUALIFIERS[type] ?? [],
    },
  ]),
)

/** The types that have rules of their own. */
export const PURL_TYPES: readonly string[] = [...RULES.keys()]

export function ruleOfPurlType(type: string): PurlTypeRule {
  return RULES.get(type) ?? GENERAL
}

export function applyCase(text: string, rule: Case): string {
  return rule === 'lower' ? text.toLowerCase() : rule === 'upper' ? text.toUpperCase() : text
}

/** The version schemes by name: the names of VERS, which are package URL types, and OSV's ecosystems mapped to them. */
import { quote, VulnsError } from '../error.ts'
import { composer } from './composer.ts'
import { conan } from './conan.ts'
import { alpm, deb, rpm } from './distributions.ts'
import { apk, gentoo } from './ebuild.ts'
import { gem } from './gem.ts'
import { maven } from './maven.ts'
import { datetime, generic, intdotScheme, lexicographic, numberListScheme, openssl } from './plain.ts'
import { pypi } from './pypi.ts'
import type { VersionScheme } from './scheme.ts'
import { nuget, semverScheme } from './semver.ts'

const SEMVER = ['semver', 'npm', 'golang', 'cargo', 'hex', 'pub', 'swift', 'julia', 'github', 'bazel', 'vscode-extension']

const LIST: readonly VersionScheme[] = [
  ...SEMVER.map(semverScheme),
  nuget,
  pypi,
  maven,
  deb,
  rpm,
  alpm,
  apk,
  gentoo,
  gem,
  conan,
  composer,
  openssl,
  intdotScheme('nginx'),
  intdotScheme('intdot'),
  intdotScheme('chrome-extension'),
  numberListScheme('hackage', /\./),
  numberListScheme('cran', /[.-]/),
  datetime,
  lexicographic,
  generic,
]

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map([
  ...LIST.map((scheme): [string, VersionScheme] => [scheme.name, scheme]),
  ['alpine', apk],
  ['ebuild', gentoo],
  ['opam', deb],
])

/** The names for which an order is known. */
export const VERSION_SCHEMES: readonly string[] = [...SCHEMES.keys()]

export function isVersionScheme(name: string): boolean {
  return SCHEMES.has(name)
}

/** The scheme of that name. Throws `unknown-scheme`. */
export function versionScheme(name: string): VersionScheme {
  const scheme = SCHEMES.get(name)
  if (scheme === undefined) {
    throw new VulnsError('unknown-scheme', `${quote(name)} is no version scheme; known are ${VERSION_SCHEMES.join(', ')}`)
  }
  return scheme
}

/** Compares two versions by the rules of a scheme. Throws `unknown-scheme`, `bad-version`, `too-large`. */
export function compareVersions(scheme: string, a: string, b: string): number {
  return versionScheme(scheme).compare(a, b)
}

/**
 * OSV's ecosystems ("Defined ecosystems" of the OSV format) and the version scheme each one orders by. Those whose
 * order the format leaves open are not listed: a range in them cannot be judged.
 */
import { versionScheme } from '../versions/schemes.ts'
import type { VersionScheme } from '../versions/scheme.ts'

const SCHEME_OF: Readonly<Record<string, string>> = {
  Go: 'golang', npm: 'npm', PyPI: 'pypi', 'crates.io': 'cargo', RubyGems: 'gem', NuGet: 'nuget', Maven: 'maven',
  Packagist: 'composer', Hex: 'hex', Pub: 'pub', SwiftURL: 'swift', Julia: 'julia', ConanCenter: 'conan',
  CRAN: 'cran', Bioconductor: 'cran', Hackage: 'hackage', GHC: 'hackage', opam: 'opam',
  'GitHub Actions': 'semver', Bitnami: 'semver', Kubernetes: 'semver', VSCode: 'semver', Linux: 'semver',
  Debian: 'deb', Ubuntu: 'deb', Echo: 'deb',
  Alpine: 'apk', Alpaquita: 'apk', 'BellSoft Hardened Containers': 'apk', Chainguard: 'apk', MinimOS: 'apk', Wolfi: 'apk',
  AlmaLinux: 'rpm', 'Azure Linux': 'rpm', Mageia: 'rpm', openEuler: 'rpm', openSUSE: 'rpm', 'Photon OS': 'rpm',
  'Red Hat': 'rpm', 'Rocky Linux': 'rpm', SUSE: 'rpm',
}

/** Package URL types and the ecosystem they are. Distributions carry their name in the namespace. */
const TYPE_OF: Readonly<Record<string, string>> = {
  golang: 'Go', npm: 'npm', pypi: 'PyPI', cargo: 'crates.io', gem: 'RubyGems', nuget: 'NuGet', maven: 'Maven',
  composer: 'Packagist', hex: 'Hex', pub: 'Pub', swift: 'SwiftURL', julia: 'Julia', conan: 'ConanCenter', cran: 'CRAN',
  hackage: 'Hackage', opam: 'opam', bitnami: 'Bitnami',
}

/** The scheme that orders an ecosystem's versions (`Debian:12` as `Debian`); undefined where none is known. */
export function schemeOfEcosystem(ecosystem: string): VersionScheme | undefined {
  const name = baseOf(ecosystem)
  const scheme = Object.hasOwn(SCHEME_OF, name) ? SCHEME_OF[name] : undefined
  return scheme === undefined ? undefined : versionScheme(scheme)
}

/** The ecosystem of a package URL type, where it is one to one. */
export function ecosystemOfPurlType(type: string): string | undefined {
  return Object.hasOwn(TYPE_OF, type) ? TYPE_OF[type] : undefined
}

/** Whether an advisory's ecosystem covers the one asked for: `Debian` covers `Debian:12`, but not the reverse. */
export function coversEcosystem(advisory: string, asked: string): boolean {
  return advisory === asked || (!advisory.includes(':') && advisory === baseOf(asked))
}

/** A package name as its ecosystem compares it. */
export function normalizeName(ecosystem: string, name: string): string {
  switch (baseOf(ecosystem)) {
    case 'PyPI':
      return name.toLowerCase().replace(/[-_.]+/g, '-')
    case 'NuGet':
    case 'Packagist':
      return name.toLowerCase()
    default:
      return name
  }
}

function baseOf(ecosystem: string): string {
  return ecosystem.split(':', 1)[0] ?? ecosystem
}

/**
 * The type-specific half of package URLs: case, spelling and presence, as the type definitions of ECMA-427 §6 ask.
 */
import type { Purl } from './purl.ts'
import { applyCase, ruleOfPurlType } from './types.ts'

type Bad = (why: string) => Error

/** The package URL as its type spells it; throws what `bad` makes where the type has no such package. */
export function normalizeByType(purl: Purl, bad: Bad): Purl {
  const rule = ruleOfPurlType(purl.type)
  const moved = purl.type === 'git' ? splitGitPath(purl) : purl
  if (rule.namespace === 'required' && moved.namespace === undefined) {
    throw bad(`the type ${purl.type} needs a namespace; write pkg:${purl.type}/namespace/name`)
  }
  if (rule.namespace === 'prohibited' && moved.namespace !== undefined) {
    throw bad(`the type ${purl.type} has no namespace; write pkg:${purl.type}/name`)
  }
  for (const key of rule.qualifiers) {
    if (moved.qualifiers?.[key] === undefined) throw bad(`the type ${purl.type} needs the qualifier ${key}`)
  }
  const cased: Purl = {
    ...moved,
    ...(moved.namespace === undefined ? {} : { namespace: applyCase(moved.namespace, rule.namespaceCase) }),
    name: applyCase(moved.name, rule.nameCase),
    ...(moved.version === undefined ? {} : { version: applyCase(moved.version, rule.versionCase) }),
  }
  return special(cased, bad)
}

function special(purl: Purl, bad: Bad): Purl {
  switch (purl.type) {
    case 'pypi':
      return { ...purl, name: purl.name.replaceAll('_', '-') }
    case 'pub':
      return { ...purl, name: purl.name.replace(/[^a-z0-9_]/g, '_') }
    case 'mlflow':
      // Databricks does not tell case apart; Azure ML does.
      return isDatabricks(purl.qualifiers?.repository_url) ? { ...purl, name: purl.name.toLowerCase() } : purl
    case 'git':
      return isGitHub(purl.namespace) ? { ...purl, name: purl.name.toLowerCase() } : purl
    case 'cpan':
      if (purl.name.includes('::')) throw bad('a CPAN distribution has no "::"; write the distribution, not the module')
      return purl
    case 'cocoapods':
      if (/[\s+]/.test(purl.name) || purl.name.startsWith('.')) throw bad('a pod has no space, "+" or leading "."')
      return purl
    case 'chrome-extension':
      if (!/^[a-p]{32}$/.test(purl.name)) throw bad('an extension is named by 32 letters from a to p')
      if (purl.version !== undefined && !isChromeVersion(purl.version)) throw bad('a version is one to four numbers')
      return purl
    default:
      return purl
  }
}

// The `git` definition: the namespace is the host, the name is the whole path on it.
function splitGitPath(purl: Purl): Purl {
  const [host, ...path] = (purl.namespace ?? '').split('/')
  return host === undefined || host === '' ? purl : { ...purl, namespace: host, name: [...path, purl.name].join('/') }
}

function isGitHub(host: string | undefined): boolean {
  return host === 'github' || host === 'github.com'
}

function isDatabricks(url = ''): boolean {
  const scheme = url.indexOf('://')
  const [host = ''] = (scheme === -1 ? url : url.slice(scheme + 3)).toLowerCase().split(/[:/?#]/, 1)
  return host === 'azuredatabricks.net' || host.endsWith('.azuredatabricks.net')
}

function isChromeVersion(version: string): boolean {
  const parts = version.split('.')
  return parts.length <= 4 && parts.every((part) => /^\d+$/.test(part))
}

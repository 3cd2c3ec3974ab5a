/** Packages of a draft as ecosystems name them. */
import { ecosystemOfPurlType, parsePurl, printPurl, VulnsError, type Purl } from '@openaccord/vulns'

/** The package URL without version, qualifiers and subpath. */
export function packageUrl({ name, namespace, type }: Purl): string {
  return printPurl({ type, ...(namespace === undefined ? {} : { namespace }), name })
}

export function readPurl(text: string | undefined): Purl | undefined {
  if (text === undefined) return undefined
  try {
    return parsePurl(text)
  } catch (error) {
    if (error instanceof VulnsError) return undefined
    throw error
  }
}

/** Ecosystem and name as OSV writes them; undefined where OSV has no ecosystem for the type. */
export function osvPackage({ name, namespace, type }: Purl): { readonly ecosystem: string; readonly name: string } | undefined {
  const ecosystem = ecosystemOfPurlType(type)
  if (ecosystem === undefined) return undefined
  return { ecosystem, name: namespace === undefined ? name : `${namespace}${type === 'maven' ? ':' : '/'}${name}` }
}

const TYPES = ['golang', 'npm', 'pypi', 'cargo', 'gem', 'nuget', 'maven', 'composer', 'hex', 'pub', 'swift', 'julia', 'conan', 'cran', 'hackage', 'opam', 'bitnami']

/** The package URL of an ecosystem's package; undefined where the ecosystem has no type of its own. */
export function purlOfPackage(ecosystem: string, name: string): string | undefined {
  const type = TYPES.find((one) => ecosystemOfPurlType(one) === ecosystem.split(':', 1)[0])
  if (type === undefined || name === '') return undefined
  const at = name.lastIndexOf(type === 'maven' ? ':' : '/')
  const namespace = at > 0 ? name.slice(0, at) : undefined
  const text = orUndefined(() => printPurl({ type, ...(namespace === undefined ? {} : { namespace }), name: name.slice(at > 0 ? at + 1 : 0) }))
  const purl = readPurl(text)
  return purl === undefined ? undefined : printPurl(purl)
}

function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof VulnsError) return undefined
    throw error
  }
}

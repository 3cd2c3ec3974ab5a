/** Rules of the product tree: IDs, versions and ranges, package URLs, CPE, relationships. */
import { isCpe } from '@openaccord/csaf'
import { normalizeVers, parsePurl, parseVers, printPurl, printVers, VulnsError } from '@openaccord/vulns'
import { pointer, type Report } from '../shape.ts'
import type { Draft, Release, Relationship } from './types.ts'

export function checkProducts({ products }: Draft, report: Report): void {
  const seen = new Map<string, string>()
  const define = (id: string, path: string): void => {
    const first = seen.get(id)
    if (first === undefined) seen.set(id, path)
    else report(`${path}/id`, 'product-id', `is "${id}", which ${first} has too`, 'give one of the two another ID')
  }
  for (const [v, vendor] of products.vendors.entries()) {
    if (vendor.products.length === 0) report(pointer('/products/vendors', v, 'products'), 'products', 'is empty', 'add a product, or remove the vendor')
    for (const [p, product] of vendor.products.entries()) {
      if (product.releases.length === 0) report(pointer('/products/vendors', v, 'products', p, 'releases'), 'releases', 'is empty', 'add a version or a range, or remove the product')
      for (const [r, release] of product.releases.entries()) {
        const path = pointer('/products/vendors', v, 'products', p, 'releases', r)
        define(release.id, path)
        checkRelease(release, path, report)
      }
    }
  }
  for (const [at, relationship] of (products.relationships ?? []).entries()) {
    const path = pointer('/products/relationships', at)
    // Only what stands before it: then there are no circles.
    for (const end of ['part', 'whole'] as const) {
      if (!seen.has(relationship[end])) report(`${path}/${end}`, 'product-defined', `is "${relationship[end]}", which no release or earlier relationship has`, 'define it first, or correct the ID')
    }
    if (relationship.part === relationship.whole) report(path, 'relationship', 'puts a product in relation to itself', 'name two products')
    define(relationship.id, path)
    checkIdentity(relationship, path, report)
  }
}

/** Words that make a range of a version: CSAF §3.1.2.3.1, tests 6.1.31. */
const RANGE_WORDS = /[<>]|(?:^|[\s,;()])(?:after|all|before|earlier|later|prior|versions)(?=$|[\s,;()])/i

function checkRelease(release: Release, path: string, report: Report): void {
  const { version, range } = release
  const given = (['version', 'range', 'words'] as const).filter((name) => release[name] !== undefined)
  if (given.length > 1) report(path, 'one-version', `has ${given.join(' and ')}`, 'leave one of them; make two releases of two')
  if (version !== undefined && RANGE_WORDS.test(version)) report(`${path}/version`, 'version-range', `is "${version}", a range of versions`, 'write it as range (vers:…) or as words, or name one version')
  if (version?.startsWith('vers:') === true) report(`${path}/version`, 'version-range', 'is a VERS range', 'write it as range')
  if (release.words?.startsWith('vers:') === true) report(`${path}/words`, 'version-range', 'is a VERS range', 'write it as range')
  if (range !== undefined) checkRange(range, `${path}/range`, report)
  checkIdentity(release, path, report)
}

function checkRange(range: string, path: string, report: Report): void {
  try {
    parseVers(range)
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
    report(path, 'range', `is not a canonical VERS range: ${error.message}`, canonicalRange(range))
  }
}

function canonicalRange(range: string): string {
  try {
    return `write ${printVers(normalizeVers(range))}`
  } catch {
    return 'write such as vers:npm/>=1.0.0|<1.4.2, or use words'
  }
}

/** How many hexadecimal digits a hash of an algorithm has; others are taken as they are. */
export const HASH_DIGITS: Readonly<Record<string, number>> = {
  md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128, 'sha3-224': 56, 'sha3-256': 64, 'sha3-384': 96, 'sha3-512': 128,
}

function checkIdentity({ purl, cpe, files = [] }: Release | Relationship, path: string, report: Report): void {
  if (purl !== undefined) checkPurl(purl, `${path}/purl`, report)
  if (cpe !== undefined && !isCpe(cpe)) report(`${path}/cpe`, 'cpe', 'is no CPE', 'write such as cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*')
  const seen = new Set<string>()
  for (const [at, { name, hashes }] of files.entries()) {
    if (seen.has(name)) report(pointer(path, 'files', at, 'name'), 'file-once', `is "${name}", which stands there already`, 'put the hashes of one file together, one of each algorithm')
    seen.add(name)
    for (const [algorithm, digits] of Object.entries(hashes)) {
      const wanted = Object.hasOwn(HASH_DIGITS, algorithm) ? HASH_DIGITS[algorithm] : undefined
      if (wanted !== undefined && digits.length !== wanted) report(pointer(path, 'files', at, 'hashes', algorithm), 'hash-length', `has ${digits.length} digits; a hash of ${algorithm} has ${wanted}`, 'copy it whole, or choose the algorithm that made it')
    }
  }
}

function checkPurl(purl: string, path: string, report: Report): void {
  try {
    const canonical = printPurl(parsePurl(purl))
    if (canonical !== purl) report(path, 'purl', 'is not written in its canonical form', `write ${canonical}`)
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
    report(path, 'purl', error.message, 'write such as pkg:npm/left-pad@1.3.0')
  }
}

/** Requirements 1 to 6 and 18 to 20 of §7.1: the documents themselves, and what proves them. */
import { inner, textOf } from '../section6/reading.ts'
import { validateCsaf } from '../section6/validate.ts'
import { parseHashFile, type HashAlgorithm } from './listings.ts'
import { documentFileName } from './names.ts'
import { requirement, type ReportSite } from './requirement.ts'
import { attempt, type Site, type SiteDocument, type SiteFeed } from './site.ts'

// 7.1.1
export const validDocument = requirement(1, 'Valid CSAF document', ({ documents }, report) => {
  for (const { problem, url, value } of documents) {
    if (value === undefined) {
      report(url, problem, 'publish a CSAF document')
      continue
    }
    const { schema, tests, valid } = validateCsaf(value, { mode: 'basic' })
    const [first] = [...schema, ...tests.flatMap(({ findings }) => findings)]
    if (!valid && first !== undefined) report(url, `${first.path || 'the document'} ${first.message} (${first.rule})`, first.fix)
  }
})

// 7.1.2
export const fileName = requirement(2, 'Filename', ({ documents }, report) => {
  for (const { url, value } of documents) {
    const id = textOf(inner(inner(value ?? {}, 'document'), 'tracking'), 'id')
    const name = url.slice(url.lastIndexOf('/') + 1)
    if (id !== undefined && name !== documentFileName(id)) report(url, `is named ${name}`, `name it ${documentFileName(id)}`)
  }
})

// 7.1.3
export const tls = requirement(3, 'TLS', ({ documents }, report) => {
  for (const { url } of documents) if (!url.startsWith('https://')) report(url, 'is not served over https', 'serve it over https only')
})

// 7.1.4
export const white = requirement(4, 'TLP:WHITE', ({ documents, site: { isProtected } }, report) => {
  const labelled = documents.filter(({ label }) => label === 'WHITE')
  if (isProtected === undefined) return labelled.length === 0 ? undefined : 'access-not-tried'
  for (const { url } of labelled) if (isProtected(url)) report(url, 'is TLP:WHITE and not free to read', 'serve a copy to everyone')
  return undefined
})

// 7.1.5
export const amberAndRed = requirement(5, 'TLP:AMBER and TLP:RED', ({ documents, site: { isProtected } }, report) => {
  const closed = documents.filter(isClosed)
  const open = new Set(documents.filter((one) => !isClosed(one)).map(({ url }) => rootOf(url)))
  for (const { label, url } of closed) {
    if (open.has(rootOf(url))) report(url, `is TLP:${label} and lies under the path of open documents`, 'serve it under a path of its own')
    if (isProtected?.(url) === false) report(url, `is TLP:${label} and free to read`, 'serve it to those who show credentials')
  }
  return isProtected === undefined && closed.length > 0 ? 'protection-not-tried' : undefined
})

function isClosed({ label }: SiteDocument): boolean {
  return label === 'AMBER' || label === 'RED'
}

/** The folder above the year folder. */
function rootOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/')).replace(/\/\d{4}$/, '/')
}

// 7.1.6
export const noRedirects = requirement(6, 'No Redirects', () => 'redirects-not-seen')

// 7.1.18
export const integrity = requirement(18, 'Integrity', ({ documents, feeds, site }, report) => {
  let checked = true
  const inFeed = linksOf(feeds, 'hash')
  for (const document of documents) {
    const beside = (['sha256', 'sha512'] as const).filter((algorithm) => site.files.has(`${document.url}.${algorithm}`))
    if (beside.length === 0) report(document.url, 'has no hash file beside it', 'add one that ends with .sha256 or .sha512')
    for (const algorithm of beside) {
      checked &&= checkHash(site, document, algorithm, report)
      if (inFeed.get(document.url)?.includes(`${document.url}.${algorithm}`) === false) report(`${document.url}.${algorithm}`, 'is not linked in a feed', 'link it with rel hash')
    }
  }
  return checked || documents.length === 0 ? undefined : 'digests-not-computed'
})

function checkHash(site: Site, { text, url }: SiteDocument, algorithm: HashAlgorithm, report: ReportSite): boolean {
  const at = `${url}.${algorithm}`
  const [stated, problem] = attempt(() => parseHashFile(site.files.get(at) ?? '', algorithm))
  if (stated === undefined) report(at, problem, 'write the digest first')
  else if (site.digest !== undefined && site.digest(algorithm, text).toLowerCase() !== stated) report(at, 'is not the digest of the document', 'compute it again')
  return site.digest !== undefined
}

/** For each document of a feed, the links of a kind that its entries have. */
function linksOf(feeds: readonly SiteFeed[], rel: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { content, link } of feeds.flatMap(({ feed }) => feed?.feed.entry ?? [])) {
    const links = link.filter((one) => one.rel === rel).map(({ href }) => href)
    found.set(content.src, [...(found.get(content.src) ?? []), ...links])
  }
  return found
}

// 7.1.19
export const signatures = requirement(19, 'Signatures', ({ documents, feeds, site }, report) => {
  const inFeed = linksOf(feeds, 'signature')
  for (const { text, url } of documents) {
    const at = `${url}.asc`
    const signature = site.files.get(at)
    if (signature === undefined) report(url, 'has no signature beside it', 'add one that ends with .asc')
    else if (!/^-----BEGIN PGP SIGNATURE-----\r?$/m.test(signature)) report(at, 'is not an OpenPGP signature in ASCII armour', 'sign it detached and armoured')
    else if (site.verify?.(text, signature) === false) report(at, 'is not a good signature of the document', 'sign the document again')
    if (signature !== undefined && inFeed.get(url)?.includes(at) === false) report(at, 'is not linked in a feed', 'link it with rel signature')
  }
  return site.verify === undefined && documents.length > 0 ? 'signatures-not-verified' : undefined
})

// 7.1.20
export const publicKey = requirement(20, 'Public OpenPGP Key', ({ metadata, site }, report) => {
  const keys = metadata?.public_openpgp_keys ?? []
  if (keys.length === 0) report(site.providerMetadataUrl, 'names no public OpenPGP key', 'add public_openpgp_keys')
  for (const { fingerprint, url } of keys) {
    if (fingerprint === undefined) report(site.providerMetadataUrl, `names the key ${url} without its fingerprint`, 'add the fingerprint')
    const text = site.files.get(url)
    if (text !== undefined && !/^-----BEGIN PGP PUBLIC KEY BLOCK-----\r?$/m.test(text)) report(url, 'is not a public OpenPGP key in ASCII armour', 'publish the key armoured')
  }
  return keys.every(({ url }) => site.files.has(url)) ? undefined : 'keys-not-fetched'
})

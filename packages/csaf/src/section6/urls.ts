/** Every URL of a document, with its place: what tests 6.3.6 and 6.3.7 ask about. */
import { placesIn, inner, textOf, type Place, type Reading } from './reading.ts'

export interface UrlPlace {
  readonly url: string
  readonly path: string
  /** Whether it stands in a reference of the category self (6.3.7). */
  readonly self: boolean
}

export function urlsIn(reading: Reading): UrlPlace[] {
  const { document, products, vulnerabilities } = reading
  const root = { value: document, path: '/document' }
  const found: UrlPlace[] = []
  const add = ({ path, value }: Place, name: string, self = false): void => {
    const url = textOf(value, name)
    if (url !== undefined) found.push({ url, path: `${path}/${name}`, self })
  }
  const addAll = ({ path, value }: Place, name: string): void => {
    const list = value[name]
    if (!Array.isArray(list)) return
    for (const [at, url] of list.entries()) if (typeof url === 'string') found.push({ url, path: `${path}/${name}/${at}`, self: false })
  }
  const addCommon = ({ path, value }: Place): void => {
    for (const place of placesIn(value, 'acknowledgments', path)) addAll(place, 'urls')
    for (const place of placesIn(value, 'references', path)) add(place, 'url', place.value['category'] === 'self')
  }

  addCommon(root)
  add({ value: inner(document, 'aggregate_severity'), path: '/document/aggregate_severity' }, 'namespace')
  add({ value: inner(inner(document, 'distribution'), 'tlp'), path: '/document/distribution/tlp' }, 'url')
  add({ value: inner(document, 'publisher'), path: '/document/publisher' }, 'namespace')
  for (const { helper } of products) {
    if (helper === undefined) continue
    addAll(helper, 'sbom_urls')
    for (const place of placesIn(helper.value, 'x_generic_uris', helper.path)) {
      add(place, 'namespace')
      add(place, 'uri')
    }
  }
  for (const vulnerability of vulnerabilities) {
    addCommon(vulnerability)
    for (const place of vulnerability.remediations) add(place, 'url')
  }
  return found
}

/** Whom to tell: members by their products; otherwise what a domain says of itself, a letter and a clock. Nothing that is asked is kept. */
import { Refusal } from '../../../kernel/index.ts'
import type { Means, Outside } from '../means.ts'
import { fault } from '../model.ts'
import { handOverOf, type HandOver } from '../model/hand-over.ts'
import { matchOf, readPackage, type Wanted } from '../model/products.ts'
import type { Book, Desk } from './book.ts'

export type Whom = { desks: { desk: Desk; source: 'member' | 'coordinator'; because: string }[]; outside: Outside[]; handOver: HandOver | null }

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

export function createWhomVerbs(means: Means, book: Book) {
  const { database, clock, members, origin } = means

  return {
    desks: () => database.read((tx) => book.desks(tx)),
    desk: (slug: string) => database.read((tx) => book.openDesk(tx, slug)),

    async whom(asked: Wanted): Promise<Whom> {
      const wanted = readWanted(asked)
      const { desks, alliance } = await database.read(async (tx) => ({ desks: await book.desks(tx), alliance: (await members.allianceName(tx)) ?? '' }))
      const found: Whom['desks'] = desks.flatMap((desk) => {
        const because = desk.products.map((product) => matchOf(product, wanted)).find((reason) => reason !== undefined)
        return because === undefined ? [] : [{ desk, source: 'member' as const, because }]
      })
      const outside = wanted.domain === undefined || found.length > 0 ? [] : await means.outside(wanted.domain, clock())
      if (found.length > 0) return { desks: found, outside, handOver: null }
      const coordinators = desks.filter(({ organisation }) => organisation.kind === 'secretariat')
      const contacts = outside.filter(({ valid }) => valid).flatMap(({ contacts: each }) => each)
      return {
        desks: coordinators.map((desk) => ({ desk, source: 'coordinator', because: 'no member says that it answers for this; this team coordinates' })),
        outside,
        handOver: handOverOf({ wanted, contacts: [...new Set(contacts)], alliance, coordinator: coordinators.length > 0, origin, now: clock() }),
      }
    },
  }
}

function readWanted({ product, domain, purl, cpe }: Wanted): Wanted {
  const given = { product: product?.trim() ?? '', domain: domain?.trim().toLowerCase() ?? '', purl: purl?.trim() ?? '', cpe: cpe?.trim().toLowerCase() ?? '' }
  if (Object.values(given).every((each) => each === '')) throw new Refusal('unprocessable', 'reports.whom-empty', 'name a product, a domain, a package URL or a CPE', { faults: [{ field: '/product', rule: 'at least one of the four', fix: 'write what you know' }] })
  const host = given.domain === '' ? '' : hostOf(given.domain)
  if (given.cpe !== '' && !/^cpe:(?:2\.3:|\/)[aho*]:[^\s]{1,190}$/.test(given.cpe)) throw fault('cpe', '/cpe', 'a CPE begins with cpe:2.3:a:, o: or h:', 'write it like cpe:2.3:a:vendor:product')
  return {
    ...(given.product === '' ? {} : { product: given.product }), ...(host === '' ? {} : { domain: host }),
    ...(given.purl === '' ? {} : { purl: readPackage(given.purl, '/purl') }), ...(given.cpe === '' ? {} : { cpe: given.cpe }),
  }
}

/** People paste addresses: the name in it is what is meant. */
function hostOf(text: string): string {
  const address = text.includes('://') ? text : `https://${text}`
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/\.$/, '') : ''
  if (!DOMAIN.test(host)) throw fault('domain', '/domain', 'a domain is a name like example.org', 'write it without https:// and path')
  return host
}

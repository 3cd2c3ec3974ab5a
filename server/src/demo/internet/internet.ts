/**
 * A small internet on this machine, in place of the real one for domains that are invented: signed zones from the root
 * down, a name server, web servers and mail exchangers. Nothing here is simulated in the check itself: it asks these
 * servers as it asks any other.
 */
import type { Answer } from 'dns-packet'
import type { World } from '../../platform/measure.ts'
import { openAuthority, type Certified } from './certificates.ts'
import { startMailServer } from './mail-server.ts'
import { startNameServer, type NameServer } from './name-server.ts'
import { startWebServer, type Page, type WebData } from './web-server.ts'
import { openZone, type Anchor, type Zone, type ZoneData } from './zone.ts'

export type Site = {
  domain: string
  /** From a range for documentation (RFC 5737); no real host has it. */
  address: string
  signing: ZoneData['signing']
  records: readonly Answer[]
  /** `names`: beyond the domain itself, such as `mta-sts.`. */
  web?: Omit<WebData, 'certificate' | 'pages'> & { pages: Readonly<Record<string, Page>>; names?: readonly string[]; certificate: 'good' | 'expired' | 'self-signed' | 'wrong-name' }
  /** The exchanger's host name is in `records`. */
  mail?: { host: string; tls: 'good' | 'self-signed' | 'none' }
}
export type Internet = { world: World; anchors: Anchor[]; covers(domain: string): boolean; nameServer: NameServer; close(): Promise<void> }

const DAY = 86_400_000

/** `now` in milliseconds: everything made here is in its time around it. */
export async function startInternet(sites: readonly Site[], now: number): Promise<Internet> {
  const authority = openAuthority('Sample Authority', now)
  const through = new Map<string, number>()
  const closing: (() => Promise<void>)[] = []
  const leaf = (names: readonly string[], kind: string): Certified => authority.issue({
    names: kind === 'wrong-name' ? ['other.example'] : names, from: now - 90 * DAY, until: kind === 'expired' ? now - DAY : now + 200 * DAY, selfSigned: kind === 'self-signed',
  })

  for (const { domain, address, web, mail } of sites) {
    if (web !== undefined) {
      const server = await startWebServer({ ...web, certificate: leaf([domain, ...(web.names ?? [])], web.certificate) })
      closing.push(server.close)
      through.set(`${address}:443`, server.secure)
      if (server.plain !== undefined) through.set(`${address}:80`, server.plain)
    }
    if (mail !== undefined) {
      const server = await startMailServer({ host: mail.host, certificate: mail.tls === 'none' ? undefined : leaf([mail.host], mail.tls) })
      closing.push(server.close)
      through.set(`${address}:25`, server.port)
    }
  }
  const zones = zonesOf(sites, now)
  const nameServer = await startNameServer(zones)
  closing.push(nameServer.close)
  return {
    world: { name: 'sample', resolvers: [nameServer.at], through, ca: authority.cert },
    anchors: zones.filter(({ name }) => name === '.').map(({ ds }) => ds),
    covers: (domain) => domain === 'example' || domain.endsWith('.example'),
    nameServer,
    async close() {
      await Promise.all(closing.map((close) => close()))
    },
  }
}

/** The root, `example`, and a zone for each site, signed from the leaves up. */
function zonesOf(sites: readonly Site[], now: number): Zone[] {
  const leaves = sites.map(({ domain, signing, records }) => openZone({ name: domain, signing, records: [ns(domain), ...records] }, now))
  const example = openZone({ name: 'example', signing: 'signed', records: [ns('example'), ...leaves.flatMap((zone) => delegation(zone))] }, now)
  const root = openZone({ name: '.', signing: 'signed', records: [ns('.'), ...delegation(example)] }, now)
  return [root, example, ...leaves]
}

const ns = (name: string): Answer => ({ name, type: 'NS', ttl: 300, data: 'ns.example' })
const delegation = ({ name, ds, isSigned }: Zone): Answer[] => [ns(name), ...(isSigned ? [{ name, type: 'DS' as const, ttl: 300, data: ds }] : [])]

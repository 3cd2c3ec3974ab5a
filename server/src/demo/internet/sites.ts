/** The sample’s domains as they stand on its own small internet: one with everything in order, one with much to do, one without mail. */
import type { Answer } from 'dns-packet'
import type { Site } from './internet.ts'

const HALF_YEAR = 182 * 86_400_000
const YEAR = 31_536_000

/** `now` in milliseconds. Addresses are of TEST-NET-1. */
export const sampleSites = (now: number): Site[] => [inOrder('northgate-grid.example', '192.0.2.10', now), withMuchToDo('small-lantern.example', '192.0.2.20', now), withoutMail('pelican-mail.example', '192.0.2.30'), withMuchToDo('tern-analytics.example', '192.0.2.40', now), inOrder('sparrow-notes.example', '192.0.2.50', now)]

export function inOrder(domain: string, address: string, now: number): Site {
  const exchange = `mx.${domain}`
  return {
    domain, address, signing: 'signed',
    records: [
      a(domain, address), a(exchange, address), a(`mta-sts.${domain}`, address),
      { name: domain, type: 'MX', ttl: 300, data: { preference: 10, exchange } },
      txt(domain, 'v=spf1 mx -all'),
      txt(`_dmarc.${domain}`, `v=DMARC1; p=reject; rua=mailto:dmarc@${domain}`),
      txt(`_mta-sts.${domain}`, 'v=STSv1; id=20261101'),
      txt(`_smtp._tls.${domain}`, `v=TLSRPTv1; rua=mailto:tls@${domain}`),
      caa(domain, 'issue', 'authority.example'), caa(domain, 'issuewild', ';'),
    ],
    web: {
      plain: 'redirects', certificate: 'good', names: [`mta-sts.${domain}`],
      headers: { 'strict-transport-security': `max-age=${YEAR}; includeSubDomains` },
      pages: {
        [`${domain}/`]: { body: `<!doctype html><html lang="en"><title>${domain}</title><h1>Power that stays on</h1></html>` },
        [`${domain}/.well-known/security.txt`]: {
          type: 'text/plain; charset=utf-8',
          body: `Contact: mailto:security@${domain}\nExpires: ${new Date(now + HALF_YEAR).toISOString()}\nPreferred-Languages: en, da\nCanonical: https://${domain}/.well-known/security.txt\n`,
        },
        [`mta-sts.${domain}/.well-known/mta-sts.txt`]: { type: 'text/plain', body: `version: STSv1\r\nmode: enforce\r\nmx: ${exchange}\r\nmax_age: 604800\r\n` },
      },
    },
    mail: { host: exchange, tls: 'good' },
  }
}

/** A soft 404 in place of a security.txt, old versions of TLS, a policy that only watches, no signatures. */
export function withMuchToDo(domain: string, address: string, _now: number): Site {
  const exchange = `mail.${domain}`
  return {
    domain, address, signing: 'unsigned',
    records: [
      a(domain, address), a(exchange, address),
      { name: domain, type: 'MX', ttl: 300, data: { preference: 10, exchange } },
      txt(domain, 'v=spf1 mx ~all'),
      txt(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`),
    ],
    web: {
      plain: 'serves', certificate: 'good', oldest: 'TLSv1', headers: { 'strict-transport-security': 'max-age=3600' },
      pages: { [`${domain}/`]: { body: '<!doctype html><html lang="pt"><title>Small Lantern</title><h1>Small Lantern</h1></html>' } },
      otherwise: { status: 200, body: '<!doctype html><html lang="pt"><title>Small Lantern</title><h1>Não encontrámos essa página</h1></html>' },
    },
    mail: { host: exchange, tls: 'self-signed' },
  }
}

/** Says that it takes no mail, and keeps its website in order. */
export function withoutMail(domain: string, address: string): Site {
  return {
    domain, address, signing: 'signed',
    records: [
      a(domain, address), { name: domain, type: 'MX', ttl: 300, data: { preference: 0, exchange: '.' } }, txt(domain, 'v=spf1 -all'),
      txt(`_dmarc.${domain}`, 'v=DMARC1; p=reject'), caa(domain, 'issue', 'authority.example'),
    ],
    web: {
      plain: 'redirects', certificate: 'good', headers: { 'strict-transport-security': `max-age=${YEAR}` },
      pages: { [`${domain}/`]: { body: '<!doctype html><html lang="en"><title>Pelican</title><h1>Pelican</h1></html>' } },
    },
  }
}

export const a = (name: string, data: string): Answer => ({ name, type: 'A', ttl: 300, data })
export const txt = (name: string, text: string): Answer => ({ name, type: 'TXT', ttl: 300, data: [text] })
export const caa = (name: string, tag: 'issue' | 'issuewild', value: string): Answer => ({ name, type: 'CAA', ttl: 300, data: { flags: 0, tag, value } })

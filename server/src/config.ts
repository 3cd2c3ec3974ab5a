/** The environment, read once and refused whole when wrong: all errors at once. Each name is explained in docs/operating.md. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'

export type Config = {
  demo: boolean
  data: string
  database: string
  host: string
  port: number
  /** Where people reach the hub, first one first; no trailing slash. */
  origins: readonly string[]
  tls: { certFile: string; keyFile: string } | undefined
  trustedProxies: readonly string[]
  mail: { url: string | undefined; from: string }
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined
  outboundAllow: readonly string[]
  /** Name servers for proofs of domain control; empty: the system's. */
  dns: readonly string[]
  ledger: {
    /** The log's name, when the operator chose one. */
    origin: string | undefined
    keyFile: string | undefined
    /** Where the record of the last signed checkpoint lies: never in a back-up. */
    guard: string
    policyFile: string | undefined
    publishMs: number
  }
  /** Mail that reports weaknesses: where the hub listens (host:port), and the part behind the @; undefined where it takes none. */
  inbox: { host: string; port: number; domain: string } | undefined
  /** Local files with the catalogue of exploited vulnerabilities and with EPSS. */
  feeds: { kev: string | undefined; epss: string | undefined }
  /** Where the keys of encryption at rest lie: never in a back-up. */
  vaultKey: string
  logLevel: string
  metricsToken: string | undefined
  maxContentBytes: number
  /** Work asked for a form without an account, see platform/effort.ts; 0 asks for none. */
  effortBits: number
}

/** Everything that is wrong with the environment, to be shown as a list. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`the settings are wrong in ${faults.length} ${faults.length === 1 ? 'place' : 'places'}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

type Environment = Readonly<Record<string, string | undefined>>

const KNOWN = new Set([
  'DATA', 'DATABASE', 'HOST', 'ORIGIN', 'TLS_CERT', 'TLS_KEY', 'TRUSTED_PROXIES', 'MAIL', 'MAIL_FROM', 'OIDC_ISSUER',
  'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_CLIENT_SECRET_FILE', 'OIDC_NAME', 'OUTBOUND_ALLOW', 'DNS', 'LOG', 'METRICS_TOKEN', 'MAX_CONTENT_BYTES', 'EFFORT_BITS', 'INBOX', 'INBOX_DOMAIN', 'KEV', 'EPSS',
  'LEDGER_ORIGIN', 'LEDGER_KEY', 'LEDGER_PUBLISH_MS', 'GUARD', 'WITNESS_POLICY', 'VAULT_KEY',
  // read by the tests and the command line
  'TESTDATA', 'TEST_POSTGRES', 'SOAK', 'URL', 'TOKEN', 'CONFIG',
])

export function readConfig(env: Environment, demo: boolean): Config {
  const faults: string[] = []
  const text = (name: string) => env[name]?.trim() || undefined
  const wrong = (name: string, rule: string) => void faults.push(`${name} ${rule}`)
  const list = (name: string) => (text(name) ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')

  for (const name of Object.keys(env)) {
    if (name.startsWith('OPENACCORD_') && !KNOWN.has(name.slice(11))) wrong(name, 'is not a setting; see docs/operating.md for those there are')
  }

  const port = whole('PORT', 4180, 0, 65535)
  const host = text('OPENACCORD_HOST') ?? '127.0.0.1'
  const data = resolve(text('OPENACCORD_DATA') ?? (demo ? '.demo' : 'data'))
  const tls = pair('OPENACCORD_TLS_CERT', 'OPENACCORD_TLS_KEY')
  if (tls) for (const file of tls) readable(...file)

  const database = text('OPENACCORD_DATABASE') ?? `sqlite:${resolve(data, 'hub.sqlite')}`
  if (!/^(sqlite:|postgres(ql)?:\/\/)/.test(database)) wrong('OPENACCORD_DATABASE', 'begins with postgres:// or sqlite:')

  const origins = list('OPENACCORD_ORIGIN').map((each) => each.replace(/\/$/, ''))
  for (const origin of origins) if (!isOrigin(origin)) wrong('OPENACCORD_ORIGIN', `reads https://hub.example, without a path; “${origin}” does not`)
  if (origins.length === 0) {
    const scheme = tls ? 'https' : 'http'
    if (!isLoopback(host)) wrong('OPENACCORD_ORIGIN', `says where people reach the hub; it is needed because OPENACCORD_HOST is ${host}`)
    origins.push(`${scheme}://127.0.0.1:${port}`, `${scheme}://localhost:${port}`)
  }

  const mailUrl = text('OPENACCORD_MAIL')
  if (mailUrl !== undefined && !/^smtps?:\/\/./.test(mailUrl)) wrong('OPENACCORD_MAIL', 'reads smtp://user:password@host:587 or smtps://…')
  const from = text('OPENACCORD_MAIL_FROM') ?? (demo ? 'Harbour Accord <hello@secretariat.example>' : 'OpenAccord <hub@localhost>')
  if (mailUrl !== undefined && text('OPENACCORD_MAIL_FROM') === undefined) wrong('OPENACCORD_MAIL_FROM', 'is needed with OPENACCORD_MAIL: the sender people see, “Alliance <hub@alliance.example>”')

  const trustedProxies = list('OPENACCORD_TRUSTED_PROXIES')
  for (const each of trustedProxies) if (!/^[0-9a-fA-F:.]+(\/\d{1,3})?$/.test(each)) wrong('OPENACCORD_TRUSTED_PROXIES', `lists addresses or ranges like 10.0.0.0/8; “${each}” is neither`)

  const dns = list('OPENACCORD_DNS')
  for (const each of dns) if (!isNameServer(each)) wrong('OPENACCORD_DNS', `lists addresses of name servers, 192.0.2.53 or [2001:db8::53]:5353; “${each}” is none`)

  const logLevel = text('OPENACCORD_LOG') ?? (demo ? 'warn' : 'info')
  if (!['debug', 'info', 'warn', 'error', 'silent'].includes(logLevel)) wrong('OPENACCORD_LOG', 'is debug, info, warn, error or silent')

  const metricsToken = text('OPENACCORD_METRICS_TOKEN')
  if (metricsToken !== undefined && metricsToken.length < 20) wrong('OPENACCORD_METRICS_TOKEN', 'has at least 20 characters')

  const ledger: Config['ledger'] = {
    origin: text('OPENACCORD_LEDGER_ORIGIN'), keyFile: text('OPENACCORD_LEDGER_KEY'), policyFile: text('OPENACCORD_WITNESS_POLICY'),
    guard: resolve(text('OPENACCORD_GUARD') ?? resolve(data, 'guard')),
    publishMs: whole('OPENACCORD_LEDGER_PUBLISH_MS', 1_000, 50, 600_000),
  }
  if (ledger.origin !== undefined && !/^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d{1,5})?(?:\/[a-z0-9._-]+)+$/.test(ledger.origin)) wrong('OPENACCORD_LEDGER_ORIGIN', `is the name of the log, an address without https://, like hub.example/log; “${ledger.origin}” is not`)
  if (ledger.keyFile !== undefined) readable('OPENACCORD_LEDGER_KEY', ledger.keyFile)
  if (ledger.policyFile !== undefined) readable('OPENACCORD_WITNESS_POLICY', ledger.policyFile)

  const maxContentBytes = whole('OPENACCORD_MAX_CONTENT_BYTES', 24 * 1024 * 1024, 65_536, 256 * 1024 * 1024)
  const effortBits = whole('OPENACCORD_EFFORT_BITS', demo ? 12 : 18, 0, 24)
  const oidc = readOidc()
  const inbox = readInbox()
  const feeds = { kev: text('OPENACCORD_KEV'), epss: text('OPENACCORD_EPSS') }
  if (feeds.kev !== undefined) readable('OPENACCORD_KEV', feeds.kev)
  if (feeds.epss !== undefined) readable('OPENACCORD_EPSS', feeds.epss)
  if (faults.length > 0) throw new ConfigError(faults)
  return {
    demo, data, database, host, port, origins, trustedProxies, logLevel, metricsToken, maxContentBytes, effortBits, oidc,
    tls: tls ? { certFile: tls[0][1], keyFile: tls[1][1] } : undefined,
    mail: { url: mailUrl, from },
    inbox, feeds,
    outboundAllow: list('OPENACCORD_OUTBOUND_ALLOW'),
    dns, ledger,
    vaultKey: resolve(text('OPENACCORD_VAULT_KEY') ?? resolve(data, 'vault.key')),
  }

  function whole(name: string, otherwise: number, least: number, most: number): number {
    const given = text(name)
    if (given === undefined) return otherwise
    const number = Number(given)
    if (/^\d+$/.test(given) && number >= least && number <= most) return number
    wrong(name, `is a whole number from ${least} to ${most}; “${given}” is not`)
    return otherwise
  }

  function pair(one: string, other: string): [[string, string], [string, string]] | undefined {
    const [a, b] = [text(one), text(other)]
    if (a !== undefined && b !== undefined) return [[one, a], [other, b]]
    if (a !== undefined || b !== undefined) wrong(a === undefined ? one : other, `is needed together with ${a === undefined ? other : one}`)
    return undefined
  }

  function readable(name: string, file: string): void {
    try {
      readFileSync(file)
    } catch (error) {
      wrong(name, `names a file that cannot be read: ${(error as Error).message}`)
    }
  }

  function readInbox(): Config['inbox'] {
    const place = text('OPENACCORD_INBOX')
    const domain = (text('OPENACCORD_INBOX_DOMAIN') ?? (origins[0] !== undefined && URL.canParse(origins[0]) ? new URL(origins[0]).hostname : '')).toLowerCase()
    if (place === undefined) {
      if (text('OPENACCORD_INBOX_DOMAIN') !== undefined) wrong('OPENACCORD_INBOX_DOMAIN', 'is needed together with OPENACCORD_INBOX')
      return undefined
    }
    const [, six, four, port = ''] = /^(?:\[([0-9a-fA-F:]+)\]|([\w.-]+)):(\d{1,5})$/.exec(place) ?? []
    if ((six ?? four) === undefined || Number(port) > 65_535) wrong('OPENACCORD_INBOX', `reads host:port, 0.0.0.0:25 or [::]:2525; “${place}” does not`)
    if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(domain)) wrong('OPENACCORD_INBOX_DOMAIN', 'is the part behind the @ of report@alliance.example')
    return { host: six ?? four ?? '', port: Number(port), domain }
  }

  function readOidc(): Config['oidc'] {
    const issuer = text('OPENACCORD_OIDC_ISSUER')
    const clientId = text('OPENACCORD_OIDC_CLIENT_ID')
    const secretFile = text('OPENACCORD_OIDC_CLIENT_SECRET_FILE')
    if (issuer === undefined && clientId === undefined) return undefined
    if (secretFile !== undefined) readable('OPENACCORD_OIDC_CLIENT_SECRET_FILE', secretFile)
    let clientSecret = text('OPENACCORD_OIDC_CLIENT_SECRET')
    try {
      if (secretFile !== undefined) clientSecret = readFileSync(secretFile, 'utf8').trim()
    } catch {
      // named above
    }
    if (issuer === undefined || !/^https?:\/\//.test(issuer)) wrong('OPENACCORD_OIDC_ISSUER', 'is the address of the identity provider, https://…')
    if (clientId === undefined) wrong('OPENACCORD_OIDC_CLIENT_ID', 'is needed with OPENACCORD_OIDC_ISSUER')
    if (clientSecret === undefined) wrong('OPENACCORD_OIDC_CLIENT_SECRET', 'is needed with OPENACCORD_OIDC_ISSUER (or OPENACCORD_OIDC_CLIENT_SECRET_FILE)')
    return { issuer: issuer ?? '', clientId: clientId ?? '', clientSecret: clientSecret ?? '', name: text('OPENACCORD_OIDC_NAME') ?? 'single sign-on' }
  }
}

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text)
    return /^https?:$/.test(url.protocol) && url.origin === text
  } catch {
    return false
  }
}

/** As node:dns takes them: an address, with a port where it is not 53. */
function isNameServer(text: string): boolean {
  const [, six, four, port = '53'] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  return Number(port) > 0 && Number(port) < 65_536 && ((six !== undefined && isIP(six) === 6) || (four !== undefined && isIP(four) === 4) || isIP(text) === 6)
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Handshakes as they are found: one version offered, nothing trusted by itself, the certificates told as facts. */
import { hash, X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { connect, rootCertificates, type SecureVersion, type TLSSocket } from 'node:tls'
import { reason, reasonWords, type Reason } from '@openaccord/baseline'
import type { Way } from './connect.ts'
import { codeOf, measureError, tlsReason, told, type MeasureCode } from './error.ts'
import type { World } from './world.ts'

/** Facts of one certificate; times are RFC 3339 in UTC, digests lower-case hex. */
export type CertificateFacts = {
  subject: string
  issuer: string
  serial: string
  notBefore: string
  notAfter: string
  dnsNames: string[]
  keyType: string
  keyBits: number
  sha256: string
  sha512: string
  spkiSha256: string
  spkiSha512: string
}
/** `distrust` is null where the chain leads to a trust anchor and is in its time; the name is not looked at. */
export type SessionFacts = { version: SecureVersion; cipher: string; chain: CertificateFacts[]; distrust: string | null; distrustReason?: Reason }
export type TlsFacts =
  | { outcome: 'accepted'; session: SessionFacts }
  | { outcome: 'refused' | 'timeout' | 'unreachable' | 'no-address' | 'error' | 'blocked'; detail: string; reason: Reason }

const HANDSHAKE_MS = 5_000
const LONGEST_CHAIN = 10
/** OpenSSL's name for: everything it can still speak, however weak. */
const EVERYTHING = 'DEFAULT@SECLEVEL=0'
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521, secp256k1: 256 }
/** The server was reached, and did not agree. */
const DISAGREES = /ALERT|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|VERSION_TOO_LOW|WRONG_SSL_VERSION|NO_SHARED|ECONNRESET|EPIPE|HANGUP/

export const trustedBy = ({ ca }: World): { ca?: string[] } => (ca === undefined ? {} : { ca: [...rootCertificates, ca] })

/** One handshake on a connection of its own that offers this version and no other. Never throws. */
export async function probeTls(way: Way, host: string, port: number, version: SecureVersion): Promise<TlsFacts> {
  const limit = way.limit(HANDSHAKE_MS)
  let reached = false
  try {
    const { socket, done } = await way.connect(host, port, limit)
    reached = true
    try {
      const secured = await handshake(socket, { host, world: way.world, minVersion: version, maxVersion: version, limit })
      const session = sessionOf(secured)
      secured.destroy()
      return { outcome: 'accepted', session }
    } finally {
      done()
    }
  } catch (error) {
    const code = codeOf(error)
    if (reached && DISAGREES.test(code)) return { outcome: 'refused', ...told(reason('tls.disagrees', { code })) }
    const known = measureError(error)
    return { outcome: OUTCOME[known.code], ...told(known.reason) }
  }
}

const OUTCOME: Readonly<Record<MeasureCode, 'timeout' | 'unreachable' | 'no-address' | 'error' | 'blocked'>> = {
  blocked: 'blocked', 'no-address': 'no-address', refused: 'unreachable', unreachable: 'unreachable', timeout: 'timeout', tls: 'error', malformed: 'error',
}

type Wish = { host: string; world: World; minVersion?: SecureVersion; maxVersion?: SecureVersion; limit: AbortSignal; strict?: boolean }

/** `strict` also refuses what is not trusted or for another name. */
export function handshake(socket: Socket, { host, world, minVersion = 'TLSv1', maxVersion = 'TLSv1.3', limit, strict = false }: Wish): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket, servername: host, minVersion, maxVersion, ...trustedBy(world), rejectUnauthorized: strict,
      ...(strict ? {} : { ciphers: EVERYTHING, checkServerIdentity: () => undefined }),
    })
    secured.on('error', () => {})
    const end = (then: () => void): void => {
      limit.removeEventListener('abort', aborted)
      secured.off('secureConnect', ready).off('error', failed).off('close', closed)
      then()
    }
    const ready = (): void => end(() => resolve(secured))
    const failed = (error: Error): void => end(() => reject(error))
    const closed = (): void => end(() => reject(Object.assign(new Error('it hung up during the handshake'), { code: 'HANGUP' })))
    const aborted = (): void => {
      secured.destroy()
      end(() => reject(limit.reason))
    }
    secured.once('secureConnect', ready).once('error', failed).once('close', closed)
    limit.addEventListener('abort', aborted, { once: true })
    if (limit.aborted) aborted()
  })
}

export function sessionOf(secured: TLSSocket): SessionFacts {
  const leaf = secured.getPeerX509Certificate()
  const chain: CertificateFacts[] = []
  const seen = new Set<string>()
  for (let one: X509Certificate | undefined = leaf; one !== undefined && chain.length < LONGEST_CHAIN && !seen.has(one.fingerprint256); one = one.issuerCertificate) {
    seen.add(one.fingerprint256)
    chain.push(factsOf(one))
  }
  const { standardName, name } = secured.getCipher()
  const given = secured.authorizationError as Error | string | null | undefined
  const why = secured.authorized || given == null ? null : tlsReason(typeof given === 'string' ? given : codeOf(given) || given.message)
  return {
    version: secured.getProtocol() as SecureVersion, cipher: standardName ?? name, chain,
    distrust: why === null ? null : reasonWords(why), ...(why !== null && { distrustReason: why }),
  }
}

function factsOf(one: X509Certificate): CertificateFacts {
  const key = keyOf(one)
  return {
    subject: oneLine(one.subject), issuer: oneLine(one.issuer), serial: one.serialNumber.toLowerCase(),
    notBefore: one.validFromDate.toISOString(), notAfter: one.validToDate.toISOString(),
    dnsNames: namesOf(one.subjectAltName), ...key,
    sha256: hash('sha256', one.raw, 'hex'), sha512: hash('sha512', one.raw, 'hex'),
  }
}

function keyOf(one: X509Certificate): Pick<CertificateFacts, 'keyType' | 'keyBits' | 'spkiSha256' | 'spkiSha512'> {
  try {
    const key = one.publicKey
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
    const spki = key.export({ type: 'spki', format: 'der' })
    const bits = modulusLength ?? (namedCurve === undefined ? 256 : (CURVE_BITS[namedCurve] ?? 0))
    return { keyType: key.asymmetricKeyType ?? 'unknown', keyBits: bits, spkiSha256: hash('sha256', spki, 'hex'), spkiSha512: hash('sha512', spki, 'hex') }
  } catch {
    return { keyType: 'unknown', keyBits: 0, spkiSha256: '', spkiSha512: '' } // a key that cannot be read
  }
}

/** `DNS:a.example, IP Address:…, DNS:"with, comma"`: only names of the plain kind are taken. */
function namesOf(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/(?:^|, )DNS:([^",]+)(?=, |$)/g)].map(([, name]) => name!).slice(0, 500)
}

const oneLine = (text: string): string => text.split('\n').join(', ').slice(0, 1_000)

/**
 * Keys of zones: their tags (RFC 4034 appendix B), their digests in the parent (§5.1.4, RFC 4509, RFC 6605), and signatures by them:
 * RSA/SHA-256 and RSA/SHA-512 (RFC 5702), ECDSA P-256 and P-384 (RFC 6605), Ed25519 (RFC 8080). SHA-1 is not taken any more (RFC 9905).
 */
import { concatBytes, printBase64, sameBytes, type Bytes } from '../bytes.ts'
import { parseName, wireName } from '../dns/name.ts'
import type { Dnskey, Ds } from '../dns/rdata.ts'
import { BaselineError } from '../errors.ts'
import { reason } from '../reasons.ts'

const ZONE_KEY = 0x0100
const REVOKED = 0x0080
export const SEP = 0x0001

type Algorithm = { importing: RsaHashedImportParams | EcKeyImportParams | { name: 'Ed25519' }; verifying: AlgorithmIdentifier | EcdsaParams; keyBytes?: number; signatureBytes?: number }

const rsa = (hash: string): Algorithm => ({ importing: { name: 'RSASSA-PKCS1-v1_5', hash }, verifying: 'RSASSA-PKCS1-v1_5' })
const ecdsa = (namedCurve: string, hash: string, bytes: number): Algorithm =>
  ({ importing: { name: 'ECDSA', namedCurve }, verifying: { name: 'ECDSA', hash }, keyBytes: bytes, signatureBytes: bytes })

const ALGORITHMS: ReadonlyMap<number, Algorithm> = new Map([
  [8, rsa('SHA-256')],
  [10, rsa('SHA-512')],
  [13, ecdsa('P-256', 'SHA-256', 64)],
  [14, ecdsa('P-384', 'SHA-384', 96)],
  [15, { importing: { name: 'Ed25519' as const }, verifying: 'Ed25519', keyBytes: 32, signatureBytes: 64 }],
])
const DIGESTS: ReadonlyMap<number, { hash: string; bytes: number }> = new Map([[2, { hash: 'SHA-256', bytes: 32 }], [4, { hash: 'SHA-384', bytes: 48 }]])

export const isKnownAlgorithm = (algorithm: number): boolean => ALGORITHMS.has(algorithm)

/** A validator that knows neither the algorithm nor the digest takes the zone as unsigned (RFC 4035 §5.2). */
export const isKnownDs = ({ algorithm, digestType }: Ds): boolean => ALGORITHMS.has(algorithm) && DIGESTS.has(digestType)

/** May it verify records of a zone? RFC 4034 §2.1, RFC 5011 §2.1. */
export const isZoneKey = ({ flags, protocol }: Dnskey): boolean => (flags & ZONE_KEY) !== 0 && (flags & REVOKED) === 0 && protocol === 3

/** RFC 4034 appendix B, for every algorithm but the first. */
export function keyTagOf({ rdata }: Pick<Dnskey, 'rdata'>): number {
  let sum = 0
  rdata.forEach((byte, at) => {
    sum += at % 2 === 0 ? byte * 256 : byte
  })
  return (sum + Math.floor(sum / 65_536)) % 65_536
}

/** The digest that the parent publishes, or null for a digest type that is not known here. */
export async function digestOf(owner: string, { rdata }: Pick<Dnskey, 'rdata'>, digestType: number): Promise<Uint8Array | null> {
  const digest = DIGESTS.get(digestType)
  if (digest === undefined) return null
  return new Uint8Array(await webCrypto().digest(digest.hash, concatBytes(wireName(parseName(owner)), rdata)))
}

export async function matchesDs(owner: string, key: Dnskey, ds: Ds): Promise<boolean> {
  if (key.algorithm !== ds.algorithm || keyTagOf(key) !== ds.keyTag || !isZoneKey(key)) return false
  const digest = await digestOf(owner, key, ds.digestType)
  return digest !== null && sameBytes(digest, ds.digest)
}

/** False for whatever is wrong, keys and signatures of wrong form included. Throws only `unsupported-platform`. */
export async function verifySignature({ algorithm, publicKey }: Dnskey, data: Bytes, signature: Uint8Array): Promise<boolean> {
  const known = ALGORITHMS.get(algorithm)
  if (known === undefined) return false
  if (known.keyBytes !== undefined && (publicKey.length !== known.keyBytes || signature.length !== known.signatureBytes)) return false
  const key = await importKey(algorithm, known, publicKey)
  return key !== null && webCrypto().verify(known.verifying, key, concatBytes(signature), data)
}

async function importKey(algorithm: number, { importing }: Algorithm, publicKey: Uint8Array): Promise<CryptoKey | null> {
  const web = webCrypto()
  try {
    if (algorithm === 8 || algorithm === 10) {
      const numbers = rsaNumbers(publicKey)
      return numbers === null ? null : await web.importKey('jwk', { kty: 'RSA', n: numbers.modulus, e: numbers.exponent }, importing, false, ['verify'])
    }
    // SEC 1 §2.3.3: an uncompressed point has 4 in front
    const raw = algorithm === 15 ? concatBytes(publicKey) : concatBytes(Uint8Array.of(4), publicKey)
    return await web.importKey('raw', raw, importing, false, ['verify'])
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'NotSupportedError') throw new BaselineError('unsupported-platform', reason('platform.algorithm', { algorithm }))
    return null
  }
}

const MOST_MODULUS = 512
const LEAST_MODULUS = 64
const MOST_EXPONENT = 8

/** RFC 3110 §2, with the sizes of RFC 5702 §2; long exponents only cost time. */
function rsaNumbers(key: Uint8Array): { modulus: string; exponent: string } | null {
  const [first = 0, high = 0, low = 0] = key
  const length = first === 0 ? high * 256 + low : first
  const start = first === 0 ? 3 : 1
  const exponent = withoutZeros(key.subarray(start, start + length))
  const modulus = withoutZeros(key.subarray(start + length))
  const fits = exponent.length >= 1 && exponent.length <= MOST_EXPONENT && modulus.length >= LEAST_MODULUS && modulus.length <= MOST_MODULUS
  return fits ? { modulus: base64url(modulus), exponent: base64url(exponent) } : null
}

const withoutZeros = (bytes: Uint8Array): Uint8Array => bytes.subarray(Math.max(bytes.findIndex((byte) => byte !== 0), 0))
const base64url = (bytes: Uint8Array): string => printBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

export function webCrypto(): SubtleCrypto {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (subtle === undefined) throw new BaselineError('unsupported-platform', reason('platform.no-crypto'))
  return subtle
}

/** Certificates made here: an authority of the sample's own, and leaves good and bad. X.509 (RFC 5280), written in DER. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

export type Certified = { cert: string; key: string }
export type Authority = { cert: string; issue(wish: Wish): Certified }
export type Wish = {
  names: readonly string[]
  /** Milliseconds since 1970. */
  from: number
  until: number
  /** Signed by itself instead of the authority. */
  selfSigned?: boolean
}

const DAY = 86_400_000
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

export function openAuthority(name: string, now: number): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const der = certificate({ subject: name, issuer: name, key: keys.publicKey, signer: keys.privateKey, from: now - 30 * DAY, until: now + 3_650 * DAY, extensions: [basicConstraints(true)] })
  return {
    cert: pem('CERTIFICATE', der),
    issue({ names, from, until, selfSigned = false }) {
      const own = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      const subject = names[0] ?? 'nobody.example'
      const leaf = certificate({
        subject, issuer: selfSigned ? subject : name, key: own.publicKey, signer: selfSigned ? own.privateKey : keys.privateKey, from, until,
        extensions: [basicConstraints(false), alternativeNames(names)],
      })
      return { cert: pem('CERTIFICATE', leaf), key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

type Parts = { subject: string; issuer: string; key: KeyObject; signer: KeyObject; from: number; until: number; extensions: Buffer[] }

// RFC 5280 §4.1
function certificate({ subject, issuer, key, signer, from, until, extensions }: Parts): Buffer {
  const algorithm = sequence(oid(ECDSA_SHA256))
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x7f) | 0x40
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), integer(serial), algorithm, nameOf(issuer), sequence(time(from), time(until)), nameOf(subject),
    key.export({ type: 'spki', format: 'der' }), tagged(0xa3, sequence(...extensions)),
  )
  return sequence(body, algorithm, bits(sign('sha256', body, signer)))
}

const basicConstraints = (authority: boolean): Buffer => sequence(oid('2.5.29.19'), tagged(0x01, Buffer.from([0xff])), octets(sequence(...(authority ? [tagged(0x01, Buffer.from([0xff]))] : []))))
const alternativeNames = (names: readonly string[]): Buffer => sequence(oid('2.5.29.17'), octets(sequence(...names.map((name) => tagged(0x82, Buffer.from(name, 'ascii'))))))
const nameOf = (common: string): Buffer => sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(common, 'utf8')))))
/** UTCTime; the years 1950 to 2049. */
const time = (at: number): Buffer => tagged(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`, 'ascii'))

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
const octets = (content: Buffer): Buffer => tagged(0x04, content)
const bits = (content: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.from([0]), content]))

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest.flatMap(base128)]
  return tagged(0x06, Buffer.from(bytes))
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift(0x80 | (left & 0x7f))
  return bytes
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END ${label}-----\n`
}

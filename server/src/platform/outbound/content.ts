/** What comes back: read to a limit, unpacked to the same limit, so that a small answer cannot become a large one. */
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { OutboundError } from './error.ts'

/** The codings asked for; anything else is refused. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/** All bytes of an answer, unpacked. Stops reading the moment either side of the unpacking goes over the limit. */
export async function readContent(body: Readable, encoding: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  const collect = counter(maxBytes, (chunk) => void chunks.push(chunk))
  collect.resume()
  const unpack = unpackerOf(encoding)
  try {
    if (unpack === undefined) await pipeline(body, collect)
    else await pipeline(body, counter(maxBytes), unpack, collect)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_ZLIB)/.test(cause.code)) {
      throw new OutboundError('bad-encoding', `the answer says it is packed as ${encoding}, but it is not`, { cause })
    }
    throw cause
  }
  return Buffer.concat(chunks)
}

function counter(maxBytes: number, seen?: (chunk: Buffer) => void): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > maxBytes) return done(new OutboundError('too-large', `the answer is larger than ${maxBytes} bytes`))
      if (seen === undefined) return done(null, chunk)
      seen(chunk)
      done()
    },
  })
}

function unpackerOf(encoding: string): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new OutboundError('bad-encoding', 'the answer is packed in a way that was not asked for')
  }
}

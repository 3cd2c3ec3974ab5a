/** The trust anchors of the root zone as IANA publishes them (root-anchors.xml, RFC 9718): the keys of 2017 and of 2024. */
import { parseHex } from '../bytes.ts'
import type { Ds } from '../dns/rdata.ts'

const anchor = (keyTag: number, digest: string): Ds => ({ keyTag, algorithm: 8, digestType: 2, digest: parseHex(digest) ?? new Uint8Array() })

export const ROOT_ANCHORS: readonly Ds[] = [
  anchor(20_326, 'e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d'),
  anchor(38_696, '683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16'),
]

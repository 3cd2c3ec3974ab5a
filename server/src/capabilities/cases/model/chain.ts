/** The chain that binds a case's entries: each has the SHA-256 over the one before and itself. */
import { hash } from 'node:crypto'

/** 64 hexadecimal figures. */
export const sha256Of = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex')

/** The link before the first entry, and each after it. Both arguments are hexadecimal SHA-256. */
export const CHAIN_START = '0'.repeat(64)
export const chainOf = (before: string, entry: string): string => sha256Of(`${before}\n${entry}`)

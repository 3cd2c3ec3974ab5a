/** Where the published vectors lie: beside the project, or at OPENACCORD_TESTDATA. Holds no test of its own. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { TlogError } from './errors.ts'

const folder = process.env['OPENACCORD_TESTDATA'] ?? join(import.meta.dirname, '../../../../shared/data')

/** What a test is skipped with; false when the vectors are there. */
export const missing = (part: string): string | false =>
  existsSync(join(folder, part)) ? false : `the published vectors are not here (../shared/data/${part})`

export const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder, path)))
export const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8')

/** Every file below a folder, as paths that `textOf` reads. */
export function filesBelow(part: string): string[] {
  if (missing(part) !== false) return []
  return readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

export const fromBase64 = (text: string | null): Uint8Array => new Uint8Array(Buffer.from(text ?? '', 'base64'))

/** Of vectors: how many are to be accepted, how many refused. */
export const counted = (vectors: readonly { wantErr: boolean }[]) => `${vectors.filter((vector) => !vector.wantErr).length} to accept, ${vectors.filter((vector) => vector.wantErr).length} to refuse`

/** True when it does not throw; what it throws is a TlogError. */
export function accepts(verify: () => void): boolean {
  try {
    verify()
    return true
  } catch (fault) {
    assert.ok(fault instanceof TlogError, String(fault))
    return false
  }
}

/**
 * What a witness remembers, in one file: of each log the last checkpoint that it cosigned. It is on the disk, under its name,
 * before anything is answered; and one process at a time has it.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { isObject, parseBase64, parseJson, printBase64, AttestError } from '@openaccord/attest'
import type { WitnessRecord } from '@openaccord/tlog'
import { lockCheckpoint } from '../../checkpoint.ts'
import { EXIT, Failure } from '../../failure.ts'

const STATE = 'openaccord/witness-state/v1'
/** `shown`: the checkpoint with its cosignature, for monitors. */
export type Remembered = WitnessRecord & { readonly shown: string }
export type WitnessStore = { get(origin: string): Remembered | undefined; put(origin: string, record: Remembered): void; close(): void }

/** A state that is missing is begun only when that is asked for: a witness that forgets lets a log go back. */
export function openWitnessStore(file: string, { first }: { first: boolean }): WitnessStore {
  const close = lockCheckpoint(file, 'another witness with this memory')
  try {
    const known = existsSync(file) ? read(file) : begin(file, first)
    return {
      get: (origin) => known.get(origin),
      put(origin, record) {
        const next = new Map(known).set(origin, record)
        persist(file, next)
        known.set(origin, record)
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

function begin(file: string, first: boolean): Map<string, Remembered> {
  if (!first) throw new Failure(EXIT.usage, 'witness.no-state', `${file} is not there, and a witness that has forgotten what it saw would let a log go back`, 'the very first time: add --first; otherwise restore that file, or end this key and make a new one')
  const empty = new Map<string, Remembered>()
  persist(file, empty)
  return empty
}

function read(file: string): Map<string, Remembered> {
  try {
    const value = parseJson(readFileSync(file))
    if (!isObject(value) || value['state'] !== STATE || !isObject(value['logs'])) throw new AttestError('malformed-json', '/state', `is ${STATE}`)
    return new Map(Object.entries(value['logs']).map(([origin, kept]) => [origin, remembered(kept, origin)]))
  } catch (error) {
    if (!(error instanceof AttestError)) throw error
    throw new Failure(EXIT.failed, 'witness.state', `${file} is not what a witness keeps: ${error.message}`, 'restore it; or end this key and make a new one')
  }
}

function remembered(value: unknown, origin: string): Remembered {
  const wrong = (): AttestError => new AttestError('malformed-json', `/logs/${origin}`, 'has size, root and shown')
  if (!isObject(value)) throw wrong()
  const { size, root, shown } = value
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof root !== 'string' || typeof shown !== 'string') throw wrong()
  const bytes = parseBase64(root, `/logs/${origin}/root`)
  if (bytes.length !== 32) throw wrong()
  return { size, root: bytes, shown }
}

/** Whole or not at all: a new file, on the disk, under the name, and the folder on the disk. */
function persist(file: string, logs: ReadonlyMap<string, Remembered>): void {
  const value = { state: STATE, logs: Object.fromEntries([...logs].map(([origin, { size, root, shown }]) => [origin, { size, root: printBase64(root), shown }])) }
  const part = `${file}.${process.pid}.part`
  const handle = openSync(part, 'w', 0o600)
  try {
    const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(part, file)
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

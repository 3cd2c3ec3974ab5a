/** The intake thread: reads one body after another, so that the main thread never does. */
import { parentPort } from 'node:worker_threads'
import { letGo } from '../../../platform/large-bytes.ts'
import type { Batch, Terms } from './batch.ts'
import { openGate, type Gate } from './gate.ts'
import { BodyRefused, readBody } from './read-body.ts'
import { buildGate, type WarningList } from './warning-lists.ts'

export type Question = { id: number; body: Uint8Array; terms: Terms } | { lists: readonly WarningList[] }
export type Answer =
  | { id: number; batch: Batch }
  | { id: number; refused: { kind: BodyRefused['kind']; code: string; message: string } }
  | { id: number; fault: string }

const port = needPort()
let gate: Gate = openGate

port.on('message', (question: Question) => {
  if ('lists' in question) gate = buildGate(question.lists)
  else answer(question)
})

function needPort() {
  if (parentPort === null) throw new Error('this file runs as a thread of the hub')
  return parentPort
}

function answer({ id, body, terms }: Extract<Question, { id: number }>): void {
  try {
    const batch = readBody(body, terms, gate)
    if (batch.bytes !== body) letGo(body)
    port.postMessage({ id, batch } satisfies Answer, buffersOf(batch))
  } catch (error) {
    letGo(body)
    if (error instanceof BodyRefused) {
      const { kind, code, message } = error
      return port.postMessage({ id, refused: { kind, code, message } } satisfies Answer, [])
    }
    port.postMessage({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer, [])
  }
}

/** Nothing is copied that can be moved. */
function buffersOf({ bytes, ranges, places, versions, versioned, created, creators, least, whole, revoked, digests }: Batch): ArrayBuffer[] {
  return [bytes, ranges, places, versions, versioned, created, creators, least, whole, revoked, digests].map(({ buffer }) => buffer as ArrayBuffer)
}

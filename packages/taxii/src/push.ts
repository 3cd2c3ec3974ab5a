/**
 * Pushing as a client: any number of objects, in envelopes that the server can take, until each is known to be stored,
 * refused or still pending. Follows TAXII 2.1 §5.5 (add objects), §4.3 (status) and §4.2.1 (max_content_length).
 */
import { TaxiiClientError } from './client-errors.ts'
import { isObject, versionOf } from './received.ts'
import type { Status, StatusDetails } from './resources.ts'

/** A STIX object as a value, or as JSON in text or bytes, which then is sent exactly so. */
export type PushObject = string | Uint8Array | { readonly [key: string]: unknown }

export type PushProgress = { sent: number; succeeded: number; failed: number; pending: number }

export type PushOptions = {
  /** The most objects in an envelope; default 1000. */
  envelopeSize?: number
  /** The most octets in an envelope, where the server would take more; default 8 MiB. */
  envelopeBytes?: number
  /** How long to ask for the status of one envelope, in milliseconds of waiting; default ten minutes. */
  statusWaitMs?: number
  onProgress?: (progress: PushProgress) => void
}

/** `failures` has a message for each object that was refused; `unfinished` are ids of statuses still pending at the end. */
export type PushReport = PushProgress & { total: number; failures: StatusDetails[]; unfinished: string[] }

/** What pushing needs of a client. */
export type PushDoor = {
  maxContentLength: number
  post: (body: Uint8Array) => Promise<Status>
  status: (id: string) => Promise<Status>
  wait: (ms: number) => Promise<void>
}

type Prepared = { id: string; version: string; bytes: Uint8Array }

const utf8 = new TextEncoder()
const HEAD = utf8.encode('{"objects":[')
const TAIL = utf8.encode(']}')

/**
 * Sends the objects in their order. What the server refuses as a whole is sent again in halves, until the object
 * that is the reason stands alone. Throws TaxiiClientError when the server cannot be used at all; whatever was
 * stored until then stays, and may be sent again, since TAXII takes exact duplicates without complaint.
 */
export async function pushObjects(door: PushDoor, objects: Iterable<PushObject> | AsyncIterable<PushObject>, options: PushOptions = {}): Promise<PushReport> {
  const { envelopeSize = 1000, envelopeBytes = 8 * 1024 * 1024 } = options
  const most = Math.min(envelopeBytes, door.maxContentLength) - HEAD.length - TAIL.length
  const report: PushReport = { total: 0, sent: 0, succeeded: 0, failed: 0, pending: 0, failures: [], unfinished: [] }
  let envelope: Prepared[] = []
  let size = 0
  const flush = async (): Promise<void> => {
    if (envelope.length > 0) await pushEnvelope(door, envelope, report, options)
    envelope = []
    size = 0
    options.onProgress?.(progressOf(report))
  }
  for await (const object of objects) {
    report.total += 1
    const prepared = prepare(object, report.total)
    if (!('bytes' in prepared)) {
      fail(report, [prepared], prepared.message)
    } else if (prepared.bytes.length > most) {
      fail(report, [prepared], `it has ${prepared.bytes.length} octets, and the server takes ${most} at most; it was not sent`)
    } else {
      if (envelope.length >= envelopeSize || size + prepared.bytes.length > most) await flush()
      envelope.push(prepared)
      size += prepared.bytes.length + 1
    }
  }
  await flush()
  return report
}

async function pushEnvelope(door: PushDoor, envelope: readonly Prepared[], report: PushReport, options: PushOptions): Promise<void> {
  let status: Status
  try {
    status = await door.post(printBody(envelope))
  } catch (error) {
    if (!(error instanceof TaxiiClientError) || (error.code !== 'unprocessable' && error.code !== 'too-large')) throw error
    if (envelope.length === 1) return fail(report, envelope, error.message, 1)
    const half = Math.ceil(envelope.length / 2)
    await pushEnvelope(door, envelope.slice(0, half), report, options)
    return pushEnvelope(door, envelope.slice(half), report, options)
  }
  const final = await awaitStatus(door, status, options.statusWaitMs ?? 600_000)
  report.sent += envelope.length
  report.succeeded += final.success_count
  report.failed += final.failure_count
  report.pending += final.pending_count
  report.failures.push(...(final.failures ?? []))
  if (final.status === 'pending') report.unfinished.push(final.id)
}

// §5.5: a pending status is asked for again until it is complete
async function awaitStatus(door: PushDoor, first: Status, longest: number): Promise<Status> {
  let status = first
  let pause = 250
  for (let waited = 0; status.status === 'pending' && waited < longest; waited += pause) {
    pause = Math.min(pause * 2, 10_000, longest - waited)
    await door.wait(pause)
    status = await door.status(status.id)
  }
  return status
}

function fail(report: PushReport, objects: readonly { id: string; version: string }[], message: string, sent = 0): void {
  report.sent += sent
  report.failed += objects.length
  for (const { id, version } of objects) report.failures.push({ id, version, message })
}

const progressOf = ({ sent, succeeded, failed, pending }: PushReport): PushProgress => ({ sent, succeeded, failed, pending })

function prepare(object: PushObject, ordinal: number): Prepared | { id: string; version: string; message: string } {
  const unnamed = { id: `object ${ordinal}`, version: '' }
  try {
    const text = typeof object === 'string' ? object : object instanceof Uint8Array ? strictUtf8.decode(object) : JSON.stringify(object)
    const value: unknown = JSON.parse(text)
    if (!isObject(value) || typeof value['id'] !== 'string') return { ...unnamed, message: 'it is not a STIX object with an id; it was not sent' }
    const named = { id: value['id'], version: versionOf(value) }
    if (value['type'] === 'bundle') return { ...named, message: 'TAXII takes objects, not bundles; send what is in its objects list' }
    return { ...named, bytes: object instanceof Uint8Array ? object : utf8.encode(text) }
  } catch {
    return { ...unnamed, message: 'it is not JSON in UTF-8; it was not sent' }
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function printBody(envelope: readonly Prepared[]): Uint8Array {
  const body = new Uint8Array(envelope.reduce((sum, { bytes }) => sum + bytes.length + 1, HEAD.length + TAIL.length - 1))
  body.set(HEAD)
  let at = HEAD.length
  for (const { bytes } of envelope) {
    if (at > HEAD.length) body[at++] = 0x2c
    body.set(bytes, at)
    at += bytes.length
  }
  body.set(TAIL, at)
  return body
}

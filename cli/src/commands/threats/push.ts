/** `accord threats push FILE…`: sends objects to a collection over TAXII, in envelopes the hub can take. */
import type { PushProgress, PushReport } from '@openaccord/taxii'
import type { Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { explain } from '../../explain.ts'
import { chooseCollection, openHub, type Collection, type Hub } from '../../hub.ts'
import { openInputs, type Input } from '../../input.ts'
import { streamObjects } from '../../object-stream.ts'
import { printRate, startProgress, type Progress } from '../../progress.ts'
import { count, plain, printBytes, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { previewObjects, showPreview } from './preview.ts'

type Options = { collection?: string; dryRun?: boolean; all?: boolean }

const SHOWN = 20

export const push: Verb = (room) => {
  room
    .command('push')
    .description('send STIX objects to a collection: bundles, envelopes, lists, or one object a line')
    .argument('<files...>', 'files, or - for standard input')
    .option('--collection <name>', 'to which collection: its id or alias')
    .option('--dry-run', 'only say what would be taken and refused, and who would see it')
    .option('--all', `name every refused object, not only the first ${SHOWN}`)
    .action(run)
}

async function run(files: string[], options: Options, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const inputs = await openInputs(files)
  const hub = openHub(profile)
  const collection = chooseCollection(await hub.collections(), options.collection, 'canWrite')
  if (options.dryRun === true) return preview(terminal, { hub, collection, inputs, all: options.all === true })

  const started = Date.now()
  const report = await send(terminal, { hub, collection, inputs, started })
  if (report.total === 0) throw new Failure(EXIT.failed, 'input.no-objects', `there are no objects in ${files.join(', ')}`, 'check that it is the file you mean')
  show(terminal, { report, collection, started, all: options.all === true })
  if (report.failed > 0) process.exitCode = EXIT.refusedSome
  else if (report.pending > 0) process.exitCode = EXIT.unreachable
}

type Sending = { hub: Hub; collection: Collection; inputs: readonly Input[]; started: number }

async function send(terminal: Terminal, { hub, collection, inputs, started }: Sending): Promise<PushReport> {
  const progress = startProgress(terminal)
  const reading = { bytes: 0, whole: sum(inputs.map(({ bytes }) => bytes ?? Number.NaN)) }
  let done: PushProgress = { sent: 0, succeeded: 0, failed: 0, pending: 0 }
  const tell = (): void => tellProgress(progress, done, reading, started)
  try {
    return await hub.taxiiOf(collection).push(collection.id, objectsOf(inputs, (bytes) => {
      reading.bytes += bytes
      tell()
    }), {
      onProgress(now) {
        done = now
        tell()
      },
    })
  } catch (error) {
    const { exit, code, message, fix } = explain(error)
    if (done.sent === 0) throw error
    const until = `${message}; until then ${count(done.succeeded, 'object was', 'objects were')} taken and ${done.failed} refused`
    throw new Failure(exit, code, until, `${fix}; sending all again does no harm, the hub knows what it has`, { cause: error })
  } finally {
    progress.end()
  }
}

function tellProgress(progress: Progress, done: PushProgress, { bytes, whole }: { bytes: number; whole: number }, started: number): void {
  const refused = done.failed === 0 ? '' : `, ${done.failed.toLocaleString('en')} refused`
  const read = Number.isNaN(whole) ? `, ${printBytes(bytes)} read` : ''
  progress.at({
    part: Number.isNaN(whole) || whole === 0 ? undefined : bytes / whole,
    words: `${done.sent.toLocaleString('en')} sent${refused}${read}, ${printRate(done.sent, started)}`,
  })
}

/**
 * Marking definitions go first, wherever they stand in their file: an object whose marking the hub does not know yet
 * stays with its owner. A pipe can be read only once, so it is sent as it comes.
 */
async function* objectsOf(inputs: readonly Input[], onRead: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  const files = inputs.filter(({ bytes }) => bytes !== undefined)
  for (const { name } of files) {
    const [again] = await openInputs([name])
    for await (const object of streamObjects(again!.chunks(() => {}), name)) if (isMarkingDefinition(object)) yield object
  }
  for (const input of inputs) {
    for await (const object of streamObjects(input.chunks(onRead), input.name)) {
      if (input.bytes === undefined || !isMarkingDefinition(object)) yield object
    }
  }
}

function isMarkingDefinition(object: Uint8Array): boolean {
  if (!Buffer.from(object.buffer, object.byteOffset, object.byteLength).includes('"marking-definition"')) return false
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(object))
    return typeof read === 'object' && read !== null && 'type' in read && read.type === 'marking-definition'
  } catch {
    return false // the hub says what is wrong with it
  }
}

type Shown = { report: PushReport; collection: Collection; started: number; all: boolean }

function show(terminal: Terminal, { report, collection, started, all }: Shown): void {
  const { total, succeeded, failed, pending, failures, unfinished } = report
  const pace = total >= 1000 ? ` (${printRate(total, started)})` : ''
  terminal.show(`${plain(collection.title)}: ${count(succeeded, 'object')} taken, ${failed.toLocaleString('en')} refused${pace}`)
  if (pending > 0) terminal.show(`${count(pending, 'object is', 'objects are')} not decided yet; statuses ${unfinished.join(', ')}`)
  const named = all ? failures : failures.slice(0, SHOWN)
  for (const { id, message } of named) terminal.show(`  refused  ${plain(id)}\n           ${plain(message ?? 'the hub gives no reason')}`)
  if (failures.length > named.length) terminal.show(`  … and ${count(failures.length - named.length, 'other')}: --all names them`)
  terminal.give({
    collection: { id: collection.id, alias: collection.alias },
    total, accepted: succeeded, refused: failed, pending, unfinished,
    refusals: failures.map(({ id, version, message }) => ({ id, version, message })),
  })
}

async function preview(terminal: Terminal, { hub, collection, inputs, all }: { hub: Hub; collection: Collection; inputs: readonly Input[]; all: boolean }): Promise<void> {
  const progress = startProgress(terminal)
  let seen = 0
  const onBatch = (objects: number): void => progress.at({ part: undefined, words: `${count((seen += objects), 'object')} looked at` })
  const report = await previewObjects({ client: hub.client, collection, objects: objectsOf(inputs, () => {}), onBatch }).finally(() => progress.end())
  if (report.total === 0) throw new Failure(EXIT.failed, 'input.no-objects', 'there are no objects to look at', 'check that it is the file you mean')
  showPreview(terminal, { report, collection, most: all ? Infinity : SHOWN })
  if (report.refused.length > 0) process.exitCode = EXIT.refusedSome
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

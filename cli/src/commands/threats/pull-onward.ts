/**
 * `accord threats pull --since last`: goes on where the last such pull of the same selection ended, also when it was
 * killed. Into a file of ndjson each object comes once and is never lost; what goes into a pipe is out of our hands, so
 * that a pull killed there may give its last page again.
 *
 * The order of things is the whole of it: objects on the disk, then the checkpoint; and for a file that gets its name at
 * the end: file whole, checkpoint that says so, name, checkpoint that it has it.
 */
import { createHash } from 'node:crypto'
import { rename, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseTimestamp, type ReceivedObject } from '@openaccord/taxii'
import { checkpointFile, loadCheckpoint, lockCheckpoint, saveCheckpoint, type Checkpoint, type Selection } from '../../checkpoint.ts'
import { EXIT, Failure } from '../../failure.ts'
import { appendOutput, cutBack, exists, newFileOutput, partOf, pipeOutput, type Format, type Output } from '../../output.ts'
import { queryOf, tally, type OnPage, type Pulled, type Selected } from './pull-selection.ts'

export async function pullFromCheckpoint(selected: Selected, onPage: OnPage): Promise<Pulled> {
  const of = selectionOf(selected)
  const file = checkpointFile(of)
  const letGo = lockCheckpoint(file)
  try {
    const kept = await recover(file, loadCheckpoint(file, of))
    const from: Checkpoint = selected.options.restart === true ? { ...kept, reached: '', edge: [], output: undefined } : kept
    return { ...(await goOn(file, from, selected, onPage)), checkpoint: file }
  } finally {
    letGo()
  }
}

const selectionOf = ({ hub, collection, options }: Selected): Selection => ({
  profile: hub.name,
  url: hub.url,
  collection: collection.id,
  types: [...(options.type ?? [])].sort(),
  ids: [...(options.id ?? [])].sort(),
  versions: [...(options.versions ?? [])].sort(),
})

/** What a killed pull left half done is finished, or undone. */
async function recover(file: string, kept: Checkpoint): Promise<Checkpoint> {
  if (!kept.writing && kept.ready === undefined) return kept
  if (kept.ready !== undefined) {
    if (await exists(kept.ready.from)) await rename(kept.ready.from, kept.ready.to)
  } else if (kept.output !== undefined) await cutBack(kept.output.path, kept.output.bytes)
  const mended: Checkpoint = { ...kept, ready: undefined, writing: false }
  saveCheckpoint(file, mended)
  return mended
}

async function goOn(file: string, from: Checkpoint, selected: Selected, onPage: OnPage): Promise<Pulled> {
  const { hub, collection, options, limit } = selected
  const place = await choosePlace(from, selected)
  let now: Checkpoint = { ...from, writing: true, output: place.kind === 'added-to' ? { path: place.path, bytes: place.bytes } : undefined }
  // Said before the file is made: whatever is found there after a kill is then known to be ours
  if (place.kind === 'added-to') saveCheckpoint(file, now)
  const output = await openPlace(place, options.format)
  const pulled: Pulled = { objects: 0, bytes: 0, lineBreaks: 0 }
  // One microsecond before, and without what we have: others may share the date of the last object
  const addedAfter = from.reached === '' ? undefined : parseTimestamp(from.reached) - 1
  const had = new Set(from.edge)
  try {
    for await (const page of hub.taxiiOf(collection).pages(collection.id, queryOf(options, { addedAfter, limit }))) {
      const reached = page.dateAddedLast
      if (reached === undefined) {
        throw new Failure(EXIT.refused, 'pull.no-dates', 'the server does not say when objects were added, so that one cannot go on from there', 'pull everything: without --since last')
      }
      const fresh = page.objects.filter((object) => !had.has(digestOf(object)))
      const texts = fresh.map(({ text }) => text)
      await output.write(texts)
      const edge = [...new Set([...(reached === now.reached ? now.edge : []), ...page.objects.map(digestOf)])]
      now = { ...now, reached, edge, output: now.output && { path: now.output.path, bytes: output.size() } }
      if (options.format === 'ndjson') saveCheckpoint(file, now)
      tally(pulled, texts)
      onPage(texts)
    }
    await output.finish()
  } catch (error) {
    await output.discard()
    await undo(file, now)
    throw error
  }
  if (place.kind === 'new') {
    now = { ...now, ready: { from: partOf(place.path), to: place.path } }
    saveCheckpoint(file, now)
  }
  await output.publish()
  saveCheckpoint(file, { ...now, ready: undefined, writing: false })
  return { ...pulled, reached: now.reached }
}

/** After an error: what was written beyond the checkpoint goes. */
async function undo(file: string, now: Checkpoint): Promise<void> {
  if (now.output === undefined) return
  await cutBack(now.output.path, now.output.bytes)
  saveCheckpoint(file, { ...now, writing: false })
}

type Place = { kind: 'pipe' } | { kind: 'new'; path: string } | { kind: 'added-to'; path: string; bytes: number }

async function choosePlace(from: Checkpoint, { options }: Selected): Promise<Place> {
  if (options.output === '-') return { kind: 'pipe' }
  const path = resolve(options.output)
  const found = await stat(path).catch(() => undefined)
  const known = found !== undefined && from.output?.path === path
  if (found !== undefined && found.size > 0 && !known && options.restart !== true) {
    const what = `${options.output} exists already, and is not what the last pull of this selection wrote`
    throw new Failure(EXIT.failed, 'output.exists', what, 'name another file, or begin anew with --restart, which replaces it')
  }
  return options.format === 'ndjson' ? { kind: 'added-to', path, bytes: known ? (from.output?.bytes ?? 0) : 0 } : { kind: 'new', path }
}

function openPlace(place: Place, format: Format): Promise<Output> {
  if (place.kind === 'pipe') return Promise.resolve(pipeOutput(format))
  return place.kind === 'new' ? newFileOutput(place.path, format) : appendOutput(place.path, place.bytes)
}

/** Two objects are one when their id, version and text are. */
const digestOf = ({ id, version, text }: ReceivedObject): string => createHash('sha256').update(`${id} ${version} ${text}`).digest('base64url').slice(0, 22)

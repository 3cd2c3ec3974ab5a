/** What a push would do, as the hub foresees it: nothing is kept. Long files are looked at in parts, whose reports are added up. */
import type { Client } from '@openaccord/api'
import type { Collection } from '../../hub.ts'
import { count, plain, type Terminal } from '../../terminal.ts'

export type Preview = Awaited<ReturnType<Client['exchange']['preview']>>
type Asked = { client: Client; collection: Collection; objects: AsyncIterable<Uint8Array>; onBatch: (objects: number) => void }

const MOST_OBJECTS = 5_000
const MOST_BYTES = 8 * 1024 * 1024
const TEXT = new TextDecoder()

export async function previewObjects({ client, collection, objects, onBatch }: Asked): Promise<Preview> {
  const whole: Preview = { total: 0, accepted: 0, merged: 0, refused: [], warnings: [], audiences: [], sample: [] }
  let texts: string[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    if (texts.length === 0) return
    const text = `{"objects":[${texts.join(',')}]}`
    add(whole, await client.exchange.preview({ body: { collection: collection.id, text } }))
    onBatch(texts.length)
    texts = []
    bytes = 0
  }
  for await (const object of objects) {
    if (texts.length >= MOST_OBJECTS || bytes + object.length > MOST_BYTES) await flush()
    texts.push(TEXT.decode(object))
    bytes += object.length
  }
  await flush()
  return whole
}

function add(whole: Preview, part: Preview): void {
  const shift = <Remark extends { index: number }>(remark: Remark): Remark => ({ ...remark, index: remark.index + whole.total })
  whole.refused.push(...part.refused.map(shift))
  whole.warnings.push(...part.warnings.map(shift))
  whole.total += part.total
  whole.accepted += part.accepted
  whole.merged += part.merged
  whole.sample.push(...part.sample.slice(0, Math.max(20 - whole.sample.length, 0)))
  for (const audience of part.audiences) {
    const same = whole.audiences.find(({ tlp, words }) => tlp === audience.tlp && words === audience.words)
    if (same === undefined) whole.audiences.push({ ...audience })
    else same.objects += audience.objects
  }
}

export function showPreview(terminal: Terminal, { report, collection, most }: { report: Preview; collection: Collection; most: number }): void {
  const { total, accepted, merged, refused, warnings, audiences } = report
  const numbers = `${count(accepted, 'object')} would be taken, ${merged} known already, ${refused.length} refused`
  terminal.show(`${plain(collection.title)}, nothing sent yet: ${numbers}`)
  for (const { tlp, objects, words } of audiences) terminal.show(`  ${(tlp ?? 'no marking').toUpperCase()}: ${count(objects, 'object')} to ${plain(words)}`)
  for (const { index, id, pointer, message, fix } of refused.slice(0, most)) {
    terminal.show(`  refused  ${plain(id ?? `object ${index + 1}`)}${pointer === '' ? '' : ` at ${plain(pointer)}`}\n           ${plain(message)} → ${plain(fix)}`)
  }
  if (refused.length > most) terminal.show(`  … and ${count(refused.length - most, 'other')}: --all names them`)
  if (warnings.length > 0) terminal.show(`  ${count(warnings.length, 'warning')}: --json lists them`)
  terminal.give({ dryRun: true, collection: { id: collection.id, alias: collection.alias }, total, accepted, merged, refused: refused.length, refusals: refused, warnings, audiences })
}

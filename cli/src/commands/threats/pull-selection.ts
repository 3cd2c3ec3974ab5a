/** What a pull asks for, and what it has brought so far: shared by the pull of everything and the pull that goes on. */
import type { Collection, Hub } from '../../hub.ts'
import type { Format } from '../../output.ts'

export type Options = {
  collection?: string
  since?: string
  type?: string[]
  id?: string[]
  versions?: string[]
  output: string
  format: Format
  limit?: string
  restart?: boolean
}
export type Selected = { hub: Hub; collection: Collection; options: Options; limit: number | undefined }
export type Pulled = { objects: number; bytes: number; lineBreaks: number; checkpoint?: string; reached?: string }
/** Hears of each page that was written. */
export type OnPage = (objects: readonly string[]) => void

export function queryOf({ type, id, versions }: Options, { addedAfter, limit }: { addedAfter: string | number | undefined; limit: number | undefined }) {
  return {
    ...(addedAfter === undefined ? {} : { addedAfter }),
    ...(limit === undefined ? {} : { limit }),
    ...(type === undefined ? {} : { types: type }),
    ...(id === undefined ? {} : { ids: id }),
    ...(versions === undefined ? {} : { versions }),
  }
}

export function tally(pulled: Pulled, texts: readonly string[]): void {
  pulled.objects += texts.length
  for (const text of texts) {
    pulled.bytes += Buffer.byteLength(text)
    if (text.includes('\n') || text.includes('\r')) pulled.lineBreaks += 1
  }
}

/** A thread of its own for the work, so that the page stays alive; nothing is fetched from here. */
import { createSearch, likelyBy } from './solve.ts'

export type Wanted = { challenge: string; bits: number }
export type Heard = { found: string } | { likely: number }

const AT_ONCE = 20_000

addEventListener('message', ({ data: { challenge, bits } }: MessageEvent<Wanted>) => {
  const search = createSearch(challenge, bits)
  for (let from = 0; ; from += AT_ONCE) {
    const found = search(from, AT_ONCE)
    if (found !== undefined) return tell({ found: String(found) })
    tell({ likely: likelyBy(from + AT_ONCE, bits) })
  }
})

const tell = (heard: Heard): void => postMessage(heard)

/** A thread of its own for the check, so that the page stays alive; nothing is fetched from here. */
import { check, type Asked } from './check.ts'

addEventListener('message', ({ data }: MessageEvent<Asked>) => void check(data).then((told) => postMessage(told)))

/** Threads and what is written in them: for all, for a pair, for coordinators. Every version of a message stays readable to who reads the thread. */
import { newId } from '@openaccord/names'
import { Refusal, type Random } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, fault, notYours, unknownHere, type TextId, type ThreadKind } from '../model.ts'
import { coordinates, isIn, type Message, type Thread } from '../model/fold.ts'
import { cleanLine, cleanText, needRoom } from '../model/limits.ts'
import { audienceOf, needInside, needMove } from '../model/may.ts'
import { redline, type Part } from '../model/redline.ts'
import { marksOf, markRead } from '../store/readers.ts'
import { addText, removeText, textsOf, versionsOf } from '../store/texts.ts'
import { byOf, type Asking, type Book, type Opened } from './book.ts'
import { known } from './people.ts'

export type Shown = Message & { text: string; unread: boolean }
export type ThreadView = { opened: Opened; thread: Thread; marks: ReadonlyMap<number, number>; messages: Shown[]; next: number | null }

export function createThreadVerbs({ random, vault, database }: Pick<Means, 'random' | 'vault' | 'database'>, book: Book) {
  const messages = async (tx: Reader, some: readonly Message[], mark: number, own: string): Promise<Shown[]> => {
    const texts = await textsOf(tx, vault, some)
    return some.map((one) => ({ ...one, text: texts.get(one.id)?.text ?? '', unread: isUnread(one, mark, own) }))
  }
  const one = (asking: Asking, id: string, message: string): Promise<{ opened: Opened; message: Shown }> =>
    book.read(asking, id, async (opened, tx) => {
      const found = opened.seen.state.messages.get(message as TextId)
      if (found === undefined) throw unknownHere('message')
      return { opened, message: (await messages(tx, [found], Number.POSITIVE_INFINITY, ''))[0]! }
    })

  return {
    openThread: (asking: Asking, id: string, { kind, title, with: other }: { kind: ThreadKind; title: string; with?: string | undefined }): Promise<{ thread: number }> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'write')
        const { threads } = opened.state()
        needRoom('threads', threads.size)
        if ((other !== undefined) !== (kind === 'pair')) throw fault('with', '/with', 'a pair has one other party, the other kinds have none', kind === 'pair' ? 'name the other party' : 'leave it out')
        if (kind === 'coordinators' && !coordinates(opened.party)) throw notYours('this is for the owner and the coordinators')
        const second = other === undefined ? undefined : known(opened, other)
        if (second !== undefined && (!isIn(second) || second.id === opened.party.id)) throw fault('with', '/with', 'the other side is another party that takes part', 'choose another one')
        const parties = second === undefined ? [] : [opened.party.id, second.id]
        const thread = numberFor(kind, new Set(threads.keys()), random)
        opened.append({ kind: 'thread-opened', thread, is: kind, parties, title: cleanLine(title, '/title') }, audienceOf({ kind, parties }), byOf(opened))
        return { thread }
      }),

    threads: (asking: Asking, id: string): Promise<{ opened: Opened; marks: ReadonlyMap<number, number> }> =>
      book.read(asking, id, async (opened, tx) => {
        needInside(opened)
        return { opened, marks: (await marksOf(tx, readerOf(opened), opened.id)).get(opened.id) ?? new Map<number, number>() }
      }),

    /** Newest first. `after` counts from the oldest message that this viewer reads, so it tells nothing of others. */
    thread: (asking: Asking, id: string, n: number, { after, limit }: { after: number | undefined; limit: number }): Promise<ThreadView> =>
      book.read(asking, id, async (opened, tx) => {
        const thread = threadOf(opened, n)
        const all = [...opened.seen.state.messages.values()].filter((message) => message.thread === n)
        const end = Math.min(after ?? all.length, all.length)
        const start = Math.max(0, end - limit)
        const marks = (await marksOf(tx, readerOf(opened), opened.id)).get(opened.id) ?? new Map<number, number>()
        const shown = await messages(tx, all.slice(start, end).toReversed(), marks.get(n) ?? 0, opened.party.id)
        return { opened, thread, marks, messages: shown, next: start > 0 ? start : null }
      }),

    /** Reading is noted, so that what is new is known as new once. */
    async markRead(asking: Asking, id: string, n: number): Promise<void> {
      const { of, reader, seq, due } = await book.read(asking, id, async (opened, tx) => {
        threadOf(opened, n)
        const mark = (await marksOf(tx, readerOf(opened), opened.id)).get(opened.id)?.get(n) ?? 0
        const last = Math.max(0, ...[...opened.seen.state.messages.values()].filter(({ thread }) => thread === n).map(({ seq: at }) => at))
        return { of: opened.id, reader: readerOf(opened), seq: last, due: last > mark }
      })
      if (due) await database.transact((tx) => markRead(tx, { of, reader, thread: n, seq }))
    },

    async post(asking: Asking, id: string, n: number, { text, language }: { text: string; language?: string | undefined }): Promise<{ opened: Opened; message: Shown }> {
      const message = await book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'write')
        const thread = threadOf(opened, n)
        needRoom('messages', opened.state().messages.size)
        const message = newId('message', random)
        await addText(tx, vault, { id: message, version: 1, case: opened.id, at: opened.now, text: cleanText(text, '/text') })
        opened.append({ kind: 'message-posted', thread: n, message, language: language ?? null }, audienceOf(thread), byOf(opened))
        return message
      })
      return one(asking, id, message)
    },

    async editMessage(asking: Asking, id: string, message: string, { text }: { text: string }): Promise<{ opened: Opened; message: Shown }> {
      await book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'write')
        const found = opened.seen.state.messages.get(message as TextId)
        if (found === undefined) throw unknownHere('message')
        if (found.by !== opened.party.id) throw notYours('a message is changed by who wrote it')
        if (found.removed !== null) throw conflict('message-removed', 'the words of this message were taken away: write a new one')
        needRoom('versions', found.version)
        const version = found.version + 1
        await addText(tx, vault, { id: found.id, version, case: opened.id, at: opened.now, text: cleanText(text, '/text') })
        opened.append({ kind: 'message-edited', thread: found.thread, message: found.id, version }, audienceOf(threadOf(opened, found.thread)), byOf(opened))
      })
      return one(asking, id, message)
    },

    /** What should not have been written is gone for good, in every version; that somebody wrote, and that it was taken away, stays. */
    async removeMessage(asking: Asking, id: string, message: string): Promise<{ opened: Opened; message: Shown }> {
      await book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'write')
        const found = opened.seen.state.messages.get(message as TextId)
        if (found === undefined) throw unknownHere('message')
        if (found.by !== opened.party.id && !opened.party.roles.includes('owner')) throw notYours('the words of a message are taken away by who wrote it, or by the owner of the case')
        if (found.removed !== null) return
        await removeText(tx, opened.id, found.id)
        opened.append({ kind: 'message-removed', thread: found.thread, message: found.id }, audienceOf(threadOf(opened, found.thread)), byOf(opened))
      })
      return one(asking, id, message)
    },

    /** Oldest first, each with what changed; only versions that this viewer has an entry of. */
    messageVersions: (asking: Asking, id: string, message: string): Promise<{ message: Message; versions: { version: number; at: number; text: string; changes: Part[] }[] }> =>
      book.read(asking, id, async (opened, tx) => {
        const found = opened.seen.state.messages.get(message as TextId)
        if (found === undefined) throw unknownHere('message')
        if (found.removed !== null) throw new Refusal('gone', 'cases.message-removed', 'the words of this message were taken away')
        const all = (await versionsOf(tx, vault, found.id)).filter(({ version }) => version <= found.version)
        return { message: found, versions: all.map(({ version, at, text }, index) => ({ version, at, text, changes: redline(all[index - 1]?.text ?? '', text) })) }
      }),
  }
}

/** A thread that this viewer reads. */
export function threadOf(opened: Opened, n: number): Thread {
  needInside(opened)
  const found = opened.seen.state.threads.get(n)
  if (found === undefined) throw unknownHere('thread')
  return found
}

/** Under whom it is kept how far somebody has read. */
export const readerOf = ({ viewer }: Pick<Opened, 'viewer'>): string => viewer.person ?? viewer.party

/** Threads for all are counted; the others are numbered by chance, so that no number tells how many one does not see. */
function numberFor(kind: ThreadKind, taken: ReadonlySet<number>, random: Random): number {
  if (kind === 'all') {
    for (let n = 1; ; n++) if (!taken.has(n)) return n
  }
  for (;;) {
    const [high, low] = random(2)
    const n = 1000 + ((high! << 8) | low!) % 9000
    if (!taken.has(n)) return n
  }
}

/** New to somebody: not their own, and with words in it. */
export const isUnread = ({ by, seq, removed }: Message, mark: number, own: string): boolean => by !== own && removed === null && seq > mark

/** How many messages of each thread are new to a reader. */
export function unreadOf({ seen, party }: Pick<Opened, 'seen' | 'party'>, marks: ReadonlyMap<number, number>): Map<number, number> {
  const many = new Map<number, number>()
  for (const message of seen.state.messages.values()) {
    const { thread } = message
    if (isUnread(message, marks.get(thread) ?? 0, party.id)) many.set(thread, (many.get(thread) ?? 0) + 1)
  }
  return many
}

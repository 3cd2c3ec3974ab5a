/** What lies in threads beside messages: files, tasks, drafts. Each is for who reads the thread. Files are sealed and never opened here. */
import { newId } from '@openaccord/names'
import type { Means } from '../means.ts'
import { conflict, fault, notYours, unknownHere, type PartyId, type TextId } from '../model.ts'
import type { CaseFile, Draft, Task } from '../model/fold.ts'
import { bytesOf, cleanLine, cleanText, LIMITS, needRoom, safeName } from '../model/limits.ts'
import { audienceOf, needInside, needMove, readsThread } from '../model/may.ts'
import { redline, type Part } from '../model/redline.ts'
import { sha256Of } from '../model/chain.ts'
import { addFile, addText, fileContent, removeFile, textsOf } from '../store/texts.ts'
import { Refusal } from '../../../kernel/index.ts'
import { byOf, type Asking, type Book, type Opened } from './book.ts'
import { known } from './people.ts'
import { threadOf } from './threads.ts'

export function createWorkVerbs({ random, vault }: Pick<Means, 'random' | 'vault'>, book: Book) {
  return {
    async addFile(asking: Asking, id: string, wish: { thread: number; name: string; content: string }): Promise<string> {
      return book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'upload')
        const thread = threadOf(opened, wish.thread)
        const { files } = opened.state()
        needRoom('files', files.size)
        const bytes = bytesOf(wish.content)
        if (bytesKept(files.values()) + bytes.length > LIMITS.allFileBytes) throw new Refusal('too-large', 'cases.files-size', `all files of a case together have at most ${LIMITS.allFileBytes / 1_048_576} MiB`)
        const file = newId('file', random)
        await addFile(tx, vault, { id: file, case: opened.id, content: bytes })
        opened.append({ kind: 'file-added', thread: thread.n, file, name: safeName(wish.name), bytes: bytes.length, sha256: sha256Of(bytes) }, audienceOf(thread), byOf(opened))
        return file
      })
    },

    fileContent: (asking: Asking, id: string, file: string): Promise<{ file: CaseFile; content: Uint8Array }> =>
      book.read(asking, id, async (opened, tx) => {
        const found = fileOf(opened, file)
        const content = found.removed === null ? await fileContent(tx, vault, opened.id, found.id) : undefined
        if (content === undefined) throw new Refusal('gone', 'cases.file-removed', 'this file was taken away')
        return { file: found, content }
      }),

    removeFile: (asking: Asking, id: string, file: string): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'upload')
        const found = fileOf(opened, file)
        if (found.by !== opened.party.id && !opened.party.roles.includes('owner')) throw notYours('a file is taken away by who added it, or by the owner of the case')
        if (found.removed !== null) return
        await removeFile(tx, opened.id, found.id)
        opened.append({ kind: 'file-removed', thread: found.thread, file: found.id }, audienceOf(threadOf(opened, found.thread)), byOf(opened))
      }),

    addTask: (asking: Asking, id: string, wish: { thread: number; title: string; for?: string | undefined; due?: number | undefined }): Promise<string> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'write')
        const thread = threadOf(opened, wish.thread)
        needRoom('tasks', opened.state().tasks.size)
        const task = newId('task', random)
        opened.append({ kind: 'task-added', thread: thread.n, task, title: cleanLine(wish.title, '/title'), for: doer(opened, thread.n, wish.for), due: wish.due ?? null }, audienceOf(thread), byOf(opened))
        return task
      }),

    editTask: (asking: Asking, id: string, task: string, wish: { done?: boolean | undefined; title?: string | undefined; for?: string | null | undefined; due?: number | null | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'write')
        const found = taskOf(opened, task)
        const next = {
          title: wish.title === undefined ? found.title : cleanLine(wish.title, '/title'), due: wish.due === undefined ? found.due : wish.due,
          for: wish.for === undefined ? found.for : doer(opened, found.thread, wish.for ?? undefined), done: wish.done ?? found.done !== null,
        }
        opened.append({ kind: 'task-changed', thread: found.thread, task: found.id, ...next }, audienceOf(threadOf(opened, found.thread)), byOf(opened))
      }),

    beginDraft: (asking: Asking, id: string, wish: { thread: number; title: string; text: string }): Promise<string> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'write')
        const thread = threadOf(opened, wish.thread)
        needRoom('drafts', opened.state().drafts.size)
        const draft = newId('draft', random)
        await addText(tx, vault, { id: draft, version: 1, case: opened.id, at: opened.now, text: cleanText(wish.text, '/text') })
        opened.append({ kind: 'draft-begun', thread: thread.n, draft, title: cleanLine(wish.title, '/title') }, audienceOf(thread), byOf(opened))
        return draft
      }),

    /** Whoever was faster is not written over. */
    reviseDraft: (asking: Asking, id: string, draft: string, wish: { version: number; text: string; words?: string | undefined }): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'write')
        const found = draftOf(opened, draft)
        const last = found.versions.at(-1)!.version
        if (wish.version !== last) throw conflict('draft-moved-on', `somebody has written version ${last} meanwhile: look at what changed, and write yours on top of it`)
        needRoom('versions', last)
        await addText(tx, vault, { id: found.id, version: last + 1, case: opened.id, at: opened.now, text: cleanText(wish.text, '/text') })
        const words = wish.words === undefined || wish.words.trim() === '' ? null : cleanLine(wish.words, '/words')
        opened.append({ kind: 'draft-revised', thread: found.thread, draft: found.id, version: last + 1, words }, audienceOf(threadOf(opened, found.thread)), byOf(opened))
      }),

    draft: (asking: Asking, id: string, draft: string, asked: { from?: number | undefined; to?: number | undefined }): Promise<{ opened: Opened; draft: Draft; text: string; from: number | null; to: number; redline: Part[] }> =>
      book.read(asking, id, async (opened, tx) => {
        const found = draftOf(opened, draft)
        const last = found.versions.at(-1)!.version
        const to = asked.to ?? last
        const from = asked.from ?? (to > 1 ? to - 1 : null)
        for (const version of [from, to]) if (version !== null && !found.versions.some((one) => one.version === version)) throw fault('version', '/to', `this draft has versions 1 to ${last}`, 'choose among them')
        const textAt = async (version: number): Promise<string> => (await textsOf(tx, vault, [{ id: found.id, version }])).get(found.id)?.text ?? ''
        return { opened, draft: found, text: await textAt(last), from, to, redline: redline(from === null ? '' : await textAt(from), await textAt(to)) }
      }),
  }
}

export const bytesKept = (files: Iterable<CaseFile>): number => [...files].reduce((sum, { bytes, removed }) => sum + (removed === null ? bytes : 0), 0)

export function fileOf(opened: Opened, id: string): CaseFile {
  needInside(opened)
  const found = opened.seen.state.files.get(id)
  if (found === undefined) throw unknownHere('file')
  return found
}
export function taskOf(opened: Opened, id: string): Task {
  needInside(opened)
  const found = opened.seen.state.tasks.get(id)
  if (found === undefined) throw unknownHere('task')
  return found
}
function draftOf(opened: Opened, id: string): Draft {
  needInside(opened)
  const found = opened.seen.state.drafts.get(id as TextId)
  if (found === undefined) throw unknownHere('draft')
  return found
}

/** Who is to do it reads the thread. */
function doer(opened: Opened, n: number, id: string | undefined): PartyId | null {
  if (id === undefined) return null
  const party = known(opened, id)
  const reader = { party: party.id, person: null, roles: party.roles, standing: party.standing, until: Number.POSITIVE_INFINITY }
  if (!readsThread(party, reader, threadOf(opened, n))) throw fault('task-for', '/for', 'a task is for a party that reads its thread', 'choose another party, or another thread')
  return party.id
}

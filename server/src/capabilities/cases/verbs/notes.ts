/** Notes of one organisation for itself. They are no part of the time line: nobody else learns that there are any. */
import { newId } from '@openaccord/names'
import { need } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { unknownCase, unknownHere } from '../model.ts'
import { cleanText, needRoom } from '../model/limits.ts'
import { needInside } from '../model/may.ts'
import { addNote, countNotes, notesOf, removeNote, type Note } from '../store/texts.ts'
import type { Asking, Book, Opened } from './book.ts'

export function createNoteVerbs({ random, vault, members }: Pick<Means, 'random' | 'vault' | 'members'>, book: Book) {
  return {
    notes: (asking: Asking, id: string): Promise<(Note & { name: string; own: boolean })[]> =>
      book.read(asking, id, async (opened, tx) => {
        const { organisation, person } = mine(asking, opened)
        const notes = await notesOf(tx, vault, opened.id, organisation)
        const names = await members.names(tx, [...new Set(notes.map((note) => note.person))])
        return notes.map((note) => ({ ...note, name: names.get(note.person) ?? '', own: note.person === person }))
      }),

    addNote: (asking: Asking, id: string, { text }: { text: string }): Promise<string> =>
      book.change(asking, id, async (opened, tx) => {
        const { organisation, person } = mine(asking, opened)
        needRoom('notes', await countNotes(tx, opened.id, organisation))
        const note = newId('note', random)
        await addNote(tx, vault, { id: note, case: opened.id, organisation, person, at: opened.now, text: cleanText(text, '/text') })
        return note
      }),

    removeNote: (asking: Asking, id: string, note: string): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        const { organisation } = mine(asking, opened)
        if ((await removeNote(tx, opened.id, organisation, note)) === 0) throw unknownHere('note')
      }),
  }
}

function mine({ actor }: Asking, opened: Opened): ReturnType<typeof need> {
  const who = need(actor, 'cases.work')
  if (opened.party.organisation !== who.organisation) throw unknownCase()
  needInside(opened)
  return who
}

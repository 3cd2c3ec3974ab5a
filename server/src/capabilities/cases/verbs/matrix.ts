/** What vendors state of their products, and *seen*, which nobody states: it comes from reading. */
import type { Means } from '../means.ts'
import { isIn } from '../model/fold.ts'
import { cleanText } from '../model/limits.ts'
import { matrixOf, needStatement, type Row, type Wish } from '../model/matrix.ts'
import { aboutParty, movesOf, needInside, needMove } from '../model/may.ts'
import { conflict } from '../model.ts'
import { byOf, type Asking, type Book, type Opened } from './book.ts'
import { known } from './people.ts'

export function createMatrixVerbs(_means: Pick<Means, 'clock'>, book: Book) {
  return {
    matrix: (asking: Asking, id: string): Promise<{ opened: Opened; rows: Row[] }> => book.read(asking, id, (opened) => ({ opened, rows: rowsOf(opened) })),

    state: (asking: Asking, id: string, { party, ...wish }: Wish & { party?: string | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        const whom = party === undefined ? opened.party : known(opened, party)
        needMove(opened, whom.id === opened.party.id ? 'state' : 'state-for-others')
        if (!isIn(whom) && whom.standing !== 'invited') throw conflict('not-in', 'this party takes no part any more')
        const words = wish.words === undefined ? undefined : cleanText(wish.words, '/words')
        needStatement({ ...wish, words }, opened.state(), whom)
        opened.append({ kind: 'stated', party: whom.id, vulnerabilities: [...wish.vulnerabilities].toSorted((a, b) => a - b), state: wish.state, justification: wish.justification ?? null, words: words ?? null }, aboutParty(whom), byOf(opened))
      }),

    /** Once for each party, when somebody of it who takes part first looks. */
    async noteReading(asking: Asking, { id, party, viewer, state }: Opened): Promise<void> {
      if (!isIn(party) || viewer.until !== Number.POSITIVE_INFINITY || party.read !== null || state().state === 'merged') return
      await book.change(asking, id, (opened) => {
        if (opened.party.read === null && isIn(opened.party)) opened.append({ kind: 'read', party: opened.party.id }, { to: 'party', party: opened.party.id }, byOf(opened))
      })
    },
  }
}

export function rowsOf(opened: Opened): Row[] {
  needInside(opened)
  const moves = movesOf(opened)
  return matrixOf(opened.seen, { own: moves.includes('state'), others: moves.includes('state-for-others') })
}

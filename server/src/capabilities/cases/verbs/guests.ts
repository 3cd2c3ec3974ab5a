/** Guests come by link. And the names of one's own colleagues, which nobody else reads. */
import type { CaseId, PersonId } from '@openaccord/names'
import { anonymous, Refusal } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { hashOfLink } from '../secrets.ts'
import { partyByLink } from '../store.ts'
import type { Asking, Book, Opened } from './book.ts'

export function createGuestVerbs({ database, members }: Pick<Means, 'database' | 'members'>, book: Book) {
  return {
    /** The case that a link opens, as its guest may read it. Half a link opens nothing. */
    async guestCase(link: string | undefined): Promise<CaseId> {
      const hash = link === undefined ? undefined : hashOfLink(link)
      const found = hash === undefined ? undefined : await database.read((tx) => partyByLink(tx, hash))
      if (found === undefined || link === undefined) throw badLink()
      const asking: Asking = { actor: anonymous, link }
      return book.read(asking, found.case, ({ id }) => id)
    },

    colleaguesIn: ({ viewer, seen, party }: Opened): Promise<ReadonlyMap<PersonId, string>> => {
      if (party.organisation === null) return Promise.resolve(new Map())
      const people = [...new Set(seen.entries.flatMap(({ by, person }) => (by === viewer.party && person !== null ? [person] : [])))]
      return people.length === 0 ? Promise.resolve(new Map()) : database.read((tx) => members.names(tx, people))
    },
  }
}

const badLink = (): Refusal => new Refusal('unknown', 'cases.link', 'this link opens no case: it was copied in part, or a newer one has taken its place')

/** How an organisation names itself as a publisher: its name is the register's, the rest is its own to say. */
import type { Publisher, PublisherCategory } from '@openaccord/advisory'
import { need, type Actor } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { fault } from '../model.ts'
import { saveProfile } from '../store/profiles.ts'
import type { Book } from './book.ts'

type Wish = { category: PublisherCategory; namespace: string; contact?: string | undefined; authority?: string | undefined }

export function createPublisherVerbs({ members }: Means, book: Book) {
  return {
    publisher: (actor: Actor, { category, namespace, contact, authority }: Wish): Promise<Publisher> => book.change(async (tx) => {
      const { organisation } = need(actor, 'advisories.publish')
      const url = URL.canParse(namespace) ? new URL(namespace) : undefined
      if (url === undefined || url.protocol !== 'https:' || url.username !== '' || url.hash !== '' || url.search !== '') throw fault('namespace', '/namespace', 'a web address of your own, over https', 'write https://psirt.example.org')
      const own = namespace.replace(/\/$/, '')
      const other = (await members.organisations(tx)).find(({ id, website }) => id !== organisation && website !== null && URL.canParse(website) && new URL(website).host === url.host)
      if (other !== undefined) throw fault('namespace', '/namespace', `this is the address of ${other.name}`, 'name one of your own')
      await saveProfile(tx, organisation, { category, namespace: own, contact: contact?.trim() ?? null, authority: authority?.trim() ?? null })
      return (await book.authorOf(tx, organisation)).publisher
    }),
  }
}

/** A feed of what happened, for everyone: Atom (RFC 4287) and JSON Feed 1.1, newest first. Plain text only. */
import type { Micros } from '@openaccord/names'
import { iso } from '../kernel/index.ts'

export type FeedEntry = { /** A path of this hub, or a whole address. */ address: string; title: string; at: Micros; author: string; words: string; tags?: readonly string[] }
/** `self` and `page` are paths of this hub; `changed`: what the feed says where it is empty. */
export type Feed = { origin: string; self: string; page: string; title: string; author: string; changed: Micros; entries: readonly FeedEntry[] }

export const ATOM = 'application/atom+xml; charset=utf-8'
export const JSON_FEED = 'application/feed+json; charset=utf-8'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }
/** XML 1.0 §2.2 Char. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
const xml = (text: string): string => text.toWellFormed().replaceAll(FORBIDDEN, '').replaceAll(/[&<>"']/g, (one) => ESCAPES[one]!)
const whole = (origin: string, address: string): string => (address.startsWith('/') ? origin + address : address)

export function atomFeed({ origin, self, page, title, author, changed, entries }: Feed): string {
  const printed = entries.map((entry) => {
    const address = xml(whole(origin, entry.address))
    const tags = (entry.tags ?? []).map((tag) => `<category term="${xml(tag)}"/>`).join('')
    return `<entry><id>${address}</id><title>${xml(entry.title)}</title><updated>${iso(entry.at)}</updated><author><name>${xml(entry.author)}</name></author><link rel="alternate" type="text/html" href="${address}"/>${tags}<summary type="text">${xml(entry.words)}</summary></entry>`
  })
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${xml(origin + self)}</id><title>${xml(title)}</title><updated>${iso(entries[0]?.at ?? changed)}</updated><author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(origin + self)}"/><link rel="alternate" type="text/html" href="${xml(origin + page)}"/>`,
    ...printed,
    '</feed>\n',
  ].join('\n')
}

export function jsonFeed({ origin, self, page, title, author, entries }: Feed): string {
  return `${JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1', title, home_page_url: origin + page, feed_url: origin + self, language: 'en', authors: [{ name: author }],
    items: entries.map((entry) => ({
      id: whole(origin, entry.address), url: whole(origin, entry.address), title: entry.title, content_text: entry.words, date_modified: iso(entry.at), authors: [{ name: entry.author }], tags: [...(entry.tags ?? [])],
    })),
  })}\n`
}

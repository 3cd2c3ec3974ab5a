/** The feed: RFC 4287, one entry an act, newest first. */
import { iso } from '../../../kernel/index.ts'
import { doubtOf, nameOf, type Conduct } from '../verbs/book.ts'
import type { ShownAct } from '../verbs/look.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }
/** XML 1.0 §2.2 Char. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
const xml = (text: string): string => text.toWellFormed().replaceAll(FORBIDDEN, '').replaceAll(/[&<>"']/g, (one) => ESCAPES[one]!)

export type Feed = { origin: string; self: string; page: string; title: string; author: string; conduct: Conduct; acts: readonly ShownAct[] }

export function conductFeed({ origin, self, page, title, author, conduct, acts }: Feed): string {
  const entries = acts.map(({ act, words }) => {
    const doubt = doubtOf(conduct, act)
    const told = doubt === null ? words : `${words} The key that signed this is in doubt since ${iso(doubt)}, before it entered.`
    const address = xml(`${origin}/log/acts/${act.fact}`)
    const author = xml(nameOf(conduct, act.organisation).name)
    return `<entry><id>${address}</id><title>${xml(told)}</title><updated>${iso(act.at)}</updated><author><name>${author}</name></author><link rel="alternate" type="text/html" href="${address}"/><category term="${act.kind}"/><summary type="text">${xml(told)}</summary></entry>`
  })
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${xml(origin + self)}</id><title>${xml(title)}</title><updated>${iso(acts[0]?.act.at ?? conduct.at)}</updated><author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(origin + self)}"/><link rel="alternate" type="text/html" href="${xml(origin + page)}"/>`,
    ...entries,
    '</feed>\n',
  ].join('\n')
}

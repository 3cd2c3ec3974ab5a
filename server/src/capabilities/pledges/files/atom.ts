/** Feeds: RFC 4287, one entry an act, newest first. */
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { ShownAct } from '../verbs/register.ts'
import { xml } from './xml.ts'

export type Feed = { origin: string; self: string; page: string; title: string; author: string; at: Micros; acts: readonly ShownAct[] }

export function atomFeed({ origin, self, page, title, author, at, acts }: Feed): string {
  const updated = iso(acts[0]?.at ?? at)
  const entries = acts.map((act) => [
    '<entry>',
    `<id>${xml(`${origin}/log/acts/${act.fact}`)}</id>`,
    `<title>${xml(wordsOf(act))}</title>`,
    `<updated>${iso(act.at)}</updated>`,
    `<author><name>${xml(act.name === '' ? author : act.name)}</name></author>`,
    `<link rel="alternate" type="text/html" href="${xml(`${origin}/log/acts/${act.fact}`)}"/>`,
    `<category term="${xml(act.kind)}"/>`,
    act.kind === 'statement' ? `<content type="text" xml:lang="${xml(act.says.language)}">${xml(act.says.text)}</content>` : `<summary type="text">${xml(wordsOf(act))}</summary>`,
    '</entry>',
  ].join(''))
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${xml(origin + self)}</id><title>${xml(title)}</title><updated>${updated}</updated><author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(origin + self)}"/><link rel="alternate" type="text/html" href="${xml(origin + page)}"/>`,
    ...entries,
    '</feed>\n',
  ].join('\n')
}

const wordsOf = ({ words, inDoubt }: ShownAct): string => (inDoubt === null ? words : `${words} The key that signed this is in doubt since ${iso(inDoubt)}, before it entered.`)

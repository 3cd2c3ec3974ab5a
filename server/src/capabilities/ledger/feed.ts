/** The log as a feed: Atom (RFC 4287), newest first, of everything or of what concerns one id. */
import type { ShownEntry } from './show.ts'

export type FeedSettings = { origin: string; log: string; about: string | undefined; entries: readonly ShownEntry[]; updated: string }

/** `origin` is where people reach the hub, `log` the name of the log. */
export function printFeed({ origin, log, about, entries, updated }: FeedSettings): string {
  const self = `${origin}/log/feed.atom${about === undefined ? '' : `?about=${encodeURIComponent(about)}`}`
  const title = about === undefined ? `The log ${log}` : `The log ${log}: ${about}`
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>${escaped(self)}</id>`,
    `  <title>${escaped(title)}</title>`,
    `  <updated>${updated}</updated>`,
    `  <author><name>${escaped(log)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${escaped(`${origin}/log`)}"/>`,
    ...entries.map((entry) => printEntry(origin, log, entry)),
    '</feed>',
    '',
  ].join('\n')
}

function printEntry(origin: string, log: string, { id, index, fact, at, about, proof, removes }: ShownEntry): string {
  const words = [`Entry ${index} of ${log}: ${fact}`, ...(about.length === 0 ? [] : [`about ${about.join(', ')}`]), ...(removes === null ? [] : [`takes away the payload of ${removes.id}: ${removes.reason}`])]
  return [
    '  <entry>',
    `    <id>${escaped(`${origin}/log/entries/${id}`)}</id>`,
    `    <title>${escaped(fact)}</title>`,
    `    <updated>${at}</updated>`,
    `    <link rel="alternate" type="text/html" href="${escaped(`${origin}/log/acts/${id}`)}"/>`,
    ...(proof === 'waiting' ? [] : [`    <link rel="related" type="application/vnd.openaccord.evidence+json" title="evidence" href="${escaped(`${origin}/log/evidence/${index}`)}"/>`]),
    ...about.map((each) => `    <category term="${escaped(each)}"/>`),
    `    <summary>${escaped(`${words.join('; ')}.`)}</summary>`,
    '  </entry>',
  ].join('\n')
}

/** XML 1.0 §2.4; control characters that XML cannot hold are left out. */
const escaped = (text: string): string => text
  // oxlint-disable-next-line no-control-regex -- XML 1.0 §2.2
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

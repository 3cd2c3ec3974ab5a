/** Feeds of advisories: Atom (RFC 4287) and JSON Feed 1.1, one entry an advisory, the one that changed last first. Plain text only. */
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Listed } from '../means.ts'
import type { Card, Edition } from '../model.ts'

export type Feed = { origin: string; self: string; alliance: string; organisation: Listed | undefined; editions: readonly (Edition & { card: Card; organisationOf: Listed | undefined; summary: string })[] }

const pageOf = ({ origin }: Feed, { advisory }: Edition): string => `${origin}/advisories/${advisory}`
const titleOf = ({ alliance, organisation }: Feed): string => (organisation === undefined ? `${alliance}: advisories` : `${organisation.name}: advisories (${alliance})`)
const homeOf = ({ origin, organisation }: Feed): string => `${origin}/advisories${organisation === undefined ? '' : `?slug=${organisation.slug}`}`
const headline = ({ card, withdrawal }: { card: Card; withdrawal: boolean }): string => `${withdrawal ? 'Withdrawn: ' : ''}${card.title} (${card.trackingId}${card.cves.length === 0 ? '' : `, ${card.cves.join(', ')}`})`

export function atomFeed(feed: Feed): string {
  const { origin, self, editions, alliance } = feed
  const entries = editions.map((edition) => [
    '<entry>',
    `<id>${xml(pageOf(feed, edition))}</id>`,
    `<title>${xml(headline(edition))}</title>`,
    `<published>${xml(edition.card.released)}</published><updated>${iso(edition.published)}</updated>`,
    `<author><name>${xml(edition.organisationOf?.name ?? alliance)}</name></author>`,
    `<link rel="alternate" type="text/html" href="${xml(pageOf(feed, edition))}"/>`,
    ...edition.card.cves.map((cve) => `<category term="${xml(cve)}"/>`),
    `<summary type="text" xml:lang="${xml(edition.card.language)}">${xml(edition.summary)}</summary>`,
    '</entry>',
  ].join(''))
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${xml(origin + self)}</id><title>${xml(titleOf(feed))}</title><updated>${iso(updatedOf(feed))}</updated><author><name>${xml(alliance)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(origin + self)}"/><link rel="alternate" type="text/html" href="${xml(homeOf(feed))}"/>`,
    ...entries,
    '</feed>\n',
  ].join('\n')
}

export function jsonFeed(feed: Feed): string {
  const { origin, self, editions, alliance } = feed
  return `${JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1', title: titleOf(feed), home_page_url: homeOf(feed), feed_url: origin + self,
    items: editions.map((edition) => ({
      id: pageOf(feed, edition), url: pageOf(feed, edition), title: headline(edition), content_text: edition.summary, language: edition.card.language,
      date_published: edition.card.released, date_modified: iso(edition.published), authors: [{ name: edition.organisationOf?.name ?? alliance }], tags: [...edition.card.cves],
    })),
  })}\n`
}

const updatedOf = ({ editions }: Feed): Micros => editions[0]?.published ?? 0

const xml = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** `accord threats find WORDS…`: what the hub knows of a value or of words, as far as one may see it. */
import type { Client } from '@openaccord/api'
import { TLP_LEVELS, type Tlp } from '@openaccord/names'
import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { chooseCollection, openHub, type Hub } from '../../hub.ts'
import { printTable } from '../../table.ts'
import { count, plain, type Terminal } from '../../terminal.ts'
import { parseSince, printWhen } from '../../time.ts'
import { meansOf, several, type Verb } from '../../verb.ts'

type Query = Parameters<Client['exchange']['search']>[0]['query']
type Found = Awaited<ReturnType<Client['exchange']['search']>>
type Options = { type?: string[]; tlp?: Tlp[]; collection?: string[]; source?: string[]; since?: string; until?: string; limit: number; all?: boolean }

const MOST_AT_ONCE = 200

export const find: Verb = (room) => {
  room
    .command('find')
    .description('find objects by value in any form (defanged too), hash, CVE, ATT&CK id, or words')
    .argument('[words...]', '198.51.100[.]7, hxxps://example[.]com, CVE-2024-3094, T1566 …')
    .option('--type <type>', 'only of this type: indicator, malware … (may be repeated)', several)
    .option('--tlp <level>', `only with this marking: ${TLP_LEVELS.join(', ')}`, parseTlp)
    .option('--collection <name>', 'only in this collection: its id or alias', several)
    .option('--source <organisation>', 'only from this organisation: its id, short name or name', several)
    .option('--since <time>', 'only what arrived since: 2026-11-22, 24h, 7d')
    .option('--until <time>', 'only what arrived until')
    .option('--limit <number>', 'at most so many', parseLimit, 20)
    .option('--all', 'everything that is found')
    .addHelpText('after', "\nExample:\n  accord threats find 'hxxps://example[.]com' --since 30d")
    .action(run)
}

async function run(words: string[], options: Options, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const hub = openHub(profile)
  const found = await search(hub, await queryOf(hub, words, options), options.all === true ? Infinity : options.limit)
  terminal.give({ hits: found.hits, more: found.cursor !== null, understood: found.understood, behind: found.behind })
  if (!terminal.json) show(terminal, found)
}

async function queryOf(hub: Hub, words: readonly string[], { type, tlp, collection, source, since, until }: Options): Promise<Query> {
  const q = words.join(' ').trim()
  if (q.length > 500) throw new Failure(EXIT.usage, 'find.too-long', 'that is more than 500 characters', 'look for a part of it')
  const now = Date.now()
  const iso = (text: string, option: string): string => new Date(parseSince(text, now, option) / 1000).toISOString()
  const all = collection === undefined ? [] : await hub.collections()
  return {
    ...(q === '' ? {} : { q }),
    ...(type === undefined ? {} : { type }),
    ...(tlp === undefined ? {} : { tlp }),
    ...(collection === undefined ? {} : { collection: collection.map((name) => chooseCollection(all, name, 'canRead').id) }),
    ...(source === undefined ? {} : { source: await organisationsOf(hub, source) }),
    ...(since === undefined ? {} : { since: iso(since, '--since') }),
    ...(until === undefined ? {} : { until: iso(until, '--until') }),
  }
}

async function organisationsOf(hub: Hub, asked: readonly string[]): Promise<string[]> {
  const { organisations } = await hub.client.members.organisations()
  return asked.map((name) => {
    const one = organisations.find(({ id, slug, name: title }) => id === name || slug === name || title.toLowerCase() === name.toLowerCase())
    if (one === undefined) throw new Failure(EXIT.refused, 'source.unknown', `there is no organisation “${name}”`, `there are: ${organisations.map(({ slug }) => slug).join(', ')}`)
    return one.id
  })
}

async function search({ client }: Hub, query: Query, most: number): Promise<Found> {
  const hits: Found['hits'] = []
  let page: Found
  let cursor: string | undefined
  do {
    const limit = Math.min(most - hits.length, MOST_AT_ONCE)
    page = await client.exchange.search({ query: { ...query, limit, ...(cursor === undefined ? {} : { cursor }) } })
    hits.push(...page.hits)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined && hits.length < most)
  return { ...page, hits }
}

const COLUMNS = [
  { title: 'TYPE', elastic: true },
  { title: 'TITLE', elastic: true },
  { title: 'TLP' },
  { title: 'SOURCE', elastic: true },
  { title: 'ADDED' },
]

function show(terminal: Terminal, { hits, cursor, understood, behind }: Found): void {
  const values = understood.filter(({ kind }) => kind !== 'name' && kind !== 'words')
  if (values.length > 0) terminal.say(`Looked for ${values.map(({ kind, value }) => `${plain(value)} (${plain(kind)})`).join(', or ')}`)
  if (hits.length === 0) terminal.show('Nothing is found that you may see.')
  else {
    const now = Date.now()
    const rows = hits.map((hit) => [
      hit.type, `${hit.revoked ? '(revoked) ' : ''}${plain(hit.title)}`, tlpWord(hit.tlp), sourceOf(hit), printWhen(hit.added, now),
    ])
    const [head = '', ...lines] = printTable(COLUMNS, rows, terminal.width).split('\n')
    terminal.show([terminal.paint('bold', head), ...lines].join('\n'))
  }
  if (cursor !== null) terminal.say(`There is more: --limit ${hits.length * 5}, or --all`)
  if (behind > 0) terminal.say(`${count(behind, 'object has', 'objects have')} only just arrived and cannot be found yet; look again in a moment.`)
}

const sourceOf = ({ source, sources }: Found['hits'][number]): string => `${plain(source.name)}${sources > 1 ? ` +${sources - 1}` : ''}`
export const tlpWord = (tlp: Tlp | null): string => (tlp === null ? 'owner only' : tlp.toUpperCase())

function parseTlp(value: string, before: Tlp[] | undefined): Tlp[] {
  const levels = several(value.toLowerCase().replaceAll('tlp:', ''), undefined)
  return [...(before ?? []), ...levels.map((level) => {
    const found = TLP_LEVELS.find((one) => one === level)
    if (found === undefined) throw new InvalidArgumentError(`A level is one of ${TLP_LEVELS.join(', ')}.`)
    return found
  })]
}

function parseLimit(value: string): number {
  const limit = Number(value)
  if (!/^\d{1,6}$/.test(value) || limit < 1) throw new InvalidArgumentError('A limit is a whole number from 1; for everything, use --all.')
  return limit
}

/**
 * What an entry of the time line says: which sentence of the contract it is, and what stands in it, as the reader may know it. Words
 * that were written down with an entry have a key where they are exactly that key's sentence; otherwise there are only the words.
 */
import { CASE_SENTENCES, type CaseSentence, type Client } from '@openaccord/api'
import { iso, MINUTE, microsOfIso, minuteUtc } from '../../../kernel/index.ts'
import type { Entry, EntryOf, PartyId } from '../model.ts'
import { clockNoteOf } from '../model/clocks.ts'
import { noteOf, type Note } from '../model/embargo-entries.ts'

type Event = Awaited<ReturnType<Client['cases']['timeline']>>['events'][number]
export type Says = NonNullable<Event['says']>
type Value = Says['values'][string]
/** The name of a party, null where it is not named to the reader. */
export type NameOf = (party: PartyId) => string | null

const text = (words: string): Value => ({ is: 'text', text: words })
const number = (many: number): Value => ({ is: 'number', number: many })
const said = (key: CaseSentence, values: Says['values'] = {}): Says => ({ key, values })

type Composed = Exclude<Entry['kind'], 'sibling-changed' | 'embargo' | 'process' | 'clock'>
type By = { by: Value }
const SAYS: { [K in Composed]: (entry: EntryOf<K>, by: By, party: (id: PartyId) => { party: Value }) => Says } = {
  opened: (_, by) => said('opened', by),
  'report-brought': (_, by) => said('report-brought', by),
  titled: ({ title }, by) => said('titled', { ...by, title: text(title) }),
  summarised: (_, by) => said('summarised', by),
  'vulnerability-added': ({ vulnerability: { n, label } }, by) => said('vulnerability-added', { ...by, n: number(n), label: text(label) }),
  'vulnerability-changed': ({ vulnerability: { n, label, cve } }, by) =>
    cve === null ? said('vulnerability-changed', { ...by, n: number(n), label: text(label) }) : said('vulnerability-changed.cve', { ...by, n: number(n), label: text(label), cve: text(cve) }),
  invited: (entry, by, party) => said('invited', { ...by, ...party(entry.party) }),
  'link-renewed': (entry, by, party) => said('link-renewed', { ...by, ...party(entry.party) }),
  joined: (entry, _, party) => said('joined', party(entry.party)),
  declined: (entry, _, party) => said('declined', party(entry.party)),
  left: (entry, _, party) => said('left', party(entry.party)),
  removed: (entry, by, party) => said('removed', { ...by, ...party(entry.party) }),
  'roles-changed': ({ roles, ...entry }, by, party) => said('roles-changed', { ...by, ...party(entry.party), roles: { is: 'roles', roles: [...roles] } }),
  shown: ({ shown, ...entry }, _, party) => said(shown ? 'shown.yes' : 'shown.no', party(entry.party)),
  'owner-changed': (entry, by, party) => said('owner-changed', { ...by, ...party(entry.party) }),
  'people-named': ({ people }, by) => (people.length === 0 ? said('people-named.all', by) : said('people-named', { ...by, count: number(people.length) })),
  'thread-opened': ({ is, title }, by) => said(`thread-opened.${is}`, { ...by, title: text(title) }),
  'message-posted': (_, by) => said('message-posted', by),
  'message-edited': (_, by) => said('message-edited', by),
  'message-removed': (_, by) => said('message-removed', by),
  'file-added': ({ name }, by) => said('file-added', { ...by, name: text(name) }),
  'file-removed': (_, by) => said('file-removed', by),
  'task-added': ({ title }, by) => said('task-added', { ...by, title: text(title) }),
  'task-changed': ({ title, done }, by) => said(done ? 'task-changed.done' : 'task-changed', { ...by, title: text(title) }),
  'draft-begun': ({ title }, by) => said('draft-begun', { ...by, title: text(title) }),
  'draft-revised': ({ version }, by) => said('draft-revised', { ...by, version: number(version) }),
  read: (entry, _, party) => said('read', party(entry.party)),
  stated: ({ state, vulnerabilities, ...entry }, by, party) => {
    const about: Says['values'] = { ...party(entry.party), vulnerabilities: { is: 'numbers', numbers: [...vulnerabilities] }, count: number(vulnerabilities.length) }
    return entry.by === entry.party ? said(`stated.${state}`, about) : said(`recorded.${state}`, { ...by, ...about })
  },
  split: ({ vulnerabilities }, by) => said('split', { ...by, count: number(vulnerabilities.length) }),
  'split-off': () => said('split-off'),
  merged: (_, by) => said('merged', by),
  'merged-in': (_, by) => said('merged-in', by),
  closed: ({ words }, by) => (words === null ? said('closed', by) : said('closed.words', { ...by, words: text(words) })),
  reopened: ({ words }, by) => said('reopened', { ...by, words: text(words) }),
}

const SIBLING = ['sibling.split', 'sibling.merged', 'sibling.embargo-changed', 'sibling.embargo-ended'] as const
/** What happened to a case beside this one, by the words that were written down. */
export const siblingKeyOf = (words: string): (typeof SIBLING)[number] | null => SIBLING.find((key) => CASE_SENTENCES[key] === words) ?? null

/** What an entry with words of its own may be. */
function candidates(entry: EntryOf<'sibling-changed' | 'embargo' | 'process' | 'clock'>): Says[] {
  if (entry.kind === 'sibling-changed') return SIBLING.map((key) => said(key))
  const clock = clockNoteOf(entry)
  if (clock !== undefined) return [clock.event === 'duty-started' ? said(`clock.${clock.trigger}`) : said('clock.met')]
  const note = noteOf(entry)
  return note === undefined ? [] : ofNote(note)
}

function ofNote(note: Note): Says[] {
  switch (note.event) {
    case 'terms-proposed': return [said('embargo.terms-proposed', { ends: { is: 'time', at: toMinute(note.ends) } })]
    case 'terms-accepted': case 'terms-declined': case 'terms-withdrawn': case 'offered-again': return [said(`embargo.${note.event}`)]
    case 'decided': return [said(`embargo.decided.${note.choice}`)]
    case 'embargo-ended': return [said(`embargo.ended.${note.how}`)]
    case 'inherited': return [said('embargo.inherited.split'), said('embargo.inherited.merged')]
    case 'report-judged': return [said(`process.${note.move}`)]
    default: return [said(`process.${note.event}`)]
  }
}
const toMinute = (ends: string): string => {
  const at = microsOfIso(ends)
  return iso(at - (at % MINUTE))
}

/** The English of a sentence. Who is not named begins it with a capital; names stay as they are written. */
export function english({ key, values }: Says): string {
  const { count } = values
  const sentence: string | { one: string; other: string } = CASE_SENTENCES[key]
  const chosen = typeof sentence === 'string' ? sentence : sentence[count?.is === 'number' && count.number === 1 ? 'one' : 'other']
  return chosen.replace(/\{([a-z]+)\}/g, (whole, name: string, at: number) => {
    const value = values[name]
    return value === undefined ? whole : written(value, at === 0)
  })
}

function written(value: Value, first: boolean): string {
  switch (value.is) {
    case 'party': return value.name ?? (first ? 'A participant' : 'a participant')
    case 'hub': return first ? 'The hub' : 'the hub'
    case 'text': return value.text
    case 'number': return String(value.number)
    case 'numbers': return value.numbers.join(', ')
    case 'roles': return value.roles.join(', ')
    case 'time': return minuteUtc(microsOfIso(value.at))
  }
}

export function sentenceOf(entry: Entry, nameOf: NameOf): { words: string; says: Says | null } {
  if (entry.kind === 'sibling-changed' || entry.kind === 'embargo' || entry.kind === 'process' || entry.kind === 'clock') {
    return { words: entry.words, says: candidates(entry).find((one) => english(one) === entry.words) ?? null }
  }
  const valueOf = (id: PartyId | null): Value => (id === null ? { is: 'hub' } : { is: 'party', name: nameOf(id) })
  const say = SAYS[entry.kind] as (entry: Entry, by: By, party: (id: PartyId) => { party: Value }) => Says
  const says = say(entry, { by: valueOf(entry.by) }, (id) => ({ party: valueOf(id) }))
  return { words: english(says), says }
}

/** What the form of each act says, as the hub prepares it: empty fields are left out, and the hub fills in what follows from the rest. */
import { ACTS_HERE } from '@openaccord/api'
import type { Filled } from '../../page.ts'

export type ActHere = (typeof ACTS_HERE)[number]
export const isActHere = (kind: string): kind is ActHere => (ACTS_HERE as readonly string[]).includes(kind)

type Says = Record<string, unknown>
const orNone = (name: string, value: unknown): Says => (value === '' || (Array.isArray(value) && value.length === 0) ? {} : { [name]: value })
/** `datetime-local` says minutes, and the label says UTC. */
export const instantOf = (text: string): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : text)
const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
const officerOf = ({ text }: Filled): Says => ({ officer: { name: text('officer'), title: text('officerTitle') } })

const READ: Readonly<Record<ActHere, (filled: Filled) => Says>> = {
  'pledge-signature': (filled) => ({
    legalName: filled.text('legalName'), ...officerOf(filled),
    authority: { kind: filled.text('authority'), ...orNone('sha256', filled.text('authoritySha256').toLowerCase()) },
    scope: { reach: filled.text('reach'), ...(filled.text('reach') === 'named' ? { entities: linesOf(filled.text('entities')) } : {}) },
  }),
  'pledge-renewal': officerOf,
  'pledge-withdrawal': ({ text }) => ({ ...orNone('effective', instantOf(text('effective'))), ...orNone('reason', text('reason')) }),
  'pledge-endorsement': (filled) => ({ legalName: filled.text('legalName'), ...officerOf(filled) }),
  'endorsement-withdrawal': () => ({}),
  'conflict-of-law': ({ text, all }) => ({ jurisdiction: text('jurisdiction').toUpperCase(), law: text('law'), effect: text('effect'), clauses: all('clauses') }),
  'conflict-of-law-lifted': ({ text }) => ({ declaration: text('declaration'), reason: text('reason') }),
  'statement': ({ text, all }) => ({ title: text('title'), text: text('text'), language: text('language'), ...orNone('clauses', all('clauses')) }),
  'pledge-version': ({ text }) => ({ pledge: { version: text('version'), sha256: text('sha256') }, ...orNone('signBy', instantOf(text('signBy'))) }),
  'succession': ({ text }) => ({ predecessor: text('predecessor'), successor: text('successor'), how: text('how'), on: text('on'), ...orNone('note', text('note')) }),
  'affiliation': ({ text, all }) => ({ group: text('group'), organisations: all('organisations') }),
}

export const saysOf = (kind: ActHere, filled: Filled): Says => READ[kind](filled)

/** Names of inputs where the hub names a field otherwise. */
export const RENAMED: Readonly<Record<string, string>> = {
  'officer.name': 'officer', 'officer.title': 'officerTitle', 'says.officer.name': 'officer', 'says.officer.title': 'officerTitle', 'says.legalName': 'legalName',
  'says.authority.sha256': 'authoritySha256', 'authority.sha256': 'authoritySha256', 'authority.kind': 'authority', 'scope.entities': 'entities', 'scope.reach': 'reach', 'says.scope.entities': 'entities',
  'envelope.signatures': 'envelope',
  ...Object.fromEntries(['effective', 'reason', 'jurisdiction', 'law', 'effect', 'clauses', 'declaration', 'title', 'text', 'language', 'predecessor', 'successor', 'on', 'note', 'group', 'organisations', 'signBy'].map((field) => [`says.${field}`, field])),
}

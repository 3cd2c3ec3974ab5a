/**
 * English, room by room, and thereby what other languages are measured by: `open` is what everyone reads, guests of a case too, and each
 * language has all of it; `rest` belongs to those who work here, and falls back to English where a language has none.
 */
import type { Language, Message } from '../words.ts'
import { about } from './about.ts'
import { accord } from './accord.ts'
import { admissions } from './admissions.ts'
import { admissionsWork } from './admissions-work.ts'
import { advisories } from './advisories.ts'
import { advisoryDesk } from './advisory-desk.ts'
import { advisoryWay } from './advisory-way.ts'
import { ballots } from './ballots.ts'
import { ballotWork } from './ballot-work.ts'
import { baselines } from './baselines.ts'
import { caseClocks } from './case-clocks.ts'
import { caseEmbargo } from './case-embargo.ts'
import { casePeople } from './case-people.ts'
import { caseTimeline } from './case-timeline.ts'
import { caseWhole } from './case-whole.ts'
import { caseWork } from './case-work.ts'
import { cases } from './cases.ts'
import { guest } from './case-guest.ts'
import { check } from './check.ts'
import { concerns } from './concerns.ts'
import { concernWork } from './concern-work.ts'
import { commitments } from './commitments.ts'
import { commitmentWork } from './commitment-work.ts'
import { cvss } from './cvss.ts'
import { desk } from './desk.ts'
import { effort } from './effort.ts'
import { exchange } from './exchange.ts'
import { house } from './house.ts'
import { ledger } from './ledger.ts'
import { lesson } from './lesson.ts'
import { members } from './members.ts'
import { operate } from './operate.ts'
import { pledges } from './pledges.ts'
import { refusals } from './refusals.ts'
import { reports } from './reports.ts'
import { signIn } from './sign-in.ts'
import { signing } from './signing.ts'
import { signingKeys } from './signing-keys.ts'
import { stix } from './stix.ts'
import { today } from './today.ts'
import { types } from './types.ts'

export const open = { ...house, ...signIn, ...admissions, ...pledges, ...ledger, ...check, ...guest, ...cases, ...caseClocks, ...caseEmbargo, ...casePeople, ...caseTimeline, ...caseWhole, ...caseWork, ...ballots, ...signing, ...baselines, ...commitments, ...concerns, ...reports, ...advisories, ...lesson, ...effort, ...refusals, ...signingKeys, ...types }
const rest = { ...accord, ...desk, ...cvss, ...advisoryDesk, ...advisoryWay, ...commitmentWork, ...concernWork, ...admissionsWork, ...ballotWork, ...today, ...members, ...exchange, ...operate, ...stix, ...about }

export type OpenKey = keyof typeof open
export type Key = OpenKey | keyof typeof rest
export type Catalogue = Readonly<Record<Key, Message>>
/** A language as it stands: all that is open, and as much of the rest as there is. */
export type Translation = Readonly<Record<OpenKey, Message> & Partial<Record<Key, Message>>>

export const english: Language & { messages: Catalogue } = { tag: 'en', locale: 'en-GB', direction: 'ltr', name: 'English', messages: { ...open, ...rest } }

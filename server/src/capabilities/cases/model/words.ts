/** What an entry of the time line says, in one plain sentence in English. A party that is not named to the reader is “a participant”. */
import type { Entry, PartyId, Stated } from '../model.ts'

type Named = (party: PartyId | null) => string
const STATED: Record<Stated, string> = { investigating: 'looks into it', affected: 'is affected', 'fix-ready': 'has a fix', 'fix-deployed': 'has its fix in use', 'not-affected': 'is not affected' }
const KINDS = { all: 'everyone', pair: 'two', coordinators: 'coordinators' } as const

type Sentences = { [K in Entry['kind']]: (entry: Extract<Entry, { kind: K }>, who: string, named: Named) => string }
const SENTENCES: Sentences = {
  opened: (_, who) => `${who} opened the case.`,
  'report-brought': (_, who) => `${who} brought the report over.`,
  titled: ({ title }, who) => `${who} called the case “${title}”.`,
  summarised: (_, who) => `${who} changed the summary.`,
  'vulnerability-added': ({ vulnerability: { n, label } }, who) => `${who} added vulnerability ${n}, “${label}”.`,
  'vulnerability-changed': ({ vulnerability: { n, label, cve } }, who) => `${who} changed vulnerability ${n}: “${label}”${cve === null ? '' : `, ${cve}`}.`,
  invited: ({ party }, who, named) => `${who} invited ${named(party)}.`,
  'link-renewed': ({ party }, who, named) => `${who} made a new link for ${named(party)}.`,
  joined: ({ party }, _, named) => `${named(party)} takes part.`,
  declined: ({ party }, _, named) => `${named(party)} declined.`,
  left: ({ party }, _, named) => `${named(party)} left.`,
  removed: ({ party }, who, named) => `${who} took ${named(party)} out.`,
  'roles-changed': ({ party, roles }, who, named) => `${who} made ${named(party)} ${roles.join(', ')}.`,
  shown: ({ party, shown }, _, named) => (shown ? `${named(party)} takes part by name.` : `${named(party)} is not named to the others.`),
  'owner-changed': ({ party }, who, named) => `${who} handed the case over to ${named(party)}.`,
  'people-named': ({ people }, who) => (people.length === 0 ? `Everyone at ${who} who works on cases reads this one.` : `${people.length === 1 ? 'One person' : `${people.length} persons`} at ${who} read this case.`),
  'thread-opened': ({ is, title }, who) => `${who} opened a thread for ${KINDS[is]}: “${title}”.`,
  'message-posted': (_, who) => `${who} wrote a message.`,
  'message-edited': (_, who) => `${who} changed a message.`,
  'message-removed': (_, who) => `${who} took the words of a message away.`,
  'file-added': ({ name }, who) => `${who} added the file “${name}”.`,
  'file-removed': (_, who) => `${who} took a file away.`,
  'task-added': ({ title }, who) => `${who} added the task “${title}”.`,
  'task-changed': ({ title, done }, who) => (done ? `${who} finished the task “${title}”.` : `${who} changed the task “${title}”.`),
  'draft-begun': ({ title }, who) => `${who} began the draft “${title}”.`,
  'draft-revised': ({ version }, who) => `${who} wrote version ${version} of a draft.`,
  read: ({ party }, _, named) => `${named(party)} has seen the case.`,
  stated: ({ party, by, state, vulnerabilities }, who, named) =>
    `${by === party ? '' : `${who} recorded: `}${named(party)} ${STATED[state]} (${vulnerabilities.length === 1 ? 'vulnerability' : 'vulnerabilities'} ${vulnerabilities.join(', ')}).`,
  split: ({ vulnerabilities }, who) => `${who} took ${vulnerabilities.length === 1 ? 'one vulnerability' : `${vulnerabilities.length} vulnerabilities`} into a case of its own.`,
  'split-off': () => 'This case was taken out of another one.',
  'sibling-changed': ({ words }) => words,
  merged: (_, who) => `${who} brought this case into another one.`,
  'merged-in': (_, who) => `${who} brought another case into this one.`,
  closed: ({ words }, who) => `${who} closed the case${words === null ? '.' : `: ${words}`}`,
  reopened: ({ words }, who) => `${who} opened the case again: ${words}`,
  embargo: ({ words }) => words,
  process: ({ words }) => words,
  clock: ({ words }) => words,
}

export function sentenceOf(entry: Entry, named: Named): string {
  const say = SENTENCES[entry.kind] as (entry: Entry, who: string, named: Named) => string
  const text = say(entry, named(entry.by), named)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

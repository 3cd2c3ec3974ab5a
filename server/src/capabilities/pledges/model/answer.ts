/** Has this name signed? A plain answer for any name, without insinuation; near misses are offered. */
import { FOUNDERS_2018, founderWords, type Founder } from './founders.ts'
import type { Entry, Listed, Register } from './register.ts'

export type AnswerWord = 'signed' | 'endorsed' | 'partner' | 'former' | 'founder-2018' | 'not-signed'
export type Close = { name: string; slug: string | null; answer: AnswerWord }
export type Answer = { asked: string; answer: AnswerWord; words: string; entry: Entry | undefined; founder: Founder | undefined; close: Close[] }

/** Legal forms say nothing about which company is meant. */
const FORMS = /(?:^| )(?:incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|lp|gmbh|ag|se|kg|sa|sas|sarl|srl|spa|nv|bv|ab|asa|as|oyj|oy|aps|kk|pty|pte|holdings?|group|the)(?= |$)/g

/** A name as it is compared: no accents, no punctuation, no legal form. */
export function plainName(name: string): string {
  const bare = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[.'’]/g, '').replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const formless = bare.replaceAll(FORMS, ' ').replaceAll(/\s+/g, ' ').trim()
  return formless === '' ? bare : formless
}

export function answerFor(asked: string, register: Register): Answer {
  const name = asked.trim()
  const plain = plainName(name)
  const entry = register.entries.find(({ names, organisation }) => organisation.slug === name.toLowerCase() || names.some((one) => plainName(one) === plain))
  const founder = FOUNDERS_2018.find((one) => [one.name, ...one.alsoKnownAs].some((known) => plainName(known) === plain))
  const member = entry === undefined ? [...register.organisations.values()].find((one) => one.slug === name.toLowerCase() || plainName(one.name) === plain) : undefined
  const answer = entry !== undefined ? wordOf(entry) : founder !== undefined ? 'founder-2018' : 'not-signed'
  return { asked: name, answer, words: wordsFor(name, entry, founder, member), entry, founder, close: closeTo(plain, register, entry, founder) }
}

const wordOf = ({ list }: Entry): AnswerWord => ({ signatory: 'signed', endorser: 'endorsed', partner: 'partner', former: 'former' } as const)[list]

function wordsFor(asked: string, entry: Entry | undefined, founder: Founder | undefined, member: Listed | undefined): string {
  if (entry !== undefined) return entryWords(entry)
  if (founder !== undefined) return `${founderWords(founder)} ${founder.name} has not signed the pledge here.`
  if (member !== undefined) return `${member.name} has not signed. It is known to this alliance.`
  return `${asked} has not signed.`
}

/** One plain sentence about an entry. */
export function entryWords({ organisation: { name }, state, position, list, leaves, ended }: Entry): string {
  const version = position.signature?.version ?? ''
  if (list === 'former') return `${name} was in the register until ${dayOf(ended)} and is no longer.`
  if (list === 'endorser') return `${name} supports the pledge and has not signed it${state === 'suspended' ? '; it is suspended at present' : ''}.`
  if (list === 'partner') return `${name} is a partner of this alliance and has not signed the pledge${state === 'suspended' ? '; it is suspended at present' : ''}.`
  const tail: Record<string, string> = {
    active: '', 'renewal-due': ' Its yearly renewal is due.', lapsed: ' Its yearly renewal is missing, so the signature has lapsed.',
    'older-version': ' It has not signed the version in force.', suspended: ' It is suspended at present.', 'under-notice': ` It has given notice and leaves on ${dayOf(leaves)}.`,
  }
  return `${name} has signed the pledge, version ${version}.${tail[state] ?? ''}`
}

const dayOf = (at: number | null): string => (at === null ? '' : new Date(at / 1000).toISOString().slice(0, 10))

const MOST_CLOSE = 5
const CLOSE_ENOUGH = 0.45
/** One sign of Arabic may stand for eighteen letters: so much of a name is compared. */
const MOST_LETTERS = 200

function closeTo(whole: string, register: Register, entry: Entry | undefined, founder: Founder | undefined): Close[] {
  const plain = whole.slice(0, MOST_LETTERS)
  const here = register.entries.filter((one) => one !== entry).map((one) => ({ name: one.organisation.name, slug: one.organisation.slug, answer: wordOf(one), near: Math.max(...one.names.map((name) => nearness(plain, plainName(name)))) }))
  const then = FOUNDERS_2018.filter((one) => one !== founder).map((one) => ({ name: one.name, slug: null, answer: 'founder-2018' as const, near: Math.max(...[one.name, ...one.alsoKnownAs].map((name) => nearness(plain, plainName(name)))) }))
  const found = [...here, ...then].filter(({ near }) => near >= CLOSE_ENOUGH).sort((a, b) => b.near - a.near || (a.name < b.name ? -1 : 1))
  return found.slice(0, MOST_CLOSE).map(({ name, slug, answer }) => ({ name, slug, answer }))
}

/** Share of the letter pairs they have in common, 0 to 1; a whole word in common counts more. */
export function nearness(a: string, b: string): number {
  if (a === '' || b === '') return 0
  const [left, right] = [pairsOf(a), pairsOf(b)]
  const rest = new Map<string, number>()
  for (const one of right) rest.set(one, (rest.get(one) ?? 0) + 1)
  let shared = 0
  for (const one of left) {
    const count = rest.get(one) ?? 0
    if (count === 0) continue
    rest.set(one, count - 1)
    shared += 1
  }
  const words = a.split(' ').some((word) => word.length >= 4 && b.split(' ').includes(word)) ? 0.3 : 0
  return Math.min(1, (2 * shared) / (left.length + right.length) + words)
}
function pairsOf(text: string): string[] {
  const padded = ` ${text} `
  return Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2))
}

/**
 * The file that proves an embargo after its end: who was offered what and when, who agreed, declined, left, and what ended it; each
 * with what opens its commitment in the log. Nothing of the case itself is in it, and of parties only those that whoever asks may name.
 */
import type { FactId, Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Evidence, Means } from '../means.ts'
import { conflict, type PartyId } from '../model.ts'
import { noteOf } from '../model/embargo-entries.ts'
import { sealedFactsOf, type SealedFact } from '../store/embargo.ts'
import { storyOf } from '../model/process.ts'
import type { Asking, Book, Opened } from './book.ts'
import { storyIn } from './embargo-record.ts'

export type ProofEntry = { fact: FactId; at: string; what: string; terms: string | null; party: string | null; guest: boolean; opening: { salt: string; payload: string }; evidence: Evidence | null }
export type EmbargoProof = {
  compliance: 'openaccord/embargo/v1'
  case: string
  /** Where the log is, and when this file was made. */
  origin: string
  made: string
  terms: { id: string; ends: string; zone: string; textSha256: string }[]
  ended: { at: string; how: string }
  entries: ProofEntry[]
  /** The same in every file: how many others there are is not told. */
  note: string
}

export function createProofVerbs(means: Pick<Means, 'database' | 'vault' | 'origin' | 'clock' | 'evidence' | 'members'>, book: Book) {
  const { database, vault, origin, clock, evidence, members } = means

  return {
    origin,
    allianceName: (): Promise<string> => database.read(async (tx) => (await members.allianceName(tx)) ?? ''),
    hasProof: (asking: Asking, id: string): Promise<boolean> => book.read(asking, id, isThere),

    async embargoProof(asking: Asking, id: string): Promise<EmbargoProof> {
      const { opened, secrets } = await book.read(asking, id, async (here, tx) => {
        if (!isThere(here)) throw conflict('embargo-not-over', 'the file is made when the embargo is over, for who was part of it')
        return { opened: here, secrets: await sealedFactsOf(tx, vault, here.id) }
      })
      const story = storyOf(opened.entries(), opened.now)
      const told = entriesOf(opened, secrets)
      const proven = await Promise.all(told.map(async (entry): Promise<ProofEntry> => ({ ...entry, evidence: (await evidence(entry.fact, Buffer.from(entry.opening.payload, 'base64').toString().trimEnd())) ?? null })))
      return {
        compliance: 'openaccord/embargo/v1', case: opened.id, origin, made: iso(clock()),
        terms: [...story.words].map(([terms, { ends, zone, textSha256 }]) => ({ id: terms, ends, zone, textSha256 })),
        ended: { at: iso(story.ended?.at ?? opened.now), how: story.ended?.how ?? 'ended' }, entries: proven, note: 'What was said by parties whose names are not for whoever asked for this file is not in it.',
      }
    },
  }
}

const isThere = (opened: Opened): boolean => {
  const story = storyIn(opened)
  return story.state.embargo.state === 'exited' && (opened.viewer.until !== 0 || story.said.some(({ party }) => party === opened.party.id))
}

type Bare = Omit<ProofEntry, 'evidence'>

function entriesOf({ entries, seen, state, roll, party: mine }: Opened, secrets: readonly SealedFact[]): Bare[] {
  const byFact = new Map(entries().flatMap((entry) => {
    const note = noteOf(entry)
    return note !== undefined && 'fact' in note ? [[note.fact, { entry, note }] as const] : []
  }))
  const found: Bare[] = []
  for (const { fact, seq, secret } of secrets) {
    const said = byFact.get(fact)
    const entry = said?.entry ?? entries()[seq - 1]
    const by = entry?.by ?? null
    const isStatement = said?.note.event === 'embargo-ended'
    if (by !== null && !isStatement && by !== mine.id && !seen.names(by)) continue
    found.push({
      fact, at: atOf(entry?.at), what: said?.note.event ?? entry?.kind ?? 'embargo', terms: said !== undefined && 'terms' in said.note ? said.note.terms : null, ...named(by),
      opening: { salt: Buffer.from(secret.salt).toString('base64'), payload: Buffer.from(secret.payload).toString('base64') },
    })
  }
  return found

  function named(by: PartyId | null): { party: string | null; guest: boolean } {
    const party = by === null ? undefined : state().parties.get(by)
    return { party: party === undefined ? null : party.organisation === null ? party.guest : (roll.get(party.organisation)?.name ?? null), guest: party?.organisation === null }
  }
}

const atOf = (at: Micros | undefined): string => iso(at ?? 0)

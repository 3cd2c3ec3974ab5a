/** Writing an embargo down: an entry of the time line and a commitment in the log, together; and what follows by itself. */
import { SEALED_EMBARGO_BYTES, canonical, instantOf, type Json } from '@openaccord/facts'
import type { FactId } from '@openaccord/names'
import { isAdherent } from '@openaccord/disclosure'
import { Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import type { Audience } from '../model.ts'
import { dataOf, type Ending, type EmbargoNote, type ProcessNote } from '../model/embargo-entries.ts'
import { storyOf, type Story } from '../model/process.ts'
import { addSealedFact, saveDue } from '../store/embargo.ts'
import type { Work } from './book.ts'
import { enter, type By } from './enter.ts'
import { nextMoment } from '../model/clocks.ts'

export type Recorder = ReturnType<typeof createRecorder>
const OFFER: Audience = { to: 'offer' }

export const storyIn = (work: Work): Story => storyOf(work.entries(), work.now)

export function createRecorder({ journal, sealing, vault }: Pick<Means, 'journal' | 'sealing' | 'vault'>) {
  /** All commitments are of one size and one name: which act it is cannot be told from outside. */
  async function seal(tx: Tx, work: Work, text: string): Promise<FactId> {
    const bytes = Buffer.from(text)
    if (bytes.length > SEALED_EMBARGO_BYTES) throw new Refusal('too-large', 'cases.act-large', `the envelope of an act about an embargo has at most ${SEALED_EMBARGO_BYTES} bytes`)
    const payload = new Uint8Array(SEALED_EMBARGO_BYTES).fill(0x20)
    payload.set(bytes)
    const { body, secret } = sealing.seal({ about: [], payload })
    const fact = await tell(journal, tx, 'embargo-sealed', body, work.now)
    await addSealedFact(tx, vault, { fact, case: work.id, seq: work.entries().length + 1, secret })
    return fact
  }

  /** What the hub says itself: that somebody without a key has clicked, or what ended it. Canonical JSON. */
  const sealStatement = (tx: Tx, work: Work, statement: Record<string, Json>): Promise<FactId> => seal(tx, work, canonical({ v: 1, case: work.id, at: instantOf(work.now), ...statement }))

  /** States its end in the log and in the time line, in the same transaction as what ended it. */
  async function end(tx: Tx, work: Work, how: Ending, { reason, terms, by, at }: { reason: string; terms: string; by: By | null; at?: number }): Promise<void> {
    const fact = await sealStatement(tx, work, { statement: 'embargo-ended', how, terms, ended: instantOf(at ?? work.now) })
    append(work, 'embargo', { event: 'embargo-ended', how, reason, fact }, ENDED[how], OFFER, by)
  }

  return { seal, sealStatement, append, follow, end, OFFER }
}

function append(work: Work, kind: 'embargo' | 'process', note: EmbargoNote | ProcessNote, words: string, to: Audience, by: By | null): void {
  work.append({ kind, words, data: dataOf(note) }, to, by)
}

/** Whoever has accepted what is now in force takes part; what is due next is noted. */
async function follow(tx: Tx, work: Work): Promise<void> {
  const { state } = storyIn(work)
  if (state.embargo.inForce !== null) {
    for (const party of work.state().parties.values()) if (party.standing === 'invited' && isAdherent(state, party.id)) enter(work, party, { party: party.id, person: null })
  }
  await saveDue(tx, work.id, nextMoment(work.entries(), work.now))
}

export const ENDED: Record<Ending, string> = {
  'agreed-end': 'The embargo has ended: the agreed instant has come.',
  ended: 'Who coordinates has ended the embargo.',
  public: 'The embargo has ended by itself: the vulnerability is public.',
  exploited: 'The embargo has ended by itself: an exploit is public.',
  decided: 'The embargo was ended by a decision on record.',
  merged: 'The embargo has ended: the work goes on in another case.',
}

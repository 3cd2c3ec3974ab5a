/**
 * The journal: facts in the order in which they happened, written in the transaction that made them true.
 * The body is canonical JSON (RFC 8785), so that whoever hashes it later hashes the same bytes.
 */
import { canonical, type Json } from '@openaccord/facts'
import { newId, type FactId, type Micros } from '@openaccord/names'
import type { Random } from '../kernel/index.ts'
import type { Database, Reader, Row, Tx } from './database.ts'

export type Statement = { room: string; kind: string; at: Micros; body: Json }
/** A statement as it is kept. `seq` counts from 1 without gaps; `body` is the text, byte for byte what was stated. */
export type Fact = { seq: number; id: FactId; room: string; kind: string; at: Micros; body: string }

export type Journal = ReturnType<typeof createJournal>

const CHANNEL = 'journal'

export function createJournal({ database, random }: { database: Database; random: Random }) {
  return {
    /**
     * Kept with the transaction, or not at all. Call it last: on PostgreSQL whoever writes here holds up the next
     * one until the transaction ends. That is what makes `seq` the order of commits: who has seen n has seen all before.
     */
    async write(tx: Tx, ...statements: readonly Statement[]): Promise<Fact[]> {
      if (statements.length === 0) return []
      await tx.lock('journal')
      const last = await tx.get<{ seq: number | null }>('select max(seq) as seq from facts')
      const facts = statements.map((statement, index) => factOf(statement, (last?.seq ?? 0) + 1 + index, random))
      await tx.bulk('facts', columnsOf(facts), facts.length)
      tx.notify(CHANNEL, String(facts.at(-1)?.seq))
      return facts
    },

    /** The facts after that number, oldest first, at most `limit`. Start from 0. */
    readAfter: (seq: number, limit: number): Promise<Fact[]> => database.read((tx) => readFactsAfter(tx, seq, limit)),

    /** The number of the newest fact, 0 when there is none. */
    last: (): Promise<number> => database.read(async (tx) => (await tx.get<{ seq: number | null }>('select max(seq) as seq from facts'))?.seq ?? 0),

    /** Called when there may be something new, on every hub. Returns how to stop. */
    listen: (heard: () => void): (() => void) => database.listen(CHANNEL, () => heard()),
  }
}

/** One fact, as `write` takes it. */
export async function writeOne(journal: Pick<Journal, 'write'>, tx: Tx, statement: Statement): Promise<Fact> {
  const [fact] = await journal.write(tx, statement)
  if (fact === undefined) throw new Error('the journal took nothing')
  return fact
}

/** `readAfter` within a transaction of one's own. */
export async function readFactsAfter(tx: Reader, seq: number, limit: number): Promise<Fact[]> {
  const rows = await tx.all<Row & Fact>('select seq, id, room, kind, at, body from facts where seq > ? order by seq limit ?', seq, limit)
  return rows
}

export const findFact = (tx: Reader, id: string): Promise<Fact | undefined> => tx.get<Row & Fact>('select seq, id, room, kind, at, body from facts where id = ?', id)

/** Takes away for good what these facts say; that there was one, when and of which kind, stays. For what a law or a right asks to be removed. */
export async function forgetFacts(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of ids) await tx.run('update facts set body = ? where id = ?', canonical({ forgotten: true }), id)
}

function factOf({ room, kind, at, body }: Statement, seq: number, random: Random): Fact {
  return { seq, id: newId('fact', random), room, kind, at, body: canonical(body) }
}

function columnsOf(facts: readonly Fact[]) {
  return {
    seq: Float64Array.from(facts, ({ seq }) => seq),
    id: facts.map(({ id }) => id),
    room: facts.map(({ room }) => room),
    kind: facts.map(({ kind }) => kind),
    at: Float64Array.from(facts, ({ at }) => at),
    body: facts.map(({ body }) => body),
  }
}

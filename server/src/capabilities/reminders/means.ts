/** What the verbs of this room are given. */
import type { Micros } from '@openaccord/names'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import type { Journal } from '../../platform/journal.ts'
import type { Awaited } from './model.ts'

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  /** By the room that waits, now; undefined where nobody is waited for. Not within a transaction. */
  awaited(about: string): Promise<Awaited | undefined>
  allianceName(tx: Reader): Promise<string | undefined>
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** Leaves a job for that moment. */
  later(tx: Tx, job: { kind: string; at: Micros; key: string; payload: { reminder: string } }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

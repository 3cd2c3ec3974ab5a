/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { MemberFact } from '@openaccord/facts'

/** Puts a mail into the queue, with the same transaction as everything else. */
export type SendMail = (tx: Tx, mail: { to: string; subject: string; text: string }) => Promise<void>
/** States facts in the same transaction: together or not at all. */
export type Tell = (tx: Tx, fact: MemberFact) => Promise<void>

export type Means = { database: Database; clock: Clock; random: Random; tell: Tell }
export type MailMeans = Means & {
  mail: SendMail
  /** `https://hub.example`, without a slash at the end: where links in mails lead. */
  origin: string
}

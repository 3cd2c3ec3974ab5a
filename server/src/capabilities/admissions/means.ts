/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { ApplicationId, BallotId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Actor, Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import type { Effort } from '../../platform/effort.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { CheckDomain, HandedIn, Signing } from '../members/index.ts'
import type { Size } from './model/answers.ts'
import type { Finding } from './model/evidence.ts'
import type { BallotStanding } from './model/standing.ts'
import type { Voter } from './model/sponsors.ts'

export type Opened = HandedIn
export type Named = { id: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left'; since: Micros }

/** The members' room, as far as this one needs it. */
export type Members = {
  organisations(tx: Reader): Promise<Named[]>
  allianceName(tx: Reader): Promise<string | undefined>
  /** Who answers for an organisation and is active: mails go there. */
  mailsOf(tx: Reader, organisation: OrganisationId): Promise<string[]>
  person(tx: Reader, person: PersonId): Promise<{ name: string; mail: string } | undefined>
  /** Enters the organisation and invites its first person, in a transaction of its own. */
  admit(actor: Actor, wish: { slug: string; name: string; country: string; sector: string; size: Size; website: string | null; description: string; mail: string }): Promise<OrganisationId>
}

export type Ballots = {
  open(tx: Tx, wish: { application: ApplicationId; title: string; text: string; textSha256: string; excluded: OrganisationId[]; by: OrganisationId; now: Micros }): Promise<BallotId>
  standing(tx: Reader, id: BallotId, now: Micros): Promise<BallotStanding>
  /** Before the voting; later it runs to its end, and changes nothing here. */
  withdraw(tx: Tx, id: BallotId, now: Micros): Promise<void>
}

/** What the machine check of a domain found. `address`: its permalink. */
export type Report = { at: Micros; rules: string; findings: Finding[]; sha256: string; address: string | null }

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  members: Members
  signing: Signing
  ballots: Ballots
  effort: Pick<Effort, 'spend'>
  checkDomain: CheckDomain
  /** Undefined where the domain cannot be measured: it asks not to be, or is nobody's. */
  measure(domain: string): Promise<Report | undefined>
  /** A public page as it stands now, through the guarded way out: its hash and size. Undefined where it cannot be read. */
  capture(link: string): Promise<{ sha256: string; bytes: number } | undefined>
  /** Signatories with a vote, or without one and why. */
  voters(tx: Reader, now: Micros): Promise<Voter[]>
  /** Organisations that a ballot has removed, and when. Who lapsed or left by itself is not among them. */
  removals(tx: Reader): Promise<ReadonlyMap<OrganisationId, Micros>>
  /** When an organisation first signed the pledge after that moment; null while it has not. */
  signedAt(tx: Reader, organisation: OrganisationId, after: Micros): Promise<Micros | null>
  /** Leaves a job that calls `sendLinks`: whether an address is known is not told by how long an answer takes. */
  askForLinks(tx: Tx, mail: string): Promise<void>
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

/** A fact of this room, with what is told of it: see the table in packages/facts. Gives its id and its number. */
export async function state(journal: Means['journal'], tx: Tx, { kind, at, body }: { kind: string; at: Micros; body: Parameters<Journal['write']>[1]['body'] }): Promise<{ fact: FactId; seq: number }> {
  const { id, seq } = await writeOne(journal, tx, { room: 'admissions', kind, at, body })
  return { fact: id, seq }
}

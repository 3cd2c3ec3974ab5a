/** What members do here, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import { DAY, type Clock, type Random } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { Journal } from '../../platform/journal.ts'
import { createAuthenticate } from './authenticate.ts'
import { SESSION_IDLE } from './model/credentials.ts'
import type { MemberFact } from '@openaccord/facts'
import type { CheckDomain } from './domain-check.ts'
import type { MailMeans, SendMail } from './means.ts'
import { sweep } from './store/one-time.ts'
import { createActVerbs, type VerifySignature } from './verbs/acts.ts'
import { createAllianceVerbs, type AllianceSettings } from './verbs/alliance.ts'
import { createApprovalVerbs } from './verbs/approvals.ts'
import { createCommunityVerbs } from './verbs/communities.ts'
import { createDomainVerbs } from './verbs/domains.ts'
import { createInvitationVerbs } from './verbs/invitations.ts'
import { createKeyEndVerbs } from './verbs/key-ends.ts'
import { createKeyVerbs } from './verbs/keys.ts'
import { createLadderVerbs } from './verbs/ladder.ts'
import { createMeasureVerbs } from './verbs/measures.ts'
import { createMailLinkVerbs, type AskForLink } from './verbs/mail-links.ts'
import { createOidc, type OidcSettings } from './verbs/oidc.ts'
import { createOrganisationVerbs } from './verbs/organisations.ts'
import { createPasskeyVerbs } from './verbs/passkeys.ts'
import { createPeopleVerbs } from './verbs/people.ts'
import { createSessionVerbs } from './verbs/sessions.ts'
import { createSetUpVerbs } from './verbs/set-up.ts'
import { createTokenVerbs } from './verbs/tokens.ts'

export type MembersSettings = {
  database: Database
  journal: Pick<Journal, 'write'>
  clock: Clock
  random: Random
  mail: SendMail
  /** Leaves a job that calls `sendSignInLink`. */
  askForLink: AskForLink
  /** `https://hub.example`, without a slash at the end. */
  origin: string
  /** The name of this alliance in what is signed: the origin of its log. */
  alliance: string
  /** Strict Ed25519. */
  verify: VerifySignature
  /** Looks for the proof of a key in a domain. */
  checkDomain: CheckDomain
  /** Shown to the public as the address to write to. */
  contact?: string
  /** An OpenID provider, asked through the guarded `fetch`. */
  oidc?: OidcSettings & { fetch: typeof globalThis.fetch }
  /** A demonstration: its accounts have links that sign in again and again. */
  demo?: boolean
  /** Hears of what nobody waits for: notes of last use that could not be kept. */
  trouble?: (error: unknown) => void
}

const AUDIT_KEPT = 400 * DAY

export type Members = ReturnType<typeof createMembers>

export function createMembers({
  database, journal, clock, random, mail, askForLink, origin, alliance, verify, checkDomain, contact, oidc, demo = false, trouble,
}: MembersSettings) {
  async function tell(tx: Tx, { fact: kind, ...body }: MemberFact): Promise<void> {
    await journal.write(tx, { room: 'members', kind, at: clock(), body })
  }
  const means: MailMeans = { database, clock, random, tell, mail, origin }
  const { authenticate, flush } = createAuthenticate({ database, clock, ...(trouble === undefined ? {} : { trouble }) })
  const organisations = createOrganisationVerbs(means)
  const communities = createCommunityVerbs(means)
  const acts = createActVerbs({ database, clock, alliance, verify })
  const keys = createKeyVerbs({ ...means, takeAct: acts.takeAct })
  const settings: AllianceSettings = { contact, signIn: oidc === undefined ? ['passkey', 'mail'] : ['passkey', 'mail', 'oidc'], oidcName: oidc?.name, demo }
  return {
    authenticate,
    ...createAllianceVerbs({ database, settings, others: { ...organisations, ...communities } }),
    ...createSetUpVerbs(means),
    ...organisations,
    ...createLadderVerbs(means),
    ...createMeasureVerbs({ ...means, contact }),
    ...createInvitationVerbs(means),
    ...createPeopleVerbs(means),
    ...communities,
    ...createSessionVerbs(means),
    ...createTokenVerbs(means),
    ...createPasskeyVerbs(means),
    ...keys,
    ...createKeyEndVerbs({ ...means, ...keys, takeAct: acts.takeAct }),
    ...createDomainVerbs({ ...means, checkDomain, ownKeys: keys.ownKeys }),
    readAct: acts.readAct,
    readActs: acts.readActs,
    prepareAct: acts.prepareAct,
    ...createApprovalVerbs({ database, clock, random, alliance }),
    /** Undefined where no provider is set. */
    oidc: oidc && createOidc(means, oidc, oidc.fetch),
    ...createMailLinkVerbs({ ...means, askForLink, demo }),
    /** Once an hour or so, on one hub: forgets what has ended. Returns how many rows went. */
    sweep: (): Promise<number> => {
      const now = clock()
      return database.transact((tx) => sweep(tx, now, { idleBefore: now - SESSION_IDLE, auditBefore: now - AUDIT_KEPT }))
    },
    /** Before the hub stops: keeps the notes of last use that are still in memory. */
    close: (): Promise<void> => flush(),
  }
}

/** Who may sponsor whom: two signatories in good standing, of two groups, neither under one control with the applicant (after FIRST, TI, CA/B). */
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Application, Sponsor } from '../model.ts'
import { SPONSORS_NEEDED, type Outside } from './standing.ts'
import { SPONSOR_BAR } from './terms.ts'

/** A signatory with a vote, or without one and why; the ballots' room has the same list. `barredUntil`: while it sponsors nobody, see `barredUntil`. */
export type Voter = { organisation: OrganisationId; slug: string; name: string; group: string | null; size: 'small' | 'large'; standing: 'voting' | 'probation' | 'suspended' | 'lapsed'; barredUntil?: Micros }
export type Bar = 'on-probation' | 'not-in-good-standing' | 'sponsored-removed' | 'affiliated' | 'own-group-sponsors' | 'sponsors-already'

const same = (a: string | null, b: string | null): boolean => a !== null && b !== null && a.normalize('NFKC').trim().toLowerCase() === b.normalize('NFKC').trim().toLowerCase()

/** Signatories under one control with the applicant, as it declared and as the register groups them. */
export function affiliatesOf({ answers: { organisation } }: Application, voters: readonly Voter[]): Voter[] {
  if (organisation === null) return []
  const named = voters.filter(({ slug, group, name }) => organisation.affiliates.includes(slug) || same(organisation.group, group) || same(organisation.group, name))
  return voters.filter((voter) => named.includes(voter) || named.some(({ group }) => same(group, voter.group)))
}

/** Why this organisation may not sponsor it; undefined where it may. */
export function barOf(organisation: OrganisationId, application: Application, voters: readonly Voter[]): Bar | undefined {
  const voter = voters.find((one) => one.organisation === organisation)
  if (voter === undefined || voter.standing === 'suspended' || voter.standing === 'lapsed') return 'not-in-good-standing'
  if (voter.standing === 'probation') return 'on-probation'
  if (voter.barredUntil !== undefined) return 'sponsored-removed'
  if (affiliatesOf(application, voters).includes(voter)) return 'affiliated'
  const standing = new Set(application.sponsors.filter(({ withdrawn }) => withdrawn === null).map((sponsor) => sponsor.organisation))
  if (standing.has(organisation)) return 'sponsors-already'
  const groups = voters.filter((one) => standing.has(one.organisation)).map(({ group }) => group)
  return groups.some((group) => same(group, voter.group)) ? 'own-group-sponsors' : undefined
}

/** An organisation that was admitted, and who vouched for it when it was decided. */
export type Vouched = { organisation: OrganisationId; sponsors: readonly OrganisationId[] }

/** Until when this one sponsors nobody, because of whom it vouched for; undefined where nothing is held against it. */
export function barredUntil(sponsor: OrganisationId, vouched: readonly Vouched[], removals: ReadonlyMap<OrganisationId, Micros>, now: Micros): Micros | undefined {
  const own = vouched.filter(({ sponsors }) => sponsors.includes(sponsor)).map(({ organisation }) => organisation)
  const times = [...new Set(own)].flatMap((organisation) => removals.get(organisation) ?? []).filter((at) => at <= now).sort((a, b) => a - b)
  const last = times.findLast((at, index) => times.filter((other, place) => place <= index && other > at - SPONSOR_BAR.within).length > SPONSOR_BAR.removals)
  return last === undefined || now >= last + SPONSOR_BAR.lasts ? undefined : last + SPONSOR_BAR.lasts
}

/** Those who stand now and may still vouch: who was suspended meanwhile, or has come under one control with the applicant or another sponsor, does not count. */
export function countingSponsors(application: Application, voters: readonly Voter[]): Sponsor[] {
  const affiliates = affiliatesOf(application, voters)
  const counting: { sponsor: Sponsor; group: string | null }[] = []
  for (const sponsor of application.sponsors) {
    const voter = voters.find(({ organisation }) => organisation === sponsor.organisation)
    if (sponsor.withdrawn !== null || voter?.standing !== 'voting' || affiliates.includes(voter)) continue
    if (counting.every(({ group, sponsor: other }) => !same(group, voter.group) && other.organisation !== sponsor.organisation)) counting.push({ sponsor, group: voter.group })
  }
  return counting.map(({ sponsor }) => sponsor)
}

export function sponsorsNow(application: Application, voters: readonly Voter[]): Outside['sponsors'] {
  const counting = countingSponsors(application, voters)
  const enoughSince: Micros | null = counting[SPONSORS_NEEDED - 1]?.at ?? null
  return { count: counting.length, enoughSince }
}

/**
 * The release decision: who gets which object, whole, with fields held back, or not at all. Every exit asks this file,
 * and `store/predicate.ts` says the same in SQL; `release.test.ts` holds the two against each other.
 * Levels and their order are those of TLP 2.0; see docs/decisions/0005-release-levels.md.
 */
import type { CommunityId, OrganisationId, PersonId } from '@openaccord/names'
import type { Level } from '@openaccord/stix'
import type { Actor } from '../../kernel/index.ts'

/**
 * How far down the levels one sees: -1 nothing, 0 CLEAR, 2 up to AMBER (partners of the community),
 * 3 up to AMBER+STRICT (its members), 4 up to RED (the people named for it).
 */
export type Ceiling = -1 | 0 | 2 | 3 | 4

/** An organisation's number in the store; 0 is nobody and owns nothing. */
export type Party = number
export const NOBODY: Party = 0

/** One who looks: how far down, and as whom. */
export type View = { ceiling: Ceiling; party: Party }
export const NO_VIEW: View = { ceiling: -1, party: NOBODY }
/** Everyone's view, through the public API root: CLEAR, and nothing as an owner. */
export const PUBLIC_VIEW: View = { ceiling: 0, party: NOBODY }

/** What of a collection decides who sees into it. */
export type Audience = { community: CommunityId; redRecipients: readonly PersonId[] }

/** `least`: from here on one sees it at all. `whole`: from here on nothing is held back. 5 in either: the owner only. */
export type Levels = { least: Level; whole: Level }
export type Kept = Levels & { owner: Party; sources: readonly Party[] }
export type Release = 'whole' | 'redacted' | 'no'

/** Never lower than any level: what nothing beats. */
export const UNBEATEN = 9

/**
 * The view of this actor into this collection. Outside its community one sees what everyone sees. Nobody reads as a
 * member without the right to read, and an actor without communities (suspended, or none yet) is an outsider everywhere.
 */
export function viewOf(actor: Actor, audience: Audience, partyOf: (organisation: OrganisationId) => Party): View {
  const standing = actor.communities.get(audience.community)
  if (standing === undefined || actor.organisation === undefined || actor.person === undefined) return PUBLIC_VIEW
  if (!actor.may.has('threats.read')) return PUBLIC_VIEW
  const party = partyOf(actor.organisation)
  if (audience.redRecipients.includes(actor.person)) return { ceiling: 4, party }
  return { ceiling: standing === 'member' ? 3 : 2, party }
}

/** The one decision. Owner and further sources have what they sent; everyone else by level. */
export function decideRelease(view: View, object: Kept): Release {
  if (view.ceiling < 0) return 'no'
  if (view.party !== NOBODY && (object.owner === view.party || object.sources.includes(view.party))) return 'whole'
  if (object.least > view.ceiling) return 'no'
  return object.whole > view.ceiling ? 'redacted' : 'whole'
}

/**
 * One stored version. `line`: the versions of one id that one organisation sent; the earlier line has the lower number.
 * A second line begins when somebody sends an id whose first line is hidden from them, or another form of an observable.
 */
export type Version = Kept & { line: number; version: number }

/** Which versions one asks for (TAXII 2.1 §3.4.1); instants in microseconds. */
export type Wanted = { all: true } | { all?: false; first: boolean; last: boolean; at: readonly number[] }
export const LAST: Wanted = { first: false, last: true, at: [] }

/**
 * Of all versions of one id in one collection, those that this view gets: of the earliest line it sees anything of,
 * those that are wanted among what it sees. Nothing hidden has a say in what is first or last.
 */
export function chooseVersions<V extends Version>(view: View, versions: readonly V[], wanted: Wanted): V[] {
  const seen = versions.filter((version) => decideRelease(view, version) !== 'no')
  const line = Math.min(...seen.map((version) => version.line))
  const shown = seen.filter((version) => version.line === line)
  if (wanted.all === true) return shown
  const instants = shown.map(({ version }) => version)
  const chosen = new Set<number>(wanted.at)
  if (wanted.first) chosen.add(Math.min(...instants))
  if (wanted.last) chosen.add(Math.max(...instants))
  return shown.filter(({ version }) => chosen.has(version))
}

/**
 * What stands in a version's way, as the lowest `least` among the versions that beat it: `superseded` for being the
 * last, `preceded` for being the first, `shadow` for being shown at all (earlier lines). UNBEATEN where there is none.
 * A view with ceiling c that owns nothing here has the version as its last exactly when least <= c < superseded.
 */
export type Rank = { superseded: number; preceded: number; shadow: number }
export type Ranked = { line: number; version: number; least: number }

export function rankVersions(versions: readonly Ranked[]): Rank[] {
  const ranks: Rank[] = versions.map(() => ({ superseded: UNBEATEN, preceded: UNBEATEN, shadow: UNBEATEN }))
  const order = versions.map((_, at) => at).sort((a, b) => versions[a]!.line - versions[b]!.line || versions[a]!.version - versions[b]!.version)
  sweep(order, 'preceded')
  sweep(endToStart(order), 'superseded')
  return ranks

  /** Walks the lines from the earliest, carrying the lowest level met: in all lines before, and in this one so far. */
  function sweep(places: readonly number[], rank: 'superseded' | 'preceded'): void {
    let before = UNBEATEN
    let within = UNBEATEN
    let line: number | undefined
    for (const at of places) {
      const one = versions[at]!
      if (one.line !== line) {
        before = Math.min(before, within)
        within = UNBEATEN
        line = one.line
      }
      ranks[at]![rank] = Math.min(before, within)
      ranks[at]!.shadow = before
      within = Math.min(within, one.least)
    }
  }

  /** The same lines in the same order, each from its newest version to its oldest. */
  function endToStart(places: readonly number[]): number[] {
    return places.toSorted((a, b) => versions[a]!.line - versions[b]!.line || versions[b]!.version - versions[a]!.version)
  }
}

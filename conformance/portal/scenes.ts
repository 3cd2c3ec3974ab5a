/**
 * Every page in the states people meet it in: whom it is played by, and what is done until it stands there. The walks of
 * this folder (axe, right to left, pictures) take their pages from here; a page of paths.ts that has no scene fails them.
 */
import { pathTo, places, type PlaceName } from '../../portal/app/paths.ts'
import { admissionsScenes } from './scenes/admissions.ts'
import { advisoriesScenes } from './scenes/advisories.ts'
import { ballotsScenes } from './scenes/ballots.ts'
import { CONTESTED, DECIDED, DISCUSSED, DISCUSSED_APPLICANT, GATEWAY_DRAFT, VOTED_ON, type Cast, type Scene } from './scenes/cast.ts'
import { caseWorkScenes } from './scenes/case-work.ts'
import { casesScenes } from './scenes/cases.ts'
import { commitmentsScenes } from './scenes/commitments.ts'
import { concernsScenes } from './scenes/concerns.ts'
import { disclosureScenes } from './scenes/disclosure.ts'
import { exchangeScenes } from './scenes/exchange.ts'
import { houseScenes } from './scenes/house.ts'
import { membersScenes } from './scenes/members.ts'
import { pledgesScenes } from './scenes/pledges.ts'

export { gatherCast, type Cast, type Scene } from './scenes/cast.ts'
export { firstDay } from './scenes/first-day.ts'

/** Redirects and forms' targets: nobody looks at them. */
export const WITHOUT_VIEW: readonly PlaceName[] = ['signOut']

/** One address for every page with a view, as a member of Northgate Grid meets it. */
export function everyPage(cast: Cast): { at: PlaceName; path: string }[] {
  const ids: Partial<Record<PlaceName, string>> = {
    threat: cast.report, collection: cast.collection('Shared threats'), collectionSettings: cast.collection('Grid intrusions'),
    person: cast.tomasz, community: cast.community('Energy Watch'), member: cast.organisation('Cedar Bank'), act: cast.act, ceremony: cast.ceremony,
    commitment: cast.commitment('Every release signed, with its provenance'), deskReport: cast.reported.report,
    concern: cast.concern('Vantage Signals'), answerConcern: cast.concern('Ferrous Works'), screenOne: cast.correction,
    application: cast.application(DISCUSSED_APPLICANT), handleApplication: cast.application('Tern Analytics'), sponsorApplication: cast.application('Basalt Routers'),
    ...Object.fromEntries((Object.keys(places) as PlaceName[]).filter((at) => places[at].path.startsWith('/cases/:id')).map((at) => [at, cast.case('A clock that can be set from outside')])),
    advisory: cast.advisory('Ferrous Drive X2 accepts firmware that nobody signed'),
    ...Object.fromEntries((['editAdvisory', 'previewAdvisory', 'draftVersions', 'publishAdvisory'] as const).map((at) => [at, cast.draft(GATEWAY_DRAFT)])),
    ballot: cast.ballot(DECIDED), vote: cast.ballot(VOTED_ON), editBallot: cast.ballot(DISCUSSED), contestBallot: cast.ballot(CONTESTED),
  }
  const params = { version: cast.pledge.version, sha256: cast.pledge.sha256, slug: cast.entry.slug, kind: 'statement', keyid: cast.keyid, step: 'organisation', domain: 'northgate-grid.example', thread: '1', draft: cast.drafted.draft }
  const queries: Partial<Record<PlaceName, Record<string, string>>> = { signInMail: { token: 'oal_none' }, join: { token: 'oai_none' }, applyContact: { token: 'oad_none' }, refused: { status: '429', id: 'req_1' } }
  return (Object.keys(places) as PlaceName[])
    .filter((at) => !WITHOUT_VIEW.includes(at))
    .map((at) => ({ at, path: pathTo(at, { ...params, id: ids[at] ?? '', ...(at === 'signConduct' ? { kind: 'commitment' } : {}), ...(at === 'caseSign' ? { act: 'propose' } : {}), ...(at === 'reportTo' ? { slug: 'northgate-grid' } : {}) }, queries[at]) }))
}

/** The states beyond the plain page. `invitation`: a link that was mailed and not used. */
export const scenes = (cast: Cast, invitation: string): Scene[] => [
  ...houseScenes(),
  ...admissionsScenes(cast),
  ...membersScenes(cast, invitation),
  ...pledgesScenes(cast),
  ...concernsScenes(cast),
  ...disclosureScenes(cast),
  ...casesScenes(cast),
  ...caseWorkScenes(cast),
  ...advisoriesScenes(cast),
  ...ballotsScenes(cast),
  ...exchangeScenes(cast),
  ...commitmentsScenes(cast),
]

/** Every page of the portal, once: its address, its name in the catalogue, and the page above it (for breadcrumbs). */

type Place = {
  path: string
  above: PlaceName | null
  /**
   * It is whole in every language: everyone reads it, or (`inside`) whoever has a link, which search engines do not. The others
   * fall back to English, and say so.
   */
  open?: true | 'inside'
}
export type PlaceName =
  | 'front' | 'signIn' | 'signInSent' | 'signInMail' | 'join' | 'setUp' | 'signOut' | 'register' | 'about' | 'keys' | 'preferences' | 'refused'
  | 'threats' | 'share' | 'threat' | 'collections' | 'newCollection' | 'collection' | 'collectionSettings'
  | 'pledge' | 'pledgeVersion' | 'pledgeByHash' | 'pledgeCompare' | 'registered' | 'founders' | 'statements' | 'conflicts'
  | 'log' | 'act' | 'verify' | 'signingKey' | 'signingKeys' | 'newSigningKey' | 'ownSigningKey'
  | 'duties' | 'signAct' | 'keep' | 'keepVersion' | 'ceremony'
  | 'commitments' | 'commitment' | 'requests' | 'requestsOf' | 'signConduct' | 'attestationDraft' | 'reviews' | 'assessors' | 'keepAssessors'
  | 'domainCheck' | 'checkedDomain'
  | 'concerns' | 'newConcern' | 'receipt' | 'concern' | 'answerConcern' | 'screen' | 'screenOne' | 'appeals'
  | 'report' | 'reportTo' | 'mailbox' | 'advisories' | 'advisory' | 'provider'
  | 'desk' | 'deskReport' | 'deskSettings'
  | 'lesson'
  | 'cases' | 'newCase' | 'case' | 'caseTimeline' | 'caseEmbargo' | 'caseSign' | 'casePeople' | 'caseGuest' | 'caseThreads' | 'caseThread' | 'caseFiles' | 'caseTasks' | 'caseDrafts' | 'caseDraft' | 'caseNotes' | 'caseSearch'
  | 'deskAdvisories' | 'newAdvisory' | 'editAdvisory' | 'previewAdvisory' | 'draftVersions' | 'publishAdvisory' | 'deskProducts' | 'publisher'
  | 'ballots' | 'ballot' | 'newBallot' | 'editBallot' | 'vote' | 'contestBallot' | 'today'
  | 'organisation' | 'people' | 'person' | 'tokens' | 'communities' | 'newCommunity' | 'community' | 'account'
  | 'organisations' | 'admit' | 'member' | 'operate' | 'warningLists'
  | 'apply' | 'applyForm' | 'applyStanding' | 'applyContact' | 'applications' | 'application' | 'handleApplication' | 'sponsorApplication'

export const places: Readonly<Record<PlaceName, Place>> = {
  front: { path: '/', above: null, open: true },
  signIn: { path: '/sign-in', above: 'front', open: true },
  signInSent: { path: '/sign-in/sent', above: 'signIn', open: true },
  signInMail: { path: '/sign-in/mail', above: 'signIn', open: true },
  join: { path: '/join', above: 'front' },
  setUp: { path: '/set-up', above: 'front' },
  signOut: { path: '/sign-out', above: 'front' },
  register: { path: '/register', above: 'front', open: true },
  registered: { path: '/register/:slug', above: 'register', open: true },
  founders: { path: '/register/founders-2018', above: 'register', open: true },
  conflicts: { path: '/register/conflicts-of-law', above: 'register', open: true },
  statements: { path: '/statements', above: 'front', open: true },
  pledge: { path: '/pledge', above: 'front', open: true },
  pledgeVersion: { path: '/pledge/:version', above: 'pledge', open: true },
  pledgeByHash: { path: '/pledge/by-hash/:sha256', above: 'pledge', open: true },
  pledgeCompare: { path: '/pledge/compare', above: 'pledge', open: true },
  log: { path: '/log', above: 'front', open: true },
  act: { path: '/log/acts/:id', above: 'log', open: true },
  verify: { path: '/verify', above: 'front', open: true },
  signingKey: { path: '/keys/:keyid', above: 'log', open: true },
  about: { path: '/about', above: 'front' },
  keys: { path: '/keys', above: 'front', open: true },
  preferences: { path: '/preferences', above: 'front', open: true },
  refused: { path: '/refused', above: 'front', open: true },

  commitments: { path: '/commitments', above: 'front', open: true },
  commitment: { path: '/commitments/:id', above: 'commitments', open: true },
  requests: { path: '/requests', above: 'front', open: true },
  requestsOf: { path: '/requests/:slug', above: 'requests', open: true },
  signConduct: { path: '/accord/commitments/sign/:kind', above: 'duties' },
  attestationDraft: { path: '/accord/commitments/attestation', above: 'duties' },
  reviews: { path: '/accord/commitments/reviews', above: 'duties' },

  assessors: { path: '/assessors', above: 'requests', open: true },
  keepAssessors: { path: '/accord/keep/assessors', above: 'keep' },

  domainCheck: { path: '/check', above: 'front', open: true },
  checkedDomain: { path: '/check/:domain', above: 'domainCheck', open: true },
  today: { path: '/today', above: 'front' },
  concerns: { path: '/concerns', above: 'front', open: true },
  newConcern: { path: '/concerns/new', above: 'concerns', open: true },
  receipt: { path: '/concerns/receipt', above: 'concerns', open: true },
  concern: { path: '/concerns/:id', above: 'concerns', open: true },
  answerConcern: { path: '/concerns/:id/answer', above: 'concerns' },
  screen: { path: '/screen', above: 'front' },
  appeals: { path: '/screen/appeals', above: 'screen' },
  screenOne: { path: '/screen/:id', above: 'screen' },
  advisories: { path: '/advisories', above: 'front', open: true },
  provider: { path: '/advisories/provider', above: 'advisories', open: true },
  advisory: { path: '/advisories/:id', above: 'advisories', open: true },
  lesson: { path: '/learn/2017', above: 'advisories', open: true },
  report: { path: '/report', above: 'front', open: true },
  reportTo: { path: '/report/to/:slug', above: 'report', open: true },
  mailbox: { path: '/report/receipt', above: 'report', open: true },
  desk: { path: '/desk', above: 'front' },
  deskSettings: { path: '/desk/settings', above: 'desk' },
  deskReport: { path: '/desk/reports/:id', above: 'desk' },
  cases: { path: '/cases', above: 'front', open: 'inside' },
  newCase: { path: '/cases/new', above: 'cases', open: 'inside' },
  case: { path: '/cases/:id', above: 'cases', open: 'inside' },
  caseEmbargo: { path: '/cases/:id/embargo', above: 'case', open: 'inside' },
  caseSign: { path: '/cases/:id/embargo/:act', above: 'caseEmbargo', open: 'inside' },
  casePeople: { path: '/cases/:id/people', above: 'case', open: 'inside' },
  caseTimeline: { path: '/cases/:id/timeline', above: 'case', open: 'inside' },
  caseThreads: { path: '/cases/:id/threads', above: 'case', open: 'inside' },
  caseThread: { path: '/cases/:id/threads/:thread', above: 'caseThreads', open: 'inside' },
  caseFiles: { path: '/cases/:id/files', above: 'case', open: 'inside' },
  caseTasks: { path: '/cases/:id/tasks', above: 'case', open: 'inside' },
  caseDrafts: { path: '/cases/:id/drafts', above: 'case', open: 'inside' },
  caseDraft: { path: '/cases/:id/drafts/:draft', above: 'caseDrafts', open: 'inside' },
  caseNotes: { path: '/cases/:id/notes', above: 'case', open: 'inside' },
  caseSearch: { path: '/cases/:id/search', above: 'case', open: 'inside' },
  caseGuest: { path: '/case-guest', above: 'front', open: true },
  deskAdvisories: { path: '/desk/advisories', above: 'front' },
  newAdvisory: { path: '/desk/advisories/new', above: 'deskAdvisories' },
  editAdvisory: { path: '/desk/advisories/:id', above: 'deskAdvisories' },
  previewAdvisory: { path: '/desk/advisories/:id/preview', above: 'deskAdvisories' },
  draftVersions: { path: '/desk/advisories/:id/versions', above: 'deskAdvisories' },
  publishAdvisory: { path: '/desk/advisories/:id/publish', above: 'deskAdvisories' },
  deskProducts: { path: '/desk/products', above: 'deskAdvisories' },
  publisher: { path: '/desk/publisher', above: 'deskAdvisories' },
  ballots: { path: '/ballots', above: 'front', open: true },
  ballot: { path: '/ballots/:id', above: 'ballots', open: true },
  newBallot: { path: '/accord/ballots/new', above: 'ballots' },
  editBallot: { path: '/accord/ballots/:id/edit', above: 'ballots' },
  vote: { path: '/accord/ballots/:id/vote', above: 'ballots', open: true },
  contestBallot: { path: '/accord/ballots/:id/contest', above: 'ballots', open: true },

  threats: { path: '/threats', above: 'front' },
  share: { path: '/threats/share', above: 'threats' },
  threat: { path: '/threats/:id', above: 'threats' },
  collections: { path: '/collections', above: 'front' },
  newCollection: { path: '/collections/new', above: 'collections' },
  collection: { path: '/collections/:id', above: 'collections' },
  collectionSettings: { path: '/collections/:id/settings', above: 'collection' },

  duties: { path: '/accord', above: 'front' },
  signAct: { path: '/accord/sign/:kind', above: 'duties' },
  ceremony: { path: '/accord/ceremonies/:id', above: 'front' },
  keep: { path: '/accord/keep', above: 'front' },
  keepVersion: { path: '/accord/keep/:version', above: 'keep' },

  organisation: { path: '/organisation', above: 'front' },
  people: { path: '/organisation/people', above: 'organisation' },
  person: { path: '/organisation/people/:id', above: 'people' },
  tokens: { path: '/organisation/tokens', above: 'organisation' },
  signingKeys: { path: '/organisation/keys', above: 'organisation', open: true },
  newSigningKey: { path: '/organisation/keys/new', above: 'signingKeys', open: true },
  ownSigningKey: { path: '/organisation/keys/:keyid', above: 'signingKeys', open: true },
  communities: { path: '/organisation/communities', above: 'organisation' },
  newCommunity: { path: '/communities/new', above: 'communities' },
  community: { path: '/communities/:id', above: 'communities' },
  account: { path: '/account', above: 'front' },

  organisations: { path: '/organisations', above: 'front' },
  admit: { path: '/organisations/new', above: 'organisations' },
  member: { path: '/organisations/:id', above: 'organisations' },

  apply: { path: '/apply', above: 'front', open: true },
  applyForm: { path: '/apply/form/:step', above: 'applyStanding', open: true },
  applyStanding: { path: '/apply/standing', above: 'apply', open: true },
  applyContact: { path: '/apply/contact', above: 'apply', open: true },
  applications: { path: '/applications', above: 'front', open: true },
  application: { path: '/applications/:id', above: 'applications', open: true },
  sponsorApplication: { path: '/applications/:id/sponsor', above: 'applications' },
  handleApplication: { path: '/today/applications/:id', above: 'today' },

  operate: { path: '/operate', above: 'front' },
  warningLists: { path: '/operate/warning-lists', above: 'operate' },
}

/** The check as one file that also works saved to disk; built beside the pages. */
export const SAVED_CHECK = '/verify/page.html'

/** Takes a statement by POST and gives it back as a file. */
export const SIGN_STATEMENT = '/accord/statement'

/** The matrix of a case as a file; takes the filter of the page. */
export const CASE_MATRIX = '/cases/:id/matrix.csv'
export const caseMatrixFile = (id: string, query: Query): string => CASE_MATRIX.replace(':id', encodeURIComponent(id)) + queryText(query)
/** A file of a draft as it would be published, to be saved. */
export const DRAFT_FILE = '/desk/advisories/:id/file'
export const draftFile = (id: string, format: string, name: string): string => DRAFT_FILE.replace(':id', encodeURIComponent(id)) + queryText({ format, name })

/** Answered by the hub itself: a redirect to the identity provider. Takes `?then=`. */
export const OIDC_START = '/sign-in/oidc'

/** The address of a page: `pathTo('threat', { id })`, with a query where wanted. Empty query values are left out. */
export function pathTo(name: PlaceName, params: Record<string, string> = {}, query: Query = {}): string {
  const path = places[name].path.replace(/:([a-z0-9]+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
  return path + queryText(query)
}

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

export function queryText(query: Query): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const each of typeof value === 'string' ? [value] : (value ?? [])) if (each !== '') search.append(key, each)
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** The page that answers a path, if there is one; addresses without parameters come first. */
export const placeAt = (path: string): PlaceName | undefined => matchers.find(({ pattern }) => pattern.test(path))?.name

const matchers = (Object.keys(places) as PlaceName[])
  .map((name) => ({ name, pattern: new RegExp(`^${places[name].path.replace(/:[a-z0-9]+/g, '[^/]+')}/?$`), holes: places[name].path.split(':').length }))
  .sort((a, b) => a.holes - b.holes)

/** The pages above one, outermost first; the front page is not among them. */
export function trailOf(name: PlaceName): PlaceName[] {
  const trail: PlaceName[] = []
  for (let at = places[name].above; at !== null && at !== 'front'; at = places[at].above) trail.unshift(at)
  return trail
}

/** Of the pages that are `open` to a visitor, those whose address is most like one that leads nowhere. */
export function meantBy(path: string, open: Iterable<PlaceName>, most = 3): PlaceName[] {
  const wanted = path.toLowerCase().replace(/\/+$/, '')
  return [...open]
    .map((name) => ({ name, far: likeness(wanted, places[name].path) }))
    .filter(({ far }) => far <= 0.6)
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ name }) => name)
}

/** 0 for the same text, 1 for nothing in common: the edit distance over the longer length; a shared beginning halves it. */
function likeness(a: string, b: string): number {
  const far = editDistance(a.slice(0, 80), b) / Math.max(Math.min(a.length, 80), b.length, 1)
  return a.split('/')[1] === b.split('/')[1] ? far / 2 : far
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Where to go after signing in: a path of this hub and nothing else. */
export function localPath(text: string | null | undefined): string | undefined {
  if (text == null || !/^\/(?![/\\])[\u0021-\u005b\u005d-\u007e]*$/.test(text) || text.length > 500) return undefined
  return text
}

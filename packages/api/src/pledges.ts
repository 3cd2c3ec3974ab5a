/**
 * Pledges: the text that organisations sign, who signed it, and what each said in its own name. Formal acts are DSSE
 * envelopes over statements of packages/facts; here they are prepared, handed in, held and read.
 */
import { Type } from 'typebox'
import { Envelope, ENVELOPE_LIMIT, preparedAct, Says, wishedAct } from './acts.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const ProposalId = S.id('proposal')
const CeremonyId = S.id('ceremony')
const Version = Type.String({ pattern: '^[1-9][0-9]{0,2}\\.(?:0|[1-9][0-9]{0,2})$', description: 'like 2.0' })
const Language = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 35, description: 'BCP 47' })
/** A text of the pledge in Markdown: at most 200,000 characters. */
const PledgeText = Type.String({ minLength: 1, maxLength: 200_000 })

export const ACTS_HERE = [
  'pledge-version', 'pledge-signature', 'pledge-renewal', 'pledge-withdrawal', 'pledge-endorsement', 'endorsement-withdrawal',
  'conflict-of-law', 'conflict-of-law-lifted', 'statement', 'succession', 'affiliation',
] as const
/** What an act says beside alliance, organisation and at: see packages/facts. */
const ActKind = S.oneOf(ACTS_HERE)

/** `proposed`: signed by one person of the secretariat, waiting for a second. */
export const VERSION_STATES = ['draft', 'comment', 'proposed', 'adopted', 'superseded'] as const
/** `of-record`: the authoritative text. `behind`: made from an earlier text, by so many. `machine`: nobody has checked it. */
export const TEXT_STATES = ['of-record', 'current', 'behind', 'machine'] as const

export const PledgeTextCard = Type.Object({
  language: Language,
  sha256: S.Sha256,
  state: S.oneOf(TEXT_STATES),
  /** How many texts of record lie between; 0 unless `behind`. */
  behind: Type.Integer(),
  /** Organisation that translated, where one did. */
  translator: S.maybe(S.Title),
  at: S.Time,
  /** Permanent, by its hash. */
  address: Type.String(),
})

export const PledgeVersion = Type.Object({
  version: Version,
  title: S.Title,
  state: S.oneOf(VERSION_STATES),
  major: Type.Boolean(),
  languageOfRecord: Language,
  /** Of the text of record. */
  sha256: S.Sha256,
  drafted: S.Time,
  commentFrom: S.maybe(S.Time),
  commentUntil: S.maybe(S.Time),
  adopted: S.maybe(S.Time),
  /** Until when those who signed an earlier one are asked to sign this one. */
  signBy: S.maybe(S.Time),
  superseded: S.maybe(S.Time),
  replaces: S.maybe(Version),
  /** The act of adoption in the log. */
  fact: S.maybe(S.FactId),
  texts: Type.Array(PledgeTextCard),
  /** How many have signed this version and stand by it now. */
  signatures: Type.Integer(),
})

const Clause = Type.Object({ id: Type.String({ description: 'P1.2' }), text: Type.String() })
/** What the Markdown says, read: paragraphs are split by an empty line; links are `[words](https://…)`. */
export const PledgeReading = Type.Object({
  title: Type.String(),
  preamble: Type.String(),
  principles: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), intro: Type.String(), clauses: Type.Array(Clause) })),
})

const RedlinePart = Type.Object({ kind: S.oneOf(['same', 'added', 'removed']), text: Type.String() })
export const RedlineBlock = Type.Object({
  /** `title`, `preamble`, `P1` (a principle’s title), `P1.intro`, `P1.2`. */
  id: Type.String(),
  change: S.oneOf(['same', 'changed', 'added', 'removed', 'moved']),
  /** The id it had, where it moved; its words may have changed as well. */
  from: S.maybe(Type.String()),
  parts: Type.Array(RedlinePart),
})

/** How an organisation stands to the pledge at this moment. */
export const STANDINGS = [
  'active', 'renewal-due', 'lapsed', 'older-version', 'suspended', 'under-notice', 'endorsing', 'partner', 'former',
] as const
export const LISTS = ['signatory', 'endorser', 'partner', 'former'] as const

const Named = Type.Object({ slug: S.Slug, name: S.Title })
export const RegisterEntry = Type.Object({
  organisation: S.OrganisationId,
  slug: S.Slug,
  name: S.Title,
  /** As it was signed. */
  legalName: S.maybe(Type.String()),
  list: S.oneOf(LISTS),
  state: S.oneOf(STANDINGS),
  country: S.maybe(S.Country),
  sector: S.maybe(S.Title),
  size: S.maybe(S.Size),
  website: S.maybe(S.Link),
  version: S.maybe(Version),
  sha256: S.maybe(S.Sha256),
  scope: S.maybe(Type.Object({ reach: S.oneOf(['group', 'named']), entities: Type.Array(Type.String()) })),
  officer: S.maybe(Type.Object({ name: Type.String(), title: Type.String() })),
  /** First signature or endorsement. */
  since: S.Time,
  renewed: S.maybe(S.Time),
  /** When it lapses unless renewed. */
  due: S.maybe(S.Time),
  /** Until when a new major version waits for its signature. */
  signBy: S.maybe(S.Time),
  /** When a withdrawal takes effect. */
  leaves: S.maybe(S.Time),
  ended: S.maybe(S.Time),
  conflicts: Type.Integer(),
  group: S.maybe(Type.String()),
  succeededBy: S.maybe(Type.Object({ slug: S.Slug, name: S.Title, how: S.oneOf(['merged', 'renamed', 'acquired', 'split']), on: Type.String() })),
  /** The latest act that this rests on. */
  fact: S.maybe(S.FactId),
  badge: Type.String(),
})

/** One formal act, as it stands in the log. `says` is the predicate without alliance, organisation and at. */
export const PledgeAct = Type.Object({
  fact: S.FactId,
  kind: ActKind,
  organisation: S.OrganisationId,
  slug: S.Slug,
  name: S.Title,
  /** When the hub took it. */
  at: S.Time,
  /** When the signer says it was signed. */
  signed: S.Time,
  keyid: S.Sha256,
  /** Since when the key that signed it is in doubt, where the act entered after that: then nobody can say who signed. */
  inDoubt: S.maybe(S.Time),
  /** Of the envelope, byte for byte: `/log/payload/<hash>`. */
  payload: S.Sha256,
  says: Says,
  /** One plain sentence in English. */
  words: Type.String(),
})

export const ConflictOfLaw = Type.Object({
  fact: S.FactId, slug: S.Slug, name: S.Title, jurisdiction: S.Country, law: Type.String(), effect: Type.String(), clauses: Type.Array(Type.String()),
  at: S.Time, inDoubt: S.maybe(S.Time), lifted: S.maybe(S.Time), liftedBy: S.maybe(S.FactId), liftedReason: S.maybe(Type.String()),
})

export const PublicStatement = Type.Object({
  fact: S.FactId, slug: S.Slug, name: S.Title, title: Type.String(), text: Type.String(), language: Language, clauses: Type.Array(Type.String()), at: S.Time, inDoubt: S.maybe(S.Time),
})

/** A company that signed the Cybersecurity Tech Accord on 17 April 2018: history, no member of this hub by that. */
export const Founder = Type.Object({
  name: S.Title,
  /** Other names by which it is looked for today. */
  alsoKnownAs: Type.Array(Type.String()),
  became: Type.Array(Type.Object({
    how: S.oneOf(['renamed', 'acquired', 'merged', 'split', 'sold-part', 'affiliate']),
    name: Type.String(),
    year: Type.Integer(),
  })),
  words: Type.String(),
})

export const ANSWERS = ['signed', 'endorsed', 'partner', 'former', 'founder-2018', 'not-signed'] as const
const Answer = Type.Object({
  asked: Type.String(),
  answer: S.oneOf(ANSWERS),
  /** One plain sentence in English. */
  words: Type.String(),
  entry: S.maybe(RegisterEntry),
  founder: S.maybe(Founder),
  close: Type.Array(Type.Object({ name: S.Title, slug: S.maybe(S.Slug), answer: S.oneOf(ANSWERS) })),
})

export const CEREMONY_STATES = ['open', 'held', 'cancelled'] as const
export const Ceremony = Type.Object({
  id: CeremonyId,
  title: S.Title,
  version: Version,
  sha256: S.Sha256,
  at: S.Time,
  state: S.oneOf(CEREMONY_STATES),
  opened: S.Time,
  /** `prepared`: held, not yet in the log. `signed`: entered. `refused`: was held, and broke a rule at the moment itself. */
  organisations: Type.Array(Type.Object({ slug: S.Slug, name: S.Title, state: S.oneOf(['missing', 'prepared', 'signed', 'refused']), reason: S.maybe(Type.String()), fact: S.maybe(S.FactId) })),
})

export const Proposal = Type.Object({
  id: ProposalId,
  kind: S.oneOf(['pledge-version', 'succession', 'affiliation']),
  by: S.PersonId,
  byName: Type.String(),
  at: S.Time,
  says: Says,
  words: Type.String(),
})

/** What the own organisation may or has to do now. */
export const PledgeDuty = Type.Object({
  act: ActKind,
  /** `due` asks for it, `may` allows it. */
  urge: S.oneOf(['due', 'may']),
  until: S.maybe(S.Time),
})

const Params = {
  version: Type.Object({ version: Version }),
  slug: Type.Object({ slug: S.Slug }),
  fact: Type.Object({ fact: S.FactId }),
  proposal: Type.Object({ proposal: ProposalId }),
  ceremony: Type.Object({ ceremony: CeremonyId }),
}
const list = <T extends readonly string[]>(values: T) => Type.Optional(S.oneOf(values))

export const RegisterFilter = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  list: list(LISTS),
  state: list(STANDINGS),
  country: Type.Optional(S.Country),
  sector: Type.Optional(S.Title),
  size: list(S.SIZES),
  version: Type.Optional(Version),
})

export const pledges = {
  pledgeVersions: route({
    method: 'GET', path: '/api/v1/pledges', access: 'public', summary: 'The versions of the pledge, newest first. Drafts are seen by the secretariat only.',
    reply: Type.Object({ current: S.maybe(Version), versions: Type.Array(PledgeVersion) }),
  }),
  pledge: route({
    method: 'GET', path: '/api/v1/pledges/versions/:version', access: 'public', summary: 'One version, in the language of record or the one asked for.',
    params: Params.version, query: Type.Object({ language: Type.Optional(Language) }),
    reply: Type.Object({ version: PledgeVersion, text: PledgeTextCard, markdown: Type.String(), reading: PledgeReading }),
  }),
  pledgeByHash: route({
    method: 'GET', path: '/api/v1/pledges/texts/:hash', access: 'public', summary: 'Any public text of the pledge by its SHA-256, for ever.',
    params: Type.Object({ hash: S.Sha256 }),
    reply: Type.Object({ version: Version, language: Language, sha256: S.Sha256, markdown: Type.String(), reading: PledgeReading }),
  }),
  redline: route({
    method: 'GET', path: '/api/v1/pledges/versions/:version/redline/:to', access: 'public', summary: 'What changed from one version to another, word by word, clause by clause.',
    params: Type.Object({ version: Version, to: Version }), query: Type.Object({ language: Type.Optional(Language) }),
    reply: Type.Object({ from: Version, to: Version, language: Language, fromSha256: S.Sha256, toSha256: S.Sha256, blocks: Type.Array(RedlineBlock) }),
  }),

  register: route({
    method: 'GET', path: '/api/v1/pledges/register', access: 'public', summary: 'Who signed, endorses, takes part as a partner, or once did. By name, a page at a time.',
    query: Type.Object({ ...RegisterFilter.properties, after: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })) }),
    reply: Type.Object({
      asOf: S.Time,
      counts: Type.Object({ signatory: Type.Integer(), endorser: Type.Integer(), partner: Type.Integer(), former: Type.Integer() }),
      /** What there is to filter by. */
      countries: Type.Array(S.Country), sectors: Type.Array(S.Title),
      found: Type.Integer(),
      entries: Type.Array(RegisterEntry),
      next: S.maybe(S.Cursor),
    }),
  }),
  entry: route({
    method: 'GET', path: '/api/v1/pledges/register/:slug', access: 'public', summary: 'One entry with its whole history, newest first.',
    params: Params.slug,
    reply: Type.Object({
      asOf: S.Time, entry: RegisterEntry, history: Type.Array(PledgeAct), conflicts: Type.Array(ConflictOfLaw), statements: Type.Array(PublicStatement),
      affiliates: Type.Array(Named), predecessors: Type.Array(Named),
    }),
  }),
  answer: route({
    method: 'GET', path: '/api/v1/pledges/answer', access: 'public', summary: 'Has this name signed? A plain answer for any name, with close ones.',
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }) }), reply: Answer,
  }),
  founders: route({
    method: 'GET', path: '/api/v1/pledges/founders-2018', access: 'public', summary: 'The 34 companies of 17 April 2018: history, clearly apart from this hub’s own members.',
    reply: Type.Object({ on: Type.String(), source: Type.String(), founders: Type.Array(Founder) }),
  }),
  act: route({
    method: 'GET', path: '/api/v1/pledges/acts/:fact', access: 'public', summary: 'One formal act.', params: Params.fact, reply: PledgeAct,
  }),
  conflictsOfLaw: route({
    method: 'GET', path: '/api/v1/pledges/conflicts-of-law', access: 'public', summary: 'Laws that stand in the way, as organisations declared them apart from their signatures.',
    reply: Type.Object({ conflicts: Type.Array(ConflictOfLaw) }),
  }),
  statements: route({
    method: 'GET', path: '/api/v1/pledges/statements', access: 'public', summary: 'What organisations said in their own name, newest first.',
    query: Type.Object({ slug: Type.Optional(S.Slug), before: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) }),
    reply: Type.Object({ statements: Type.Array(PublicStatement), next: S.maybe(S.Cursor) }),
  }),
  ceremonies: route({
    method: 'GET', path: '/api/v1/pledges/ceremonies', access: 'public', summary: 'Founding ceremonies, newest first.', reply: Type.Object({ ceremonies: Type.Array(Ceremony) }),
  }),
  ceremony: route({
    method: 'GET', path: '/api/v1/pledges/ceremonies/:ceremony', access: 'public', summary: 'One ceremony: who has prepared, who is missing.', params: Params.ceremony, reply: Ceremony,
  }),

  duties: route({
    method: 'GET', path: '/api/v1/pledges/duties', access: 'acts.sign', summary: 'How my organisation stands, and what it may or has to do now.',
    reply: Type.Object({ entry: S.maybe(RegisterEntry), duties: Type.Array(PledgeDuty), ceremonies: Type.Array(Ceremony) }),
  }),
  prepareAct: route({
    method: 'POST', path: '/api/v1/pledges/acts/prepare', access: 'acts.sign',
    summary: 'The exact statement to sign. What is left out of `says` and follows from the rest (the pledge in force, a notice of 30 days) is filled in.',
    body: wishedAct(ActKind), bodyLimit: 131_072,
    reply: preparedAct(ActKind),
  }),
  submitAct: route({
    method: 'POST', path: '/api/v1/pledges/acts', access: 'acts.sign',
    summary: 'Hands in a signed act: a DSSE envelope as text; from a browser once a passkey has approved it (keys.approve). With `ceremony`, a signature is held until its moment.',
    body: Type.Object({ envelope: Envelope, ceremony: Type.Optional(CeremonyId) }), bodyLimit: ENVELOPE_LIMIT,
    reply: Type.Object({
      outcome: S.oneOf(['logged', 'waits-for-second', 'held']),
      kind: ActKind,
      at: S.Time,
      fact: S.maybe(S.FactId),
      proposal: S.maybe(ProposalId),
      ceremony: S.maybe(CeremonyId),
    }), status: 201,
  }),

  draftPledge: route({
    method: 'POST', path: '/api/v1/pledges', access: 'accord.keep', summary: 'Begins a version with its text of record.',
    body: Type.Object({ version: Version, title: S.Title, major: Type.Boolean(), languageOfRecord: Language, text: PledgeText }), bodyLimit: 1_000_000, reply: PledgeVersion, status: 201,
  }),
  writePledge: route({
    method: 'PUT', path: '/api/v1/pledges/versions/:version/texts/:language', access: 'accord.keep',
    summary: 'A new text in one language. The text of record changes while the version is a draft or open for comment; translations at any time.',
    params: Type.Object({ version: Version, language: Language }),
    body: Type.Object({ text: PledgeText, machine: Type.Optional(Type.Boolean()), translator: Type.Optional(S.Title) }), bodyLimit: 1_000_000, reply: PledgeVersion,
  }),
  openComment: route({
    method: 'POST', path: '/api/v1/pledges/versions/:version/comment', access: 'accord.keep', summary: 'Makes a draft public for comment, from and until.',
    params: Params.version, body: Type.Object({ from: S.Time, until: S.Time }), reply: PledgeVersion,
  }),
  proposals: route({
    method: 'GET', path: '/api/v1/pledges/proposals', access: 'accord.keep', summary: 'Acts of the secretariat that wait for a second person.',
    reply: Type.Object({ proposals: Type.Array(Proposal) }),
  }),
  confirmProposal: route({
    method: 'POST', path: '/api/v1/pledges/proposals/:proposal/confirm', access: 'accord.keep', summary: 'By a second person of the secretariat: the act enters the log.',
    params: Params.proposal, body: Type.Object({}), reply: PledgeAct,
  }),
  declineProposal: route({
    method: 'DELETE', path: '/api/v1/pledges/proposals/:proposal', access: 'accord.keep', summary: 'The act is not taken; it never enters the log.', params: Params.proposal, reply: S.Done,
  }),
  openCeremony: route({
    method: 'POST', path: '/api/v1/pledges/ceremonies', access: 'accord.keep', summary: 'A founding ceremony: these organisations, this version in force, that moment.',
    body: Type.Object({ title: S.Title, at: S.Time, organisations: Type.Array(S.Slug, { minItems: 1, maxItems: 500 }) }), reply: Ceremony, status: 201,
  }),
  cancelCeremony: route({
    method: 'DELETE', path: '/api/v1/pledges/ceremonies/:ceremony', access: 'accord.keep', summary: 'Before its moment; what was held is thrown away.', params: Params.ceremony, reply: Ceremony,
  }),
}

/** Addresses of files beside the interface: for readers, spreadsheets, feeds and other sites. No account. */
export const pledgeFiles = {
  text: (version: string, language: string) => `/pledge/${version}/${language}/text.md`,
  textJson: (version: string, language: string) => `/pledge/${version}/${language}/text.json`,
  /** Never changes: cached for ever. */
  textByHash: (sha256: string) => `/pledge/sha256/${sha256}/text.md`,
  textByHashJson: (sha256: string) => `/pledge/sha256/${sha256}/text.json`,
  /** The filters of the register as a query. */
  registerCsv: '/register.csv',
  registerJson: '/register.json',
  registerFeed: '/register.atom',
  entryFeed: (slug: string) => `/register/${slug}/feed.atom`,
  badge: (slug: string) => `/register/${slug}/badge.svg`,
}

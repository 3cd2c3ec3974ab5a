/**
 * Advisories: what an organisation publishes about weaknesses. One draft (packages/advisory, `openaccord-advisory/1`), every
 * format made of it at one moment; the hub as a CSAF 2.0 trusted provider, and as an aggregator of its members' own ones.
 */
import { Type } from 'typebox'
import { Envelope, ENVELOPE_LIMIT, preparedAct, wishedAct } from './acts.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const AdvisoryId = S.id('advisory')
const CaseId = S.id('case')
const ProductId = S.id('product')
const Count = Type.Integer({ minimum: 0 })
const Version = Type.Integer({ minimum: 1, maximum: 100_000 })
const Words = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })
const Cve = Type.String({ pattern: '^CVE-[0-9]{4}-[0-9]{4,19}$' })
const Purl = Type.String({ minLength: 5, maxLength: 2000, pattern: '^pkg:' })
/** One advisory as packages/advisory reads it (`parseDraft`); the hub checks it field by field. */
const DraftJson = Type.Unsafe<Record<string, unknown>>({ type: 'object' })
export const DRAFT_BODY_LIMIT = 2_097_152

/** What each becomes, and under which name. */
export const ADVISORY_FORMATS = ['csaf-2.0', 'csaf-2.1', 'cve', 'osv', 'openvex', 'cyclonedx'] as const
export const ADVISORY_TLPS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const
export const ADVISORY_KINDS = ['advisory', 'vex', 'notice'] as const
/**
 * `draft`: being written. `submitted`: waits for a second person. `approved`: waits for the organisation's signature. `scheduled`:
 * signed, waits for its moment. `published`, `withdrawn`: what readers see. `discarded`: never published, put away.
 */
export const DRAFT_STATES = ['draft', 'submitted', 'approved', 'scheduled', 'published', 'withdrawn', 'discarded'] as const
export const DRAFT_MOVES = ['save', 'submit', 'recall', 'approve', 'decline', 'sign', 'withdraw', 'discard'] as const
export const CVE_ID_STATES = ['reserved', 'published', 'rejected'] as const
export const ADVISORY_ACTS = ['advisory-publication'] as const
export const PUBLISHER_CATEGORIES = ['vendor', 'coordinator', 'discoverer', 'translator', 'user', 'other'] as const
/** What an advisory says of a product. `unknown`: the product is named, this version of it is not. */
export const PRODUCT_STATES = ['affected', 'fixed', 'not-affected', 'investigating', 'unknown'] as const

const Tlp = S.oneOf(ADVISORY_TLPS)
const Format = S.oneOf(ADVISORY_FORMATS)
const Named = Type.Object({ slug: S.Slug, name: S.Title })

/** Where (JSON pointer), by which rule, what is wrong, what to do. `format` where only that one minds. */
export const AdvisoryFinding = Type.Object({
  level: S.oneOf(['error', 'warning', 'note']), path: Type.String(), rule: Type.String(), message: Type.String(), fix: Type.String(), format: S.maybe(Format),
})
/** What a format cannot express of this draft: where it stands, what it is, and why it stays behind or what stands in its place. */
export const FormatLoss = Type.Object({ path: Type.String(), what: Type.String(), why: Type.String() })
const Change = Type.Object({ path: Type.String(), what: S.oneOf(['added', 'removed', 'changed']), before: S.maybe(Type.String()), after: S.maybe(Type.String()), /** One plain sentence in English. */ words: Type.String() })

/** A published file. `url` is a whole address; beside it lie `.sha256`, `.sha512` and `.asc`. */
export const AdvisoryFile = Type.Object({
  format: Format, name: Type.String(), url: Type.String(), mediaType: Type.String(), bytes: Count, sha256: S.Sha256, losses: Type.Array(FormatLoss),
})

export const AdvisoryCard = Type.Object({
  id: AdvisoryId,
  /** The publisher's own name for it: `HARBOUR-2026-7K3QD`. */
  trackingId: Type.String(),
  organisation: Named, title: Type.String(), language: S.Language, kind: S.oneOf(ADVISORY_KINDS), tlp: Tlp,
  state: S.oneOf(['published', 'withdrawn']),
  version: Type.String(),
  published: S.Time, changed: S.Time,
  cves: Type.Array(Type.String()),
  /** The highest CVSS base score that it gives, and its word. */
  severity: S.maybe(Type.Object({ score: Type.Number(), word: S.oneOf(['none', 'low', 'medium', 'high', 'critical']), vector: Type.String() })),
  products: Type.Array(Type.String()),
  exploited: Type.Boolean(),
  /** Where one asked by package URL: what it says of that very version. */
  match: S.maybe(S.oneOf(PRODUCT_STATES)),
})

const PublishedVersion = Type.Object({
  version: Type.String(), summary: Type.String(), at: S.Time, withdrawal: Type.Boolean(),
  /** The signed act in the log: /log/fact_…; the hashes of all files of this version stand in it. */
  fact: S.FactId,
  /** Of what is not open the log has a salted commitment: SHA-256 over a label, this salt and this payload (base64). */
  opening: S.maybe(Type.Object({ salt: Type.String(), payload: Type.String() })),
  draftSha256: S.Sha256,
  files: Type.Array(AdvisoryFile),
})

export const Advisory = Type.Object({
  ...AdvisoryCard.properties,
  /** As published, for words and tables: packages/advisory, `parseDraft`. */
  draft: DraftJson,
  withdrawn: S.maybe(Type.Object({ at: S.Time, reason: Type.String() })),
  credits: Type.Array(Type.Object({ name: S.maybe(Type.String()), organisation: S.maybe(Type.String()), summary: S.maybe(Type.String()) })),
  /** Newest first. Nothing of it ever goes. */
  versions: Type.Array(PublishedVersion),
})

const Submission = Type.Object({
  version: Version, sha256: S.Sha256, by: Type.String(), at: S.Time,
  /** The moment that was agreed; null: five minutes after the act is made out. */
  publishAt: S.maybe(S.Time),
  approvedBy: S.maybe(Type.String()), approvedAt: S.maybe(S.Time),
  signedAt: S.maybe(S.Time),
  recipients: Type.Array(Named),
  /** Why it does not go on by itself, in one plain sentence; null where nothing stands in the way. */
  waits: S.maybe(Type.String()),
})

export const DraftCard = Type.Object({
  id: AdvisoryId, trackingId: Type.String(), title: Type.String(), state: S.oneOf(DRAFT_STATES), version: Version,
  /** There is a saved version that is not published yet. */
  ahead: Type.Boolean(),
  changed: S.Time, changedBy: Type.String(), case: S.maybe(CaseId), publishAt: S.maybe(S.Time), cves: Type.Array(Type.String()), tlp: Tlp,
})

export const DraftPage = Type.Object({
  ...DraftCard.properties,
  draft: DraftJson,
  /** Of its canonical form (RFC 8785): what an approval is bound to. */
  sha256: S.Sha256,
  findings: Type.Array(AdvisoryFinding),
  versions: Type.Array(Type.Object({ version: Version, sha256: S.Sha256, at: S.Time, by: Type.String(), note: S.maybe(Type.String()), published: S.maybe(Type.String()) })),
  submission: S.maybe(Submission),
  /** Somebody said no to the last submission, and why. */
  declined: S.maybe(Type.Object({ by: Type.String(), at: S.Time, words: Type.String() })),
  /** Why the last attempt came to nothing by itself; null where none did. */
  stopped: S.maybe(Type.String()),
  embargo: S.maybe(Type.Object({ until: S.maybe(S.Time), words: Type.String() })),
  moves: Type.Array(S.oneOf(DRAFT_MOVES)),
  address: S.maybe(Type.String()),
})

/** A product of the organisation, kept once for all of its drafts; `releases` as in a draft's product tree. */
export const KeptProduct = Type.Object({
  id: ProductId, vendor: Type.String(), name: Type.String(), releases: Type.Array(DraftJson), changed: S.Time,
  /** Drafts in which one of its releases stands. */
  usedIn: Type.Array(Type.Object({ id: AdvisoryId, trackingId: Type.String(), title: Type.String() })),
})
const ProductWish = Type.Object({ vendor: S.Title, name: S.Title, releases: Type.Array(DraftJson, { minItems: 0, maxItems: 1000 }) })

export const KeptCve = Type.Object({
  cve: Cve, state: S.oneOf(CVE_ID_STATES), since: S.Time,
  advisory: S.maybe(Type.Object({ id: AdvisoryId, trackingId: Type.String(), title: Type.String() })),
  reason: S.maybe(Type.String()),
  /** A published record was rejected later: it stays as a record that says so. */
  record: Type.Boolean(),
})
const CvePool = Type.Object({ ids: Type.Array(KeptCve), counts: Type.Object({ reserved: Count, free: Count, published: Count, rejected: Count }) })

const PublisherProfile = Type.Object({
  name: Type.String(), category: S.oneOf(PUBLISHER_CATEGORIES), namespace: S.maybe(Type.String()), contact: S.maybe(Type.String()), authority: S.maybe(Type.String()),
})

const Requirement = Type.Object({
  number: Type.Integer(), title: Type.String(), state: S.oneOf(['met', 'broken', 'not-run']), reason: S.maybe(Type.String()),
  /** The reason as a code that never changes; null where it has none. */
  reasonCode: S.maybe(Type.String()),
  findings: Type.Array(Type.Object({ url: Type.String(), message: Type.String(), fix: Type.String() })),
})
const Judged = Type.Object({ role: Type.String(), fulfilled: S.oneOf(['yes', 'no', 'open']), because: Type.Array(Type.Integer()) })

export const ProviderPage = Type.Object({
  looked: S.Time, metadataUrl: Type.String(), securityTxt: Type.String(), requirements: Type.Array(Requirement), judged: Judged,
  key: Type.Object({ fingerprint: Type.String(), url: Type.String() }),
  /** Of each label that anybody may read: how many documents, and where its lists lie. */
  folders: Type.Array(Type.Object({ tlp: S.oneOf(['WHITE', 'GREEN', 'AMBER', 'RED']), open: Type.Boolean(), documents: S.maybe(Count), directory: Type.String(), feed: Type.String() })),
  aggregator: Type.String(),
})

/** A member's own provider, and what came of fetching it. */
export const MirroredProvider = Type.Object({
  organisation: Named, url: Type.String(), wanted: S.oneOf(['list', 'mirror']),
  state: S.oneOf(['waiting', 'fetched', 'failed']), looked: S.maybe(S.Time), words: S.maybe(Type.String()),
  documents: Count, mirror: S.maybe(Type.String()),
  refused: Type.Array(Type.Object({ url: Type.String(), why: Type.String() })),
})

const Params = {
  advisory: Type.Object({ advisory: AdvisoryId }), version: Type.Object({ advisory: AdvisoryId, version: Type.String({ pattern: '^[1-9][0-9]{0,5}$' }) }),
  product: Type.Object({ product: ProductId }), cve: Type.Object({ cve: Cve }),
}
const Between = Type.Object({ from: Version, to: Version })
const ActKind = S.oneOf(ADVISORY_ACTS)
const desk = { access: 'advisories.publish' } as const
/** Which draft it is of: CVE ids that are set apart for that one count as its own. */
const OfDraft = Type.Optional(AdvisoryId)

export const advisories = {
  advisories: route({
    method: 'GET', path: '/api/v1/advisories', access: 'public', summary: 'Published advisories, the one that changed last first; by words, CVE id, package URL, member. What is not open is listed for those who may read it.',
    query: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 200 })), cve: Type.Optional(Cve), purl: Type.Optional(Purl), slug: Type.Optional(S.Slug),
      before: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
    }),
    reply: Type.Object({ advisories: Type.Array(AdvisoryCard), total: Count, members: Type.Array(Type.Object({ ...Named.properties, advisories: Count })), next: S.maybe(S.Cursor) }),
  }),
  advisory: route({ method: 'GET', path: '/api/v1/advisories/:advisory', access: 'public', summary: 'One advisory: what it says, every version with its files and its proof.', params: Params.advisory, reply: Advisory }),
  advisoryChanges: route({
    method: 'GET', path: '/api/v1/advisories/:advisory/changes', access: 'public', summary: 'What changed between two published versions.', params: Params.advisory,
    query: Type.Object({ from: Type.String({ maxLength: 40 }), to: Type.String({ maxLength: 40 }) }), reply: Type.Object({ changes: Type.Array(Change) }),
  }),
  provider: route({ method: 'GET', path: '/api/v1/advisories/provider', access: 'public', pace: 'expensive', summary: 'The hub as a CSAF trusted provider: each requirement as a stranger meets it, looked at again when the last look is a minute old.', reply: ProviderPage }),
  providers: route({ method: 'GET', path: '/api/v1/advisories/providers', access: 'public', summary: 'Members’ own CSAF providers: what was fetched, verified, mirrored, and what was refused and why.', reply: Type.Object({ aggregator: Type.String(), providers: Type.Array(MirroredProvider) }) }),

  drafts: route({ ...desk, method: 'GET', path: '/api/v1/advisories/desk', summary: 'The drafts and advisories of my organisation, the one that changed last first.', reply: Type.Object({ drafts: Type.Array(DraftCard), publisher: PublisherProfile }) }),
  createDraft: route({
    ...desk, method: 'POST', path: '/api/v1/advisories/desk', status: 201, bodyLimit: DRAFT_BODY_LIMIT, summary: 'A new draft: an empty one with a title, a whole one, or one read from any of the formats. What is not said of publisher and name is filled in.',
    body: Type.Object({ title: Type.Optional(S.Title), language: Type.Optional(S.Language), case: Type.Optional(CaseId), draft: Type.Optional(DraftJson), note: Type.Optional(S.Title) }), reply: DraftPage,
  }),
  draft: route({ ...desk, method: 'GET', path: '/api/v1/advisories/desk/:advisory', summary: 'One of them, with its newest saved version and what may be done with it now.', params: Params.advisory, reply: DraftPage }),
  draftVersion: route({ ...desk, method: 'GET', path: '/api/v1/advisories/desk/:advisory/versions/:version', summary: 'A saved version, whole.', params: Params.version, reply: Type.Object({ version: Version, draft: DraftJson, sha256: S.Sha256, at: S.Time, by: Type.String(), note: S.maybe(Type.String()) }) }),
  draftChanges: route({ ...desk, method: 'GET', path: '/api/v1/advisories/desk/:advisory/changes', summary: 'What changed between two saved versions.', params: Params.advisory, query: Between, reply: Type.Object({ changes: Type.Array(Change) }) }),
  saveDraft: route({
    ...desk, method: 'PUT', path: '/api/v1/advisories/desk/:advisory', bodyLimit: DRAFT_BODY_LIMIT, summary: 'Saves a new version; `base` is the version it was made from, and has to be the newest. Revisions, publisher and withdrawal are the hub’s to write; `summary` is what readers are told about this revision.',
    params: Params.advisory, body: Type.Object({ base: Version, draft: DraftJson, summary: Type.Optional(S.Title), note: Type.Optional(S.Title) }), reply: DraftPage,
  }),
  checkDraft: route({
    ...desk, method: 'POST', path: '/api/v1/advisories/desk/check', bodyLimit: DRAFT_BODY_LIMIT, summary: 'As you type: what is wrong with it and what to do, and what each format could not express. Nothing is kept.',
    body: Type.Object({ draft: DraftJson, advisory: OfDraft }), reply: Type.Object({ publishable: Type.Boolean(), findings: Type.Array(AdvisoryFinding), formats: Type.Array(Type.Object({ format: Format, made: Type.Boolean(), why: S.maybe(Type.String()), losses: Type.Array(FormatLoss) })) }),
  }),
  previewDraft: route({
    ...desk, method: 'POST', path: '/api/v1/advisories/desk/preview', bodyLimit: DRAFT_BODY_LIMIT, summary: 'The files that would be published, as text. Nothing is kept.',
    body: Type.Object({ draft: DraftJson, advisory: OfDraft, format: Type.Optional(Format) }), reply: Type.Object({ files: Type.Array(Type.Object({ format: Format, name: Type.String(), mediaType: Type.String(), text: Type.String(), losses: Type.Array(FormatLoss) })) }),
  }),
  importDraft: route({
    ...desk, method: 'POST', path: '/api/v1/advisories/desk/import', bodyLimit: DRAFT_BODY_LIMIT, summary: 'Reads a document of any of the formats (found out where it is not said) as a draft. Nothing is kept.',
    body: Type.Object({ text: Type.String({ minLength: 2, maxLength: 2_000_000 }), format: Type.Optional(Format) }), reply: Type.Object({ format: Format, draft: DraftJson, losses: Type.Array(FormatLoss) }),
  }),
  submitDraft: route({
    ...desk, method: 'POST', path: '/api/v1/advisories/desk/:advisory/submit', summary: 'Asks a second person to approve exactly this version; with the moment of publication, and for AMBER and RED with whom it is for.',
    params: Params.advisory, body: Type.Object({ version: Version, sha256: S.Sha256, publishAt: Type.Optional(S.Time), recipients: Type.Optional(Type.Array(S.Slug, { maxItems: 200 })) }), reply: DraftPage,
  }),
  recallDraft: route({ ...desk, method: 'POST', path: '/api/v1/advisories/desk/:advisory/recall', summary: 'Takes a submission back, as long as it is not published.', params: Params.advisory, body: Type.Object({}), reply: DraftPage }),
  approveDraft: route({ ...desk, method: 'POST', path: '/api/v1/advisories/desk/:advisory/approve', summary: 'By a second person: these very bytes may be published.', params: Params.advisory, body: Type.Object({ sha256: S.Sha256 }), reply: DraftPage }),
  declineDraft: route({ ...desk, method: 'POST', path: '/api/v1/advisories/desk/:advisory/decline', summary: 'By a second person: not like this, and why.', params: Params.advisory, body: Type.Object({ sha256: S.Sha256, words: Words }), reply: DraftPage }),
  withdrawAdvisory: route({ ...desk, method: 'POST', path: '/api/v1/advisories/desk/:advisory/withdraw', summary: 'Prepares the last revision of a published advisory: that it no longer holds, and why. It takes the same way as any other.', params: Params.advisory, body: Type.Object({ reason: Words }), reply: DraftPage }),
  discardDraft: route({ ...desk, method: 'POST', path: '/api/v1/advisories/desk/:advisory/discard', summary: 'Puts away a draft that was never published.', params: Params.advisory, body: Type.Object({}), reply: S.Done }),

  prepareAct: route({ method: 'POST', path: '/api/v1/advisories/acts/prepare', access: 'acts.sign', summary: 'The exact statement to sign: `says` needs the `advisory`, the hashes of all files follow.', body: wishedAct(ActKind), bodyLimit: 131_072, reply: preparedAct(ActKind) }),
  submitAct: route({
    method: 'POST', path: '/api/v1/advisories/acts', access: 'acts.sign', summary: 'Hands in a signed act: a DSSE envelope as text; from a browser once a passkey has approved it (keys.approve).',
    body: Type.Object({ envelope: Envelope }), bodyLimit: ENVELOPE_LIMIT, status: 201,
    reply: Type.Object({ outcome: S.oneOf(['scheduled']), kind: ActKind, at: S.Time, publishAt: S.Time, advisory: AdvisoryId }),
  }),

  products: route({ ...desk, method: 'GET', path: '/api/v1/advisories/products', summary: 'The products of my organisation, shared by all of its drafts.', reply: Type.Object({ products: Type.Array(KeptProduct) }) }),
  addProduct: route({ ...desk, method: 'POST', path: '/api/v1/advisories/products', status: 201, bodyLimit: DRAFT_BODY_LIMIT, summary: 'A new one.', body: ProductWish, reply: KeptProduct }),
  saveProduct: route({ ...desk, method: 'PUT', path: '/api/v1/advisories/products/:product', bodyLimit: DRAFT_BODY_LIMIT, summary: 'Changes it. Drafts that have it are told, and not changed.', params: Params.product, body: ProductWish, reply: KeptProduct }),
  removeProduct: route({ ...desk, method: 'DELETE', path: '/api/v1/advisories/products/:product', summary: 'Takes it out of the list; drafts and advisories keep what they say.', params: Params.product, reply: S.Done }),

  cveIds: route({ ...desk, method: 'GET', path: '/api/v1/advisories/cve-ids', summary: 'The CVE ids that my organisation keeps.', reply: CvePool }),
  reserveCveIds: route({ ...desk, method: 'POST', path: '/api/v1/advisories/cve-ids', status: 201, summary: 'Enters ids that were reserved for my organisation.', body: Type.Object({ ids: Type.Array(Cve, { minItems: 1, maxItems: 500 }) }), reply: CvePool }),
  assignCveId: route({ ...desk, method: 'POST', path: '/api/v1/advisories/cve-ids/:cve/assign', summary: 'Sets a reserved id apart for a draft, or frees it again (null).', params: Params.cve, body: Type.Object({ advisory: S.maybe(AdvisoryId) }), reply: CvePool }),
  rejectCveId: route({ ...desk, method: 'POST', path: '/api/v1/advisories/cve-ids/:cve/reject', summary: 'A reserved id that will not be used; published ones are rejected by withdrawing or revising their advisory.', params: Params.cve, body: Type.Object({ reason: Words }), reply: CvePool }),

  publisher: route({ ...desk, method: 'PUT', path: '/api/v1/advisories/publisher', summary: 'How my organisation names itself as a publisher.', body: Type.Object({ category: S.oneOf(PUBLISHER_CATEGORIES), namespace: Type.String({ maxLength: 300, pattern: '^https://' }), contact: Type.Optional(S.Title), authority: Type.Optional(S.Title) }), reply: PublisherProfile }),
  myProvider: route({ ...desk, method: 'GET', path: '/api/v1/advisories/providers/mine', summary: 'The CSAF provider that my organisation runs itself.', reply: Type.Object({ provider: S.maybe(MirroredProvider) }) }),
  setProvider: route({
    ...desk, method: 'PUT', path: '/api/v1/advisories/providers/mine', summary: 'Names it by its provider-metadata.json, or takes it out (null). It is fetched soon after.',
    body: Type.Object({ url: S.maybe(Type.String({ maxLength: 2000, pattern: '^https://[^\\s]+/provider-metadata\\.json$' })), wanted: Type.Optional(S.oneOf(['list', 'mirror'])) }), reply: Type.Object({ provider: S.maybe(MirroredProvider) }),
  }),
  fetchProvider: route({ ...desk, method: 'POST', path: '/api/v1/advisories/providers/mine/fetch', pace: 'expensive', summary: 'Asks for it to be fetched now.', body: Type.Object({}), reply: Type.Object({ provider: S.maybe(MirroredProvider) }) }),
}

/** Addresses beside the interface. Public ones may be read from any site; they never redirect. */
export const advisoryFiles = {
  /** A file of a published version, under its format's own name. */
  file: (advisory: string, version: string, name: string) => `/advisories/${advisory}/files/${version}/${name}`,
  atom: '/advisories/feed.atom',
  json: '/advisories/feed.json',
  memberAtom: (slug: string) => `/advisories/by/${slug}/feed.atom`,
  memberJson: (slug: string) => `/advisories/by/${slug}/feed.json`,
  metadata: '/.well-known/csaf/provider-metadata.json',
  securityTxt: '/.well-known/security.txt',
  /** `folder`: white. */
  open: (folder: string) => `/.well-known/csaf/${folder}/`,
  /** `folder`: green, amber, red. Only for those whom it is for. */
  closed: (folder: string) => `/csaf-protected/${folder}/`,
  key: (fingerprint: string) => `/.well-known/csaf/openpgp/${fingerprint}.asc`,
  aggregator: '/.well-known/csaf-aggregator/aggregator.json',
}

/** Exchange: collections, search and sharing for people and programs of the hub's own; TAXII clients use TAXII. */
import { Type } from 'typebox'
import { route } from './route.ts'
import * as S from './shapes.ts'

export const Collection = Type.Object({
  id: S.CollectionId,
  title: S.Title,
  description: S.Prose,
  alias: S.Slug,
  community: S.CommunityId,
  communityName: S.Title,
  /** Given to objects without a TLP marking. Null: such an object is seen by its owner alone. */
  defaultTlp: S.maybe(S.TlpShape),
  allowsPayloads: Type.Boolean(),
  /** TLP:RED goes to these named people and nobody else. Empty: to nobody but its owner. */
  redRecipients: Type.Array(Type.Object({ person: S.PersonId, name: S.Title, organisation: S.Title })),
  canRead: Type.Boolean(),
  canWrite: Type.Boolean(),
  objects: S.maybe(Type.Integer({ description: 'How many the one who asks may see; null when too many to count quickly' })),
  lastAdded: S.maybe(S.Time),
  taxii: Type.Object({ discovery: Type.String(), apiRoot: Type.String(), collection: Type.String() }),
})

/** A marking in words: what its reader may do with it. */
export const MarkingInWords = Type.Object({
  tlp: S.maybe(S.TlpShape),
  /** Where the level comes from. */
  from: S.oneOf(['object', 'collection-default', 'none', 'not-understood']),
  words: Type.String({ description: '“you may pass this to …”' }),
  redacted: Type.Boolean({ description: 'some fields were held back from the one who asks' }),
  statements: Type.Array(Type.String()),
})

export const Hit = Type.Object({
  id: Type.String(),
  type: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  version: Type.String(),
  added: S.Time,
  tlp: S.maybe(S.TlpShape),
  collection: S.CollectionId,
  collectionTitle: S.Title,
  source: Type.Object({ id: S.OrganisationId, name: S.Title }),
  sources: Type.Integer(),
  revoked: Type.Boolean(),
})

export const RefusedObject = Type.Object({
  index: Type.Integer({ description: 'place in the list that was sent, from 0' }),
  id: S.maybe(Type.String()),
  code: Type.String(),
  pointer: Type.String({ description: 'JSON Pointer into the object' }),
  rule: Type.String(),
  message: Type.String(),
  fix: Type.String(),
})

export const IntakeReport = Type.Object({
  total: Type.Integer(),
  accepted: Type.Integer(),
  /** Known already, byte for byte; this source was added to it. */
  merged: Type.Integer(),
  refused: Type.Array(RefusedObject),
  warnings: Type.Array(RefusedObject),
  /** Of the accepted: how many go to whom. */
  audiences: Type.Array(
    Type.Object({
      tlp: S.maybe(S.TlpShape),
      objects: Type.Integer(),
      words: Type.String({ description: '“41 organisations of Energy Watch, their people, nobody else”' }),
      organisations: S.maybe(Type.Array(S.Title)),
    }),
  ),
  sample: Type.Array(Type.Object({ id: Type.String(), type: Type.String(), title: Type.String(), tlp: S.maybe(S.TlpShape) })),
})

const SearchQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 500, description: 'a value in any form (defanged too), hash, CVE, ATT&CK id, or words' })),
  type: Type.Optional(Type.Array(Type.String({ maxLength: 250 }), { maxItems: 50 })),
  tlp: Type.Optional(Type.Array(S.TlpShape, { maxItems: 5 })),
  source: Type.Optional(Type.Array(S.OrganisationId, { maxItems: 50 })),
  collection: Type.Optional(Type.Array(S.CollectionId, { maxItems: 50 })),
  since: Type.Optional(S.Time),
  until: Type.Optional(S.Time),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(S.Cursor),
})

export const exchange = {
  collections: route({
    method: 'GET', path: '/api/v1/collections', access: 'public',
    summary: 'Collections the one who asks may see. A visitor sees those of the public API root.',
    reply: Type.Object({ collections: Type.Array(Collection) }),
  }),
  collection: route({
    method: 'GET', path: '/api/v1/collections/:collection', access: 'public', summary: 'One collection, and how to connect to it.',
    params: Type.Object({ collection: S.CollectionId }), reply: Collection,
  }),
  createCollection: route({
    method: 'POST', path: '/api/v1/collections', access: 'communities.curate', summary: 'A collection for a community.',
    body: Type.Object({
      community: S.CommunityId, title: S.Title, alias: S.Slug, description: Type.Optional(S.Prose),
      defaultTlp: Type.Optional(S.maybe(S.TlpShape)), allowsPayloads: Type.Optional(Type.Boolean()),
      redRecipients: Type.Optional(Type.Array(S.PersonId, { maxItems: 500 })),
    }),
    reply: Collection, status: 201,
  }),
  describeCollection: route({
    method: 'PATCH', path: '/api/v1/collections/:collection', access: 'communities.curate',
    summary: 'Title, description, whether payloads are taken, who reads TLP:RED. The default marking is never loosened afterwards.',
    params: Type.Object({ collection: S.CollectionId }),
    body: Type.Partial(Type.Object({ title: S.Title, description: S.Prose, allowsPayloads: Type.Boolean(), redRecipients: Type.Array(S.PersonId, { maxItems: 500 }) })),
    reply: Collection,
  }),
  audience: route({
    method: 'GET', path: '/api/v1/collections/:collection/audience', access: 'threats.read',
    summary: 'Who would see an object of each TLP level put into this collection, in words and by name where that is not hidden.',
    params: Type.Object({ collection: S.CollectionId }),
    reply: Type.Object({
      levels: Type.Array(Type.Object({ tlp: S.maybe(S.TlpShape), words: Type.String(), organisations: S.maybe(Type.Array(S.Title)), people: S.maybe(Type.Array(S.Title)) })),
    }),
  }),
  lately: route({
    method: 'GET', path: '/api/v1/threats/lately', access: 'public',
    summary: 'For the front page: what was shared lately that everyone may read, and counts that give nothing away.',
    reply: Type.Object({
      public: Type.Array(Hit),
      days: Type.Array(Type.Object({ day: Type.String(), objects: Type.Integer() })),
      objects: Type.Integer(),
      organisations: Type.Integer(),
    }),
  }),
  search: route({
    method: 'GET', path: '/api/v1/threats', access: 'public', pace: 'expensive',
    summary: 'Finds objects the one who asks may see, newest first.',
    query: SearchQuery,
    reply: Type.Object({
      hits: Type.Array(Hit),
      cursor: S.maybe(S.Cursor),
      /** What the words were understood as: `{ kind: 'ipv4', value: '198.51.100.7' }`. */
      understood: Type.Array(Type.Object({ kind: Type.String(), value: Type.String() })),
      /** Objects not searchable yet because they have only just arrived. */
      behind: Type.Integer(),
    }),
  }),
  object: route({
    method: 'GET', path: '/api/v1/threats/:id', access: 'public',
    summary: 'One object as the one who asks may see it, with versions, sources, relations and its marking in words.',
    params: Type.Object({ id: S.StixId }),
    query: Type.Object({ version: Type.Optional(Type.String({ maxLength: 64 })), collection: Type.Optional(S.CollectionId) }),
    reply: Type.Object({
      hit: Hit,
      object: Type.Unknown({ description: 'the STIX object, parsed' }),
      /** Exactly as it was received, unless fields were held back. */
      text: Type.String(),
      marking: MarkingInWords,
      versions: Type.Array(Type.Object({ version: Type.String(), added: S.Time, revoked: Type.Boolean() })),
      sources: Type.Array(Type.Object({ organisation: S.OrganisationId, name: S.Title, collection: S.CollectionId, collectionTitle: S.Title, received: S.Time })),
      relations: Type.Array(
        Type.Object({
          direction: S.oneOf(['from', 'to']),
          relationship: Type.String(),
          id: Type.String(),
          type: Type.String(),
          title: Type.String(),
          /** False: it is referred to, but not here or not for the one who asks. */
          here: Type.Boolean(),
        }),
      ),
      mayDelete: Type.Boolean(),
    }),
  }),
  preview: route({
    method: 'POST', path: '/api/v1/threats/preview', access: 'threats.share', bodyLimit: 32_000_000, pace: 'expensive',
    summary: 'What would be accepted, merged and refused, and who would see it. Nothing is kept.',
    body: Type.Object({ collection: S.CollectionId, text: Type.String({ description: 'a STIX bundle, a TAXII envelope, a list or one object' }) }),
    reply: IntakeReport,
  }),
  share: route({
    method: 'POST', path: '/api/v1/threats', access: 'threats.share', bodyLimit: 32_000_000, pace: 'expensive',
    summary: 'Sends it. The good objects are kept, the others named with their reason.',
    body: Type.Object({ collection: S.CollectionId, text: Type.String() }),
    reply: IntakeReport, status: 201,
  }),
  remove: route({
    method: 'DELETE', path: '/api/v1/threats/:id', access: 'threats.delete',
    summary: 'Takes what one’s own organisation shared out of a collection.',
    params: Type.Object({ id: S.StixId }), query: Type.Object({ collection: S.CollectionId }), reply: S.Done,
  }),
  warningLists: route({
    method: 'GET', path: '/api/v1/warning-lists', access: 'signed-in', summary: 'Lists of known-benign values at the gate.',
    reply: Type.Object({
      lists: Type.Array(Type.Object({ name: S.Title, description: S.Prose, kind: Type.String(), version: Type.Integer(), values: Type.Integer(), ours: Type.Boolean() })),
    }),
  }),
  loadWarningList: route({
    method: 'PUT', path: '/api/v1/warning-lists', access: 'communities.curate', bodyLimit: 64_000_000,
    summary: 'Loads a list in the MISP warning-list form, replacing one of the same name.',
    body: Type.Object({ list: Type.Unknown() }),
    reply: Type.Object({ name: S.Title, values: Type.Integer() }),
  }),
  removeWarningList: route({
    method: 'DELETE', path: '/api/v1/warning-lists', access: 'communities.curate', summary: 'Removes a loaded list.',
    query: Type.Object({ name: S.Title }), reply: S.Done,
  }),
}

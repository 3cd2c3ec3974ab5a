/**
 * Reports of weaknesses: desks, whom to tell, reporting without an account, the mailbox of a receipt, and the desk's own work.
 * What is sealed is one age file in base64 (packages/facts, `printReport` and `printMessage`); the hub keeps nothing else.
 */
import { Type } from 'typebox'
import { KNOWN, REPORT_LIMITS } from '@openaccord/facts'
import { Effort } from './effort.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const ReportId = S.id('report')
const Recipient = Type.String({ pattern: '^age1[02-9ac-hj-np-z]{58}$', description: 'an age recipient (X25519)' })
/** The secret of a mailbox that follows from the receipt code: 32 bytes in base64url. */
const Access = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
const Code = Type.String({ minLength: 10, maxLength: 200, description: 'a receipt code, oar-…' })
/** One age file in base64 (RFC 4648 §4). 12 MiB and its base64. */
const Sealed = Type.String({ minLength: 200, maxLength: 16_777_216 })
const SEALED_BODY = 17_825_792
const PLAIN_BODY = 12_582_912
const Count = Type.Integer({ minimum: 0 })
const KeyLabel = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })

/** `sealed`: encrypted by the reporter. `plain`: encrypted by the hub as it arrived. `mail`: the same, out of a mail. */
export const REPORT_ARRIVALS = ['sealed', 'plain', 'mail'] as const
export const REPORT_STATES = ['received', 'invalid', 'valid', 'deferred', 'accepted', 'closed'] as const
export const SAFE_HARBOURS = ['none', 'partial', 'full'] as const
/** `accept` makes it possible to open a case from it. What was held invalid may be validated later. */
export const REPORT_MOVES = ['validate', 'invalidate', 'accept', 'defer', 'close'] as const
export const SSVC_TABLES = ['supplier', 'deployer', 'coordinator-triage', 'coordinator-publication'] as const
export const REPORT_KNOWN = KNOWN
export const PURL_ANSWERS = ['named', 'counted'] as const

const State = S.oneOf(REPORT_STATES)
const Arrival = S.oneOf(REPORT_ARRIVALS)
const SafeHarbour = S.oneOf(SAFE_HARBOURS)

/** From reports that are closed; figures of fewer than five are not told: `few`. */
export const ReplyFigures = Type.Object({
  closed: Count,
  few: Type.Boolean(),
  /** Working days to the first reply, and how many of them within five; null where `few`. */
  medianDays: S.maybe(Type.Number()),
  withinFive: S.maybe(Count),
  words: Type.String(),
})

export const DeskCard = Type.Object({
  slug: S.Slug, name: S.Title,
  /** Languages that the team reads, the liked one first. */
  languages: Type.Array(S.Language),
  safeHarbour: SafeHarbour,
  policyUrl: S.maybe(S.Link),
  /** It coordinates for others too: the desk of the secretariat's own organisation. */
  coordinator: Type.Boolean(),
  figures: ReplyFigures,
})

export const Desk = Type.Object({
  ...DeskCard.properties,
  /** The policy in the team's own words; plain text. */
  policy: Type.String(), policyLanguage: S.Language,
  /** To whom a report is encrypted. Empty: this desk takes no reports now. */
  recipients: Type.Array(Recipient),
  /** `report+slug@…`, where reports are taken by mail. */
  mail: S.maybe(S.Mail),
  products: Type.Array(Type.Object({ name: S.Title, domains: Type.Array(Type.String()) })),
  limits: Type.Object({ files: Type.Integer(), fileBytes: Type.Integer(), sealedBytes: Type.Integer() }),
  /** How long what was sent is kept. */
  keeps: Type.String(),
})

/** What the reporter saves; `code` is known to whoever made it. See packages/facts, `parseReceipt`. */
export const ReportReceipt = Type.Object({
  receipt: Type.Literal('openaccord/report-receipt/v1'), hub: Type.String(), report: ReportId, to: S.Slug, at: S.Time, fact: S.FactId,
  commitment: S.Sha256, salt: Type.String(), ciphertextSha256: S.Sha256, code: Type.Optional(Type.String()),
})

const Answers = Type.Object({
  title: Type.String({ minLength: 1, maxLength: REPORT_LIMITS.line, pattern: '\\S' }),
  product: Type.Optional(Type.String({ maxLength: REPORT_LIMITS.line })),
  versions: Type.Optional(Type.String({ maxLength: REPORT_LIMITS.line })),
  text: Type.String({ minLength: 1, maxLength: REPORT_LIMITS.text, pattern: '\\S' }),
  steps: Type.Optional(Type.String({ maxLength: REPORT_LIMITS.text })),
  impact: Type.Optional(Type.String({ maxLength: REPORT_LIMITS.text })),
  known: Type.Optional(S.oneOf(KNOWN)),
  plans: Type.Optional(Type.String({ maxLength: 4_000 })),
  credit: Type.Optional(Type.String({ maxLength: REPORT_LIMITS.line })),
  contact: Type.Optional(Type.String({ maxLength: REPORT_LIMITS.line })),
})
const PlainFile = Type.Object({ name: Type.String({ maxLength: 1_000 }), type: Type.String({ maxLength: 200 }), content: Type.String({ maxLength: 11_184_812, description: 'base64' }) })
const PlainFiles = Type.Optional(Type.Array(PlainFile, { maxItems: REPORT_LIMITS.files }))
const PlainMessage = { text: Type.String({ minLength: 1, maxLength: REPORT_LIMITS.message, pattern: '\\S' }), language: S.Language, files: PlainFiles }

/** Where a report stands, for people. */
const Standing = Type.Object({
  state: State, since: S.Time,
  /** The first answer by a person of the team; until then `due`, five working days after it came. */
  firstReply: S.maybe(S.Time), due: S.maybe(S.Time), late: Type.Boolean(),
  /** One plain sentence in English; `code` is the same for a page in another language. */
  code: S.oneOf(['waiting', 'late', 'checking', 'invalid', 'valid', 'accepted', 'deferred', 'closed']),
  words: Type.String(),
})

const Step = Type.Object({ what: S.oneOf(['received', 'acknowledged', 'validated', 'invalidated', 'accepted', 'deferred', 'closed', 'answered', 'wrote', 'address-confirmed', 'disclosed', 'thinned']), at: S.Time, /** For the reporter; plain text. */ words: S.maybe(Type.String()) })
const Mailbox = Type.Object({
  report: ReportId, to: DeskCard, arrived: S.Time, arrival: Arrival, standing: Standing,
  history: Type.Array(Step),
  mailKept: Type.Boolean(), mayWrite: Type.Boolean(),
  receipt: ReportReceipt,
  proof: Type.Object({ fact: S.FactId, /** The log covers it; then `evidence` is a file for `accord report receipt`. */ covered: Type.Boolean(), evidence: Type.String() }),
})
const SealedMessage = Type.Object({ seq: Type.Integer(), from: S.oneOf(['reporter', 'team']), at: S.Time, /** Null: thinned by rule. */ ciphertext: S.maybe(Type.String()) })
export const SealedMailbox = Type.Object({ ...Mailbox.properties, recipients: Type.Array(Recipient), ownRecipient: S.maybe(Recipient), ciphertext: S.maybe(Type.String()), messages: Type.Array(SealedMessage) })

const OpenedFile = Type.Object({ name: Type.String(), type: Type.String(), bytes: Count, content: Type.String() })
export const OpenedMailbox = Type.Object({
  ...Mailbox.properties,
  /** Null: thinned by rule, or it came by mail and only the team can read it. */
  content: S.maybe(Type.Object({ language: Type.String(), answers: Type.Object({ title: Type.String(), product: Type.String(), versions: Type.String(), text: Type.String(), steps: Type.String(), impact: Type.String(), known: S.oneOf(KNOWN), plans: Type.String(), credit: Type.String(), contact: Type.String() }), files: Type.Array(OpenedFile) })),
  messages: Type.Array(Type.Object({ seq: Type.Integer(), from: S.oneOf(['reporter', 'team']), at: S.Time, /** Null: thinned by rule, or written before this receipt was made. */ text: S.maybe(Type.String()), language: S.maybe(Type.String()), files: Type.Array(OpenedFile) })),
})

const Contact = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), mail: S.Mail })
const DeskSettings = Type.Object({
  open: Type.Boolean(), languages: Type.Array(S.Language, { minItems: 1, maxItems: 10 }), safeHarbour: SafeHarbour,
  policy: Type.String({ maxLength: 20_000 }), policyLanguage: S.Language, policyUrl: S.maybe(S.Link),
  /** In this order; the next one hears when nobody has answered. */
  contacts: Type.Array(Contact, { maxItems: 10 }),
})
const TeamKey = Type.Object({
  recipient: Recipient, label: Type.String(), state: S.oneOf(['live', 'retired']), made: S.Time, retired: S.maybe(S.Time),
  /** The identity (`AGE-SECRET-KEY-1…`), encrypted by age with a passphrase: base64 of the age file. */
  wrapped: Type.String(),
})
const Purl = Type.String({ minLength: 5, maxLength: 500, pattern: '^pkg:', description: 'a package URL' })
const ProductFields = {
  name: S.Title,
  purls: Type.Array(Purl, { maxItems: 50 }),
  /** `cpe:2.3:a:vendor:product`: beginnings. */
  cpes: Type.Array(Type.String({ maxLength: 200, pattern: '^cpe:(?:2\\.3:|/)[aho*]:' }), { maxItems: 50 }),
  domains: Type.Array(Type.String({ maxLength: 253, pattern: '^[a-z0-9-]+(?:\\.[a-z0-9-]+)+$' }), { maxItems: 50 }),
  /** Whether whoever asks who ships a component reads the name, or is only told that there is one more. */
  answers: S.oneOf(PURL_ANSWERS),
}
const ProductId = S.id('product')
const Product = Type.Object({ id: ProductId, ...ProductFields, components: Count, sbom: S.maybe(Type.Object({ format: S.oneOf(['CycloneDX', 'SPDX']), at: S.Time })) })

const Ssvc = Type.Object({ table: S.oneOf(SSVC_TABLES), choices: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 60 })) })
/** What the analyst writes after reading. Kept sealed at rest. */
const NoteFields = {
  title: Type.String({ maxLength: 300 }), text: Type.String({ maxLength: 20_000 }),
  components: Type.Array(Purl, { maxItems: 50 }),
  cves: Type.Array(Type.String({ pattern: '^CVE-[0-9]{4}-[0-9]{4,19}$' }), { maxItems: 20 }),
  cwes: Type.Array(Type.String({ pattern: '^CWE-[1-9][0-9]{0,5}$' }), { maxItems: 10 }),
  cvss: S.maybe(Type.String({ maxLength: 400 })),
  ssvc: Type.Array(Ssvc, { maxItems: 4 }),
  duplicateOf: S.maybe(ReportId),
}
const Note = Type.Object({ ...NoteFields, at: S.Time })
const Weighed = Type.Object({
  cvss: S.maybe(Type.Object({ vector: Type.String(), version: Type.String(), score: Type.Number(), severity: Type.String() })),
  ssvc: Type.Array(Type.Object({ table: S.oneOf(SSVC_TABLES), outcome: Type.String(), path: Type.String(), /** What the outcome suggests. */ suggests: S.maybe(S.oneOf(['accept', 'defer'])) })),
  cwes: Type.Array(Type.Object({ id: Type.String(), name: S.maybe(Type.String()) })),
  /** Each: what the configured feed says of the CVE ids; null where no feed is configured. */
  kev: S.maybe(Type.Array(Type.Object({ cve: Type.String(), listed: S.maybe(Type.String()) }))),
  epss: S.maybe(Type.Array(Type.Object({ cve: Type.String(), score: S.maybe(Type.Number()) }))),
  feeds: Type.String(),
})

export const DeskReportCard = Type.Object({
  id: ReportId, arrived: S.Time, arrival: Arrival, standing: Standing,
  /** From the analyst's note; what was sent is not known to the hub. */
  title: S.maybe(Type.String()), cvss: S.maybe(Type.Number()), unread: Count, language: S.Language,
})
export const DeskReport = Type.Object({
  ...DeskReportCard.properties,
  /** Null: thinned by rule. */
  ciphertext: S.maybe(Type.String()), ciphertextSha256: S.Sha256,
  /** To whom an answer is encrypted besides the team; null: it came by mail and nobody has taken the receipt yet. */
  reporterRecipient: S.maybe(Recipient), recipients: Type.Array(Recipient),
  messages: Type.Array(SealedMessage),
  note: S.maybe(Note), weighed: S.maybe(Weighed),
  /** Of the team's own notes: alike in words, or of the same component. */
  similar: Type.Array(Type.Object({ id: ReportId, title: Type.String(), state: State, alike: Type.Number(), components: Type.Array(Type.String()) })),
  moves: Type.Array(S.oneOf(REPORT_MOVES)), mayAcknowledge: Type.Boolean(), mayDisclose: Type.Boolean(),
  history: Type.Array(Type.Object({ ...Step.properties, by: S.maybe(Type.String()) })),
  seal: S.FactId,
})

const Params = { desk: Type.Object({ slug: S.Slug }), report: Type.Object({ report: ReportId }), product: Type.Object({ product: ProductId }) }
const Words = Type.Optional(Type.String({ maxLength: 4_000 }))

export const reports = {
  desks: route({ method: 'GET', path: '/api/v1/reports/desks', access: 'public', summary: 'Teams that take reports of weaknesses.', reply: Type.Object({ desks: Type.Array(DeskCard), coordinator: S.maybe(S.Slug) }) }),
  desk: route({ method: 'GET', path: '/api/v1/reports/desks/:slug', access: 'public', summary: 'One team: its policy, and the keys to which a report is encrypted.', params: Params.desk, reply: Desk }),
  whom: route({
    method: 'POST', path: '/api/v1/reports/whom', access: 'public', pace: 'expensive', summary: 'Whom to tell about a product, a domain, a package URL or a CPE: members first, then what the domain says of itself. Nothing is kept.',
    body: Type.Object({ product: Type.Optional(Type.String({ maxLength: 200 })), domain: Type.Optional(Type.String({ maxLength: 253 })), purl: Type.Optional(Type.String({ maxLength: 500 })), cpe: Type.Optional(Type.String({ maxLength: 200 })) }),
    reply: Type.Object({
      desks: Type.Array(Type.Object({ desk: DeskCard, source: S.oneOf(['member', 'coordinator']), because: Type.String() })),
      /** What the domain publishes; tried for a domain alone. */
      outside: Type.Array(Type.Object({ source: S.oneOf(['security-txt', 'csaf-provider']), name: Type.String(), contacts: Type.Array(Type.String()), policy: S.maybe(Type.String()), encryption: S.maybe(Type.String()), expires: S.maybe(S.Time), valid: Type.Boolean(), words: Type.String(), url: Type.String() })),
      /** Where no member answers for it: a letter to send, to whom, and until when one waits. */
      handOver: S.maybe(Type.Object({ to: Type.Array(Type.String()), letter: Type.String(), wait: Type.Array(Type.Object({ at: S.Time, what: Type.String() })) })),
    }),
  }),
  file: route({
    method: 'POST', path: '/api/v1/reports', access: 'public', pace: 'expensive', status: 201, bodyLimit: SEALED_BODY,
    summary: 'Reports a weakness, encrypted by whoever reports. The code from which keys and salt follow never leaves the reporter (packages/facts, `receiptKeys`).',
    body: Type.Object({ to: S.Slug, arrival: Type.Literal('sealed'), ciphertext: Sealed, recipient: Recipient, accessSha256: S.Sha256, salt: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), language: S.Language, mail: Type.Optional(Type.Union([S.Mail, Type.Literal('')])), effort: Effort }),
    reply: Type.Object({ report: ReportId, receipt: ReportReceipt, standing: Standing }),
  }),
  filePlain: route({
    method: 'POST', path: '/api/v1/reports/plain', access: 'public', pace: 'expensive', status: 201, bodyLimit: PLAIN_BODY,
    summary: 'The same for browsers without a script: the hub makes the code and encrypts as it arrives; it keeps neither the code nor a word of it.',
    body: Type.Object({ to: S.Slug, arrival: Type.Literal('plain'), report: Answers, files: PlainFiles, language: S.Language, mail: Type.Optional(Type.Union([S.Mail, Type.Literal('')])), effort: Effort }),
    reply: Type.Object({ report: ReportId, code: Type.String(), receipt: ReportReceipt, standing: Standing }),
  }),
  mailbox: route({ method: 'POST', path: '/api/v1/reports/mailbox', access: 'public', pace: 'expensive', summary: 'The mailbox of a receipt, still encrypted.', body: Type.Object({ access: Access }), reply: SealedMailbox }),
  mailboxPlain: route({ method: 'POST', path: '/api/v1/reports/mailbox/plain', access: 'public', pace: 'expensive', summary: 'The same for browsers without a script: the hub decrypts with the code, and forgets it.', body: Type.Object({ code: Code }), reply: OpenedMailbox }),
  write: route({ method: 'POST', path: '/api/v1/reports/mailbox/messages', access: 'public', pace: 'expensive', bodyLimit: SEALED_BODY, summary: 'The reporter writes: one age file to the desk’s recipients and the own.', body: Type.Object({ access: Access, ciphertext: Sealed }), reply: SealedMailbox }),
  writePlain: route({ method: 'POST', path: '/api/v1/reports/mailbox/messages/plain', access: 'public', pace: 'expensive', bodyLimit: PLAIN_BODY, summary: 'The same without a script: encrypted as it arrives.', body: Type.Object({ code: Code, ...PlainMessage }), reply: OpenedMailbox }),
  forgetMail: route({ method: 'POST', path: '/api/v1/reports/mailbox/forget-mail', access: 'public', pace: 'expensive', summary: 'Forgets the address to which news are mailed.', body: Type.Object({ access: Type.Optional(Access), code: Type.Optional(Code) }), reply: S.Done }),
  /** A report that came by mail: the link that was mailed back makes its receipt, once. */
  claim: route({
    method: 'POST', path: '/api/v1/reports/claim', access: 'public', pace: 'expensive', summary: 'Takes the receipt of a report that came by mail, with the link that was mailed back; works once.',
    body: Type.Object({ claim: Type.String({ minLength: 20, maxLength: 100 }), recipient: Recipient, accessSha256: S.Sha256 }), reply: Type.Object({ report: ReportId, receipt: ReportReceipt, standing: Standing }),
  }),
  claimPlain: route({
    method: 'POST', path: '/api/v1/reports/claim/plain', access: 'public', pace: 'expensive', summary: 'The same without a script: the hub makes the code, shows it once, and forgets it.',
    body: Type.Object({ claim: Type.String({ minLength: 20, maxLength: 100 }) }), reply: Type.Object({ report: ReportId, code: Type.String(), receipt: ReportReceipt, standing: Standing }),
  }),

  deskReports: route({
    method: 'GET', path: '/api/v1/desk/reports', access: 'reports.triage', summary: 'What was reported to my team, newest first.',
    query: Type.Object({ state: Type.Optional(State), waiting: Type.Optional(Type.Literal('1')), q: Type.Optional(Type.String({ maxLength: 200 })) }),
    reply: Type.Object({ desk: S.maybe(DeskCard), states: Type.Object(Object.fromEntries(REPORT_STATES.map((name) => [name, Count])) as Record<(typeof REPORT_STATES)[number], typeof Count>), reports: Type.Array(DeskReportCard) }),
  }),
  deskReport: route({ method: 'GET', path: '/api/v1/desk/reports/:report', access: 'reports.triage', summary: 'One of them, whole and encrypted.', params: Params.report, reply: DeskReport }),
  acknowledge: route({ method: 'POST', path: '/api/v1/desk/reports/:report/acknowledge', access: 'reports.triage', summary: 'A person of the team has read it; stops the clock of the first reply.', params: Params.report, body: Type.Object({ words: Words }), reply: DeskReport }),
  move: route({ method: 'POST', path: '/api/v1/desk/reports/:report/move', access: 'reports.triage', summary: 'The next step of report management, with words that the reporter reads.', params: Params.report, body: Type.Object({ move: S.oneOf(REPORT_MOVES), words: Words }), reply: DeskReport }),
  disclose: route({
    method: 'POST', path: '/api/v1/desk/reports/:report/disclose', access: 'reports.triage', summary: 'Opens the commitment in the log, once the weakness is public: anybody can hold the age file against it from then on. The file itself stays closed.',
    params: Params.report, body: Type.Object({}), reply: DeskReport,
  }),
  answer: route({ method: 'POST', path: '/api/v1/desk/reports/:report/messages', access: 'reports.triage', bodyLimit: SEALED_BODY, summary: 'The team writes: one age file to the desk’s recipients and the reporter’s.', params: Params.report, body: Type.Object({ ciphertext: Sealed }), reply: DeskReport }),
  note: route({ method: 'PUT', path: '/api/v1/desk/reports/:report/note', access: 'reports.triage', summary: 'What the team holds of it: title, components, weakness, severity, duplicates.', params: Params.report, body: Type.Object(NoteFields), reply: DeskReport }),
  weigh: route({
    method: 'POST', path: '/api/v1/desk/weigh', access: 'reports.triage', summary: 'Scores without keeping anything: CVSS, SSVC with its path, CWE, and what the configured feeds say.',
    body: Type.Object({ cvss: Type.Optional(Type.String({ maxLength: 400 })), ssvc: Type.Optional(Type.Array(Ssvc, { maxItems: 4 })), cwes: Type.Optional(NoteFields.cwes), cves: Type.Optional(NoteFields.cves) }), reply: Weighed,
  }),
  ssvc: route({
    method: 'GET', path: '/api/v1/reports/ssvc', access: 'public', summary: 'The decision tables of SSVC that desks use: what each asks, and the outcomes.',
    reply: Type.Object({ tables: Type.Array(Type.Object({
      table: S.oneOf(SSVC_TABLES), name: Type.String(), rows: Type.Integer(),
      asks: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), definition: Type.String(), values: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), definition: Type.String() })) })),
      outcomes: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), definition: Type.String() })),
      /** Keys of the outcomes, one for each combination of answers; the last question turns fastest. */
      decides: Type.String(),
    })) }),
  }),

  deskSettings: route({ method: 'GET', path: '/api/v1/desk/settings', access: 'reports.triage', summary: 'My team’s desk: settings, keys, products.', reply: Type.Object({ settings: DeskSettings, keys: Type.Array(TeamKey), products: Type.Array(Product), feeds: Type.String(), mail: S.maybe(S.Mail) }) }),
  setDesk: route({ method: 'PUT', path: '/api/v1/desk/settings', access: 'reports.triage', summary: 'Sets languages, policy, safe harbour and contacts; `open` takes reports once there is a key.', body: DeskSettings, bodyLimit: 131_072, reply: Type.Object({ settings: DeskSettings }) }),
  addKey: route({ method: 'POST', path: '/api/v1/desk/keys', access: 'reports.triage', status: 201, summary: 'A team key made in the browser, wrapped by a passphrase.', body: Type.Object({ recipient: Recipient, label: KeyLabel, wrapped: Type.String({ minLength: 200, maxLength: 8_000 }) }), reply: Type.Object({ keys: Type.Array(TeamKey) }) }),
  retireKey: route({ method: 'POST', path: '/api/v1/desk/keys/:recipient/retire', access: 'reports.triage', summary: 'No longer offered to reporters; still opens what was sent to it.', params: Type.Object({ recipient: Recipient }), body: Type.Object({}), reply: Type.Object({ keys: Type.Array(TeamKey) }) }),
  addProduct: route({ method: 'POST', path: '/api/v1/desk/products', access: 'reports.triage', status: 201, summary: 'A product that reporters find this team by.', body: Type.Object(ProductFields), reply: Product }),
  setProduct: route({ method: 'PUT', path: '/api/v1/desk/products/:product', access: 'reports.triage', summary: 'Changes it.', params: Params.product, body: Type.Object(ProductFields), reply: Product }),
  dropProduct: route({ method: 'DELETE', path: '/api/v1/desk/products/:product', access: 'reports.triage', summary: 'Takes it away, with its components.', params: Params.product, reply: S.Done }),
  importSbom: route({
    method: 'POST', path: '/api/v1/desk/products/:product/sbom', access: 'reports.triage', pace: 'expensive', bodyLimit: 12_582_912, summary: 'Its components from a bill of materials (CycloneDX or SPDX, JSON): kept as keyed hashes of package URLs without versions; replaces those before.',
    params: Params.product, body: Type.Object({ sbom: Type.String({ minLength: 2, maxLength: 8_388_608, description: 'the JSON as text' }) }), reply: Type.Object({ product: Product, left: Count, words: Type.String() }),
  }),
  downstream: route({
    method: 'POST', path: '/api/v1/desk/downstream', access: 'reports.triage', pace: 'expensive', summary: 'Who else ships this component: by name where a team says so, otherwise only how many. The question is told to nobody.',
    body: Type.Object({ purl: Purl }), reply: Type.Object({ purl: Type.String(), named: Type.Array(Type.Object({ slug: S.Slug, name: S.Title, product: S.Title })), counted: Count, words: Type.String() }),
  }),
}

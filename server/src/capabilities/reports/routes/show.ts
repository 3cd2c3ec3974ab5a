/** How this room shows what it knows: times as text, ciphertext in base64, standing in words. */
import { REPORT_LIMITS, MOST_SEALED, type ReportFile } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { KEPT_AFTER_CLOSE, type Event, type Standing, type StandingCode } from '../model.ts'
import { figureWords, type Figures } from '../model/figures.ts'
import type { Product } from '../model/products.ts'
import type { Message } from '../store.ts'
import type { TeamKey } from '../store/desk.ts'
import type { Desk } from '../verbs/book.ts'
import { receiptOf, type Filed } from '../verbs/file.ts'
import type { Mailbox, Opened } from '../verbs/mailbox.ts'
import type { Card, DeskReport } from '../verbs/triage.ts'
import type { Whom } from '../verbs/whom.ts'

const when = (at: Micros | null): string | null => (at === null ? null : iso(at))
const base64 = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'))

const WORDS: Readonly<Record<StandingCode, string>> = {
  waiting: 'The team has the report and has not answered yet.',
  late: 'The team has the report and should have answered by now.',
  checking: 'The team has answered and is checking the report.',
  invalid: 'The team does not hold it for a weakness of its product; the mailbox says why.',
  valid: 'The team holds it for a weakness and decides what to do.',
  accepted: 'The team works on it.',
  deferred: 'The team holds it for a weakness and has put it off; the mailbox says why.',
  closed: 'It is closed.',
}

export const showStanding = ({ state, since, firstReply, due, late, code }: Standing) => ({ state, since: iso(since), firstReply: when(firstReply), due: when(due), late, code, words: WORDS[code] })
const showFigures = (figures: Figures) => ({ ...figures, words: figureWords(figures) })

export const showCard = ({ organisation: { slug, name, kind }, settings: { languages, safeHarbour, policyUrl }, figures }: Desk) =>
  ({ slug, name, languages, safeHarbour, policyUrl, coordinator: kind === 'secretariat', figures: showFigures(figures) })

export const showDesk = (desk: Desk, inbox: string | undefined) => ({
  ...showCard(desk), policy: desk.settings.policy, policyLanguage: desk.settings.policyLanguage, recipients: desk.recipients, mail: mailAddress(desk.organisation.slug, inbox),
  products: desk.products.map(({ name, domains }) => ({ name, domains })),
  limits: { files: REPORT_LIMITS.files, fileBytes: REPORT_LIMITS.fileBytes, sealedBytes: MOST_SEALED.report },
  keeps: `What is sent is deleted ${KEPT_AFTER_CLOSE / 86_400_000_000} days after the report was closed. That there was a report, and its commitment in the log, stay.`,
})

export const mailAddress = (slug: string, inbox: string | undefined): string | null => (inbox === undefined ? null : `report+${slug}@${inbox}`)

export const showFiled = ({ report, receipt, standing }: Filed) => ({ report, receipt, standing: showStanding(standing) })

const KINDS = { acknowledged: 'acknowledged', validated: 'validated', invalidated: 'invalidated', accepted: 'accepted', deferred: 'deferred', closed: 'closed', answered: 'answered', wrote: 'wrote', 'address-confirmed': 'address-confirmed', disclosed: 'disclosed', thinned: 'thinned' } as const
const showEvent = ({ kind, at, words }: Event) => ({ what: KINDS[kind], at: iso(at), words })
const historyOf = (at: Micros, events: readonly Event[]) => [{ what: 'received' as const, at: iso(at), words: null }, ...events.map(showEvent)]

function showBox({ subject: { report, events }, desk, standing, mailKept, mayWrite, covered }: Mailbox, origin: string) {
  return {
    report: report.id, to: showCard(desk), arrived: iso(report.at), arrival: report.arrival, standing: showStanding(standing), history: historyOf(report.at, events), mailKept, mayWrite,
    receipt: receiptOf(report, desk.organisation.slug, origin), proof: { fact: report.seal, covered, evidence: `${origin}/log/evidence/${report.seal}` },
  }
}

const showMessage = ({ seq, from, at, ciphertext }: Message) => ({ seq, from, at: iso(at), ciphertext: base64(ciphertext) })
const showFile = ({ name, type, content }: ReportFile) => ({ name, type, bytes: Math.floor((content.length * 3) / 4) - (content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0), content })

export const showMailbox = (box: Mailbox, origin: string) =>
  ({ ...showBox(box, origin), recipients: box.desk.recipients, ownRecipient: box.subject.report.recipient, ciphertext: base64(box.ciphertext), messages: box.messages.map(showMessage) })

export const showOpened = ({ content, opened, ...box }: Opened, origin: string) => ({
  ...showBox(box, origin),
  content: content === undefined ? null : { language: content.language, answers: content.answers, files: content.files.map(showFile) },
  messages: opened.map(({ message: { seq, from, at }, content: said }) => ({ seq, from, at: iso(at), text: said?.text ?? null, language: said?.language ?? null, files: (said?.files ?? []).map(showFile) })),
})

export const showDeskCard = ({ subject: { report }, standing, note, score, unread }: Card) =>
  ({ id: report.id, arrived: iso(report.at), arrival: report.arrival, standing: showStanding(standing), title: note === undefined || note.title === '' ? null : note.title, cvss: score, unread, language: report.language })

export function showDeskReport(found: DeskReport) {
  const { subject: { report, events }, desk, note, weighed, similar, names } = found
  return {
    ...showDeskCard(found),
    ciphertext: base64(found.ciphertext), ciphertextSha256: report.ciphertextSha256, reporterRecipient: report.recipient, recipients: desk.recipients, messages: found.messages.map(showMessage),
    note: note === undefined ? null : { title: note.title, text: note.text, components: note.components, cves: note.cves, cwes: note.cwes, cvss: note.cvss, ssvc: note.ssvc, duplicateOf: note.duplicateOf, at: iso(note.at) },
    weighed: weighed ?? null,
    similar: similar.map(({ note: { id, title }, alike, components, state }) => ({ id, title, state, alike, components })),
    moves: found.moves, mayAcknowledge: found.mayAcknowledge, mayDisclose: found.mayDisclose,
    history: [{ what: 'received' as const, at: iso(report.at), words: null, by: null }, ...events.map((event) => ({ ...showEvent(event), by: event.by === null ? null : (names.get(event.by) ?? null) }))],
    seal: report.seal,
  }
}

export const showKey = ({ recipient, label, wrapped, made, retired }: TeamKey) => ({ recipient, label, state: retired === null ? ('live' as const) : ('retired' as const), made: iso(made), retired: when(retired), wrapped: base64(wrapped) ?? '' })
export const showProduct = ({ id, name, purls, cpes, domains, answers, components, sbom }: Product) => ({ id, name, purls, cpes, domains, answers, components, sbom: sbom === null ? null : { format: sbom.format, at: iso(sbom.at) } })

export const showWhom = ({ desks, outside, handOver }: Whom) => ({
  desks: desks.map(({ desk, source, because }) => ({ desk: showCard(desk), source, because })),
  outside: outside.map((one) => ({ ...one, expires: when(one.expires) })),
  handOver: handOver === null ? null : { ...handOver, wait: handOver.wait.map(({ at, what }) => ({ at: iso(at), what })) },
})

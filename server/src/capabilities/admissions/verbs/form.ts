/** The form, page by page: each is saved whole, and the draft stays the applicant's until it is handed in. */
import { newId, type EvidenceId } from '@openaccord/names'
import { Refusal, SECOND } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { normaliseMail, parseDomain } from '../../members/index.ts'
import type { Means } from '../means.ts'
import { bad, conflict, type Application } from '../model.ts'
import { CRITERIA, DOMAIN_CLAIMS, type Answers, type Contact, type Criterion, type DomainClaim, type Eligibility, type Organisation, type PracticeAnswer } from '../model/answers.ts'
import { documentType, LIMITS, type DocumentType } from '../model/documents.ts'
import { proofOf } from '../model/domain.ts'
import type { Evidence } from '../model/evidence.ts'
import { needMove } from '../model/moves.ts'
import { newSecret, sha256 } from '../secrets.ts'
import { removeLinksTo, saveDraft } from '../store/applications.ts'
import { addDocument, addEvidence, loadEvidence, removeEvidence } from '../store/evidence.ts'
import { findKnown, type Known } from './book.ts'
import { ownApplication, type SendLink } from './links.ts'

/** Pages that may still be changed while the secretariat waits for answers: what was published of the organisation stays. */
const WHILE_ASKED: ReadonlySet<string> = new Set<keyof Answers>(['contact', 'disclosure', 'practice', 'claims'])
const BETWEEN_LOOKS = 5 * SECOND

export type Document = { criterion: Criterion; title: string; type: DocumentType; content: string }

export function createFormVerbs(means: Means, { sendLink }: { sendLink: SendLink }) {
  const { database, clock, random, checkDomain } = means

  /** Load, decide, save: nothing is told of a draft. */
  async function change(token: string | undefined, decide: (known: Known, tx: Tx, now: number) => Promise<Partial<Application>> | Partial<Application>): Promise<void> {
    await database.transact(async (tx) => {
      await tx.lock('admissions')
      const now = clock()
      const known = await loadOwn(tx, means, token, now)
      needMove('save', known.standing.state)
      await saveDraft(tx, { ...known.application, ...(await decide(known, tx, now)), savedAt: now })
    })
  }

  const write = (token: string | undefined, given: Partial<Answers>, also: (known: Known, tx: Tx) => Promise<Partial<Application>> | Partial<Application> = () => ({})): Promise<void> =>
    change(token, async (known, tx) => {
      const fixed = Object.keys(given).find((page) => !WHILE_ASKED.has(page))
      if (known.standing.state !== 'draft' && fixed !== undefined) throw conflict('page-published', 'this page was published when the application was handed in, and stays as it is: tell the secretariat in your answer what has changed')
      const answers = { ...known.application.answers, ...given }
      return { answers, ...(await also({ ...known, application: { ...known.application, answers } }, tx)) }
    })

  return {
    saveOrganisation: (token: string | undefined, organisation: Organisation): Promise<void> => write(token, { organisation: { ...organisation, name: organisation.name.trim(), legalName: organisation.legalName.trim() } }),
    saveEligibility: (token: string | undefined, eligibility: Eligibility): Promise<void> => write(token, { eligibility }),
    saveDisclosure: async (token: string | undefined, { mail, policy }: { mail: string; policy: string | null }): Promise<void> => write(token, { disclosure: { mail: normaliseMail(mail), policy } }),

    /** A new address is sent a link; until somebody opens it, it counts for nothing. */
    saveContact: async (token: string | undefined, given: Contact): Promise<void> => {
      const mail = normaliseMail(given.mail)
      await change(token, async ({ application }, tx) => {
        const before = application.answers.contact?.mail ?? application.mailConfirmed
        const answers = { ...application.answers, contact: { ...given, name: given.name.trim(), mail } }
        if (before === mail) {
          if (application.mailConfirmed !== mail && application.answers.contact === null) await sendLink(tx, { ...application, answers }, mail)
          return { answers }
        }
        if (before !== null) await removeLinksTo(tx, application.id, before)
        await sendLink(tx, { ...application, answers }, mail)
        return { answers, mailConfirmed: null }
      })
    },

    saveDomain: async (token: string | undefined, text: string): Promise<void> => {
      const domain = parseDomain(text, '/domain')
      return write(token, { domain }, ({ application: { proof } }) => (proof?.domain === domain ? {} : { proof: { domain, token: newSecret('oad', random).text.slice(4, 36), result: 'unchecked', detail: 'not looked at yet', checkedAt: null } }))
    },

    /** Asked outside any transaction; noted if the domain is still the same. */
    async checkOwnDomain(token: string | undefined): Promise<void> {
      const { application } = await database.read((tx) => loadOwn(tx, means, token, clock()))
      const { proof, id } = application
      if (proof === null) throw bad('/domain', 'no domain was named yet', 'save one first')
      if (proof.checkedAt !== null && clock() - proof.checkedAt < BETWEEN_LOOKS) return
      const found = await checkDomain({ domain: proof.domain, line: proofOf(id, proof.token), before: null })
      await change(token, ({ application: { proof: now }, standing }, _tx, at) => {
        if (now === null || now.token !== proof.token || standing.state !== 'draft') return {}
        const known = found.result === 'error' && now.result === 'verified' ? now.result : found.result
        return { proof: { ...now, result: known, detail: found.detail, checkedAt: at } }
      })
    },

    /** Only the criteria given change. */
    savePractice: (token: string | undefined, given: { practice: Partial<Record<Criterion, PracticeAnswer>>; claims?: DomainClaim[] | undefined }): Promise<void> =>
      change(token, ({ application: { answers } }, _tx, now) => {
        for (const criterion of CRITERIA) needSpan(criterion, given.practice[criterion], now)
        const claims = given.claims === undefined ? answers.claims : DOMAIN_CLAIMS.filter((claim) => given.claims!.includes(claim))
        return { answers: { ...answers, practice: { ...answers.practice, ...given.practice }, claims } }
      }),

    async addDocument(token: string | undefined, { criterion, title, type, content }: Document): Promise<EvidenceId> {
      const bytes = bytesOf(content)
      const mime = documentType(bytes, type)
      return database.transact(async (tx) => {
        await tx.lock('admissions')
        const now = clock()
        const { application, standing } = await loadOwn(tx, means, token, now)
        needMove('save', standing.state)
        const documents = (await loadEvidence(tx, application.id)).filter(({ kind }) => kind === 'document')
        const hash = sha256(bytes)
        const same = documents.find((one) => one.sha256 === hash && one.criterion === criterion)
        if (same !== undefined) return same.id
        if (documents.length >= LIMITS.files) throw bad('/content', `at most ${LIMITS.files} documents`, 'take one out first')
        if (documents.reduce((sum, one) => sum + (one.bytes ?? 0), bytes.length) > LIMITS.allBytes) throw bad('/content', `all documents together have at most ${LIMITS.allBytes} bytes`, 'take one out, or send a smaller one')
        const id = newId('evidence', random)
        const evidence: Evidence = { ...blank(id, application, criterion, now), kind: 'document', title: title.trim(), sha256: hash, bytes: bytes.length, mime }
        await addEvidence(tx, evidence)
        await addDocument(tx, id, application.id, bytes)
        await saveDraft(tx, { ...application, savedAt: now })
        return id
      })
    },

    async removeDocument(token: string | undefined, id: EvidenceId): Promise<void> {
      await change(token, async ({ application }, tx) => {
        const found = (await loadEvidence(tx, application.id)).find((one) => one.id === id && one.kind === 'document')
        if (found === undefined) throw new Refusal('unknown', 'admissions.evidence-unknown', 'there is no such document')
        if (found.checked !== null || (application.submittedAt !== null && found.receivedAt <= application.submittedAt)) throw conflict('handed-in', 'this document was handed in: it stays in the record')
        await removeEvidence(tx, id)
        return {}
      })
    },
  }
}

/** By the secret of its link. */
export async function loadOwn(tx: Parameters<typeof findKnown>[0], means: Means, token: string | undefined, now: number): Promise<Known> {
  const known = await findKnown(tx, means, await ownApplication(tx, token), now)
  if (known === undefined) throw new Refusal('gone', 'admissions.link-gone', 'this application was ended')
  return known
}

export const blank = (id: EvidenceId, { id: application }: Pick<Application, 'id'>, criterion: string, now: number): Evidence => ({
  id, application, criterion, kind: 'claim', answer: null, claim: null, title: null, link: null, sha256: null, bytes: null, mime: null, releasedAt: null, grade: 'E0',
  effectiveAt: null, observedAt: null, receivedAt: now, expiresAt: null, checked: null, dispute: null, supersededAt: null, rules: null, findings: [], report: null,
})

function bytesOf(content: string): Uint8Array {
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(content) ? Buffer.from(content, 'base64') : Buffer.alloc(0)
  if (bytes.length === 0) throw bad('/content', 'is base64 (RFC 4648 §4), and not empty', 'encode the file anew')
  if (bytes.length > LIMITS.bytes) throw new Refusal('too-large', 'admissions.document-large', `a document has at most ${LIMITS.bytes} bytes`)
  return new Uint8Array(bytes)
}

function needSpan(criterion: Criterion, given: PracticeAnswer | undefined, now: number): void {
  const field = `/answers/${criterion}`
  if (given?.effective !== undefined && given.effective !== null && given.effective > now) throw bad(`${field}/effective`, 'what is claimed holds already', 'write a day in the past, or answer “partly”')
  if (given?.expires !== undefined && given.expires !== null && given.expires <= now) throw bad(`${field}/expires`, 'what has ended shows nothing', 'leave it out, or write a later day')
}

/** Opening a case, from an accepted report or by a vendor itself; its title, summary and vulnerabilities; closing it and opening it again. */
import { newId, type CaseId, type ReportId } from '@openaccord/names'
import { need, type Actor } from '../../../kernel/index.ts'
import { tell, type Means } from '../means.ts'
import { conflict, fault, type Entry, type Outcome, type Role } from '../model.ts'
import { inOrder } from '../model/fold.ts'
import { figuresOf } from '../model/figures.ts'
import { cleanLine, cleanText, needRoom } from '../model/limits.ts'
import { needMove } from '../model/may.ts'
import { addHead, addParty, caseOfReport, countClosed, headsOf } from '../store.ts'
import { saveFigures } from '../store/figures.ts'
import { addText } from '../store/texts.ts'
import { ALL, byOf, type Asking, type Book } from './book.ts'
import { ask } from './enter.ts'

type NewVulnerability = { label: string; cve?: string | undefined }
export type NewCase = {
  title: string
  summary: string
  vulnerabilities: NewVulnerability[]
  roles?: ('coordinator' | 'vendor' | 'finder' | 'deployer')[] | undefined
  report?: ReportId | undefined
  reportText?: string | undefined
}

export function createOpenVerbs(means: Means, book: Book) {
  const { database, clock, random, vault, reports, journal } = means

  return {
    /** The reporter is invited as a guest; the link is given once, to be handed over in the report's mailbox. */
    async open(actor: Actor, wish: NewCase): Promise<{ case: CaseId; reporterLink: string | null }> {
      const { person, organisation } = need(actor, 'cases.work')
      return database.transact(async (tx) => {
        await tx.lock('cases')
        const now = clock()
        needRoom('cases', (await headsOf(tx, organisation)).length)
        const report = wish.report === undefined ? undefined : await reports.accepted(tx, actor, wish.report)
        if (wish.report !== undefined && report === undefined) throw fault('report', '/report', 'a case is opened from a report that your organisation has accepted', 'accept the report first, or leave it out')
        if (report !== undefined && (await caseOfReport(tx, report.id)) !== undefined) throw conflict('report-has-case', 'this report has a case already')
        const id = newId('case', random)
        const owner = newId('party', random)
        await addHead(tx, { id, opened: now, report: report?.id ?? null })
        await addParty(tx, { id: owner, case: id, organisation, linkHash: null })
        const text = wish.reportText === undefined ? undefined : { id: newId('text', random), text: cleanText(wish.reportText, '/reportText') }
        if (text !== undefined) await addText(tx, vault, { ...text, version: 1, at: now, case: id })
        return book.begin(tx, id, async (work) => {
          const by = { party: owner, person }
          const vulnerabilities = wish.vulnerabilities.map((one, at) => ({ n: at + 1, ...clean(one, `/vulnerabilities/${at}`) }))
          work.append({ kind: 'opened', title: cleanLine(wish.title, '/title'), summary: summaryOf(wish.summary), vulnerabilities, owner, from: report === undefined ? 'vendor' : 'report' }, ALL, by)
          const roles: Role[] = inOrder(['owner', ...(wish.roles ?? (report === undefined ? ['vendor'] : ['coordinator']))])
          work.append({ kind: 'joined', party: owner, organisation, guest: null, roles, shown: true, invited: report?.received ?? now }, ALL, by)
          work.append({ kind: 'thread-opened', thread: 1, is: 'all', parties: [], title: 'Everyone' }, ALL, by)
          if (text !== undefined) work.append({ kind: 'report-brought', text: text.id, report: report?.id ?? null }, ALL, by)
          if (report === undefined) return { case: id, reporterLink: null }
          const { link } = await ask(tx, work, { organisation: null, guest: { name: 'Reporter', mail: null }, roles: ['reporter'], words: null }, { by, id: undefined, random })
          return { case: id, reporterLink: link }
        })
      })
    },

    editCase: (asking: Asking, id: string, { title, summary }: { title?: string | undefined; summary?: string | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'edit')
        if (title !== undefined) opened.append({ kind: 'titled', title: cleanLine(title, '/title') }, ALL, byOf(opened))
        if (summary !== undefined) opened.append({ kind: 'summarised', summary: summaryOf(summary) }, ALL, byOf(opened))
      }),

    addVulnerability: (asking: Asking, id: string, wish: NewVulnerability): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'edit')
        const { vulnerabilities } = opened.state()
        needRoom('vulnerabilities', vulnerabilities.length)
        opened.append({ kind: 'vulnerability-added', vulnerability: { n: nextNumber(opened.entries()), ...clean(wish, '') } }, ALL, byOf(opened))
      }),

    editVulnerability: (asking: Asking, id: string, n: number, { label, cve }: { label?: string | undefined; cve?: string | undefined }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'edit')
        const before = opened.state().vulnerabilities.find((one) => one.n === n)
        if (before === undefined) throw fault('vulnerability-unknown', '/vulnerability', `this case has no vulnerability ${n}`, 'choose among those of the case')
        const next = { n, label: label === undefined ? before.label : cleanLine(label, '/label'), cve: cve === undefined ? before.cve : cve === '' ? null : cve }
        opened.append({ kind: 'vulnerability-changed', vulnerability: next }, ALL, byOf(opened))
      }),

    /** What is counted in public is counted now: nothing of an open case is. */
    closeCase: (asking: Asking, id: string, { outcome, words }: { outcome: Outcome; words?: string | undefined }): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'close')
        opened.append({ kind: 'closed', outcome, words: words === undefined ? null : cleanText(words, '/words') }, ALL, byOf(opened))
        await saveFigures(tx, opened.id, opened.now, figuresOf(opened.entries(), opened.state()))
        await tell(journal, tx, 'counted', { closed: (await countClosed(tx)) + 1 }, opened.now)
      }),

    reopenCase: (asking: Asking, id: string, { words }: { words: string }): Promise<void> =>
      book.change(asking, id, (opened) => {
        needMove(opened, 'reopen')
        opened.append({ kind: 'reopened', words: cleanText(words, '/words') }, ALL, byOf(opened))
      }),
  }
}

const summaryOf = (text: string): string => (text.trim() === '' ? '' : cleanText(text, '/summary'))
const clean = ({ label, cve }: NewVulnerability, field: string): { label: string; cve: string | null } => ({ label: cleanLine(label, `${field}/label`), cve: cve === undefined || cve === '' ? null : cve })
/** Numbers are never given twice, also where a vulnerability went into another case. */
export function nextNumber(entries: readonly Entry[]): number {
  const given = entries.flatMap((entry) => (entry.kind === 'opened' ? entry.vulnerabilities.map(({ n }) => n) : entry.kind === 'vulnerability-added' ? [entry.vulnerability.n] : []))
  return Math.max(0, ...given) + 1
}

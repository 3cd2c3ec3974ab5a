/**
 * The editor of an advisory while one types: the hub says what is wrong and what to do, each finding one press away from its
 * field; vectors in figures; a warning before text that is not saved is left behind. The form itself needs nothing of this.
 */
import { anchorOf, isOfPublisher } from '../advisory/anchor.ts'
import { readFields } from '../advisory/form.ts'
import { renamed } from '../advisory/ids.ts'
import { settledDraft } from '../advisory/ssvc.ts'
import { bringCalculators } from './cvss.ts'
import { post } from './post.ts'
import { bringDecision } from './ssvc.ts'
import { hearTyped } from './typed.ts'

/** After the last key, before the hub is asked. */
const PAUSE_MS = 700
type Finding = { level: 'error' | 'warning' | 'note'; path: string; rule: string; message: string; fix: string; format: string | null }
const KINDS = { error: 'danger', warning: 'attention', note: 'plain' } as const

export function bringAdvisoryEditor(): void {
  const panel = document.querySelector<HTMLElement>('[data-advisory-check]')
  const form = panel?.closest<HTMLFormElement>('form[data-advisory-editor]')
  if (!panel || !form) return
  keepSafe(form)
  bringCalculators(form)
  for (const decision of form.querySelectorAll<HTMLElement>('[data-ssvc]')) bringDecision(decision)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const mine = ++asked
      void check(form, panel, () => mine === asked)
    }, PAUSE_MS)
  })
  hearTyped(form)
}

async function check(form: HTMLFormElement, panel: HTMLElement, isNewest: () => boolean): Promise<void> {
  const sent = new FormData(form)
  const { value, fieldOf } = settledDraft(renamed(readFields(sent), sent))
  const count = panel.querySelector<HTMLElement>('[data-count]')
  try {
    const { findings }: { findings: Finding[] } = await post('/api/v1/advisories/desk/check', { draft: value, advisory: form.dataset['advisoryEditor'] })
    if (isNewest()) show(form, panel, findings.map((one) => (one.format === null ? { ...one, path: fieldOf(one.path) } : one)))
  } catch {
    if (isNewest() && count) count.textContent = panel.dataset['failed'] ?? ''
  }
}

function show(form: HTMLFormElement, panel: HTMLElement, findings: readonly Finding[]): void {
  const errors = findings.filter(({ level }) => level === 'error')
  const count = panel.querySelector<HTMLElement>('[data-count]')
  if (count) count.textContent = errors.length === 0 ? (panel.dataset['clear'] ?? '') : (panel.dataset['mend'] ?? '').replace('{number}', String(errors.length))
  panel.querySelector('[data-list]')?.replaceChildren(...findings.filter(({ level }) => level !== 'note').map((one) => lineOf(panel, one)))
  const notes = panel.querySelector<HTMLElement>('[data-notes]')
  const told = findings.filter(({ level }) => level === 'note')
  if (notes) notes.hidden = told.length === 0
  notes?.querySelector('ul')?.replaceChildren(...told.map((one) => lineOf(panel, one)))
  const wrong = new Map(errors.filter(({ format }) => format === null).toReversed().map((one) => [anchorOf(one.path), one]))
  for (const field of form.querySelectorAll<HTMLElement>('input[name^="/"], textarea[name^="/"], select[name^="/"]')) mark(field, wrong.get(field.id))
}

/** Beside its field, in the place that the page itself uses. */
function mark(field: HTMLElement, finding: Finding | undefined): void {
  const around = field.closest<HTMLElement>('.field')
  if (field.id === '' || !around) return
  let says = document.getElementById(`${field.id}-wrong`)
  if (finding === undefined) {
    says?.remove()
    around.removeAttribute('data-wrong')
    field.removeAttribute('aria-invalid')
    return
  }
  if (!says) {
    says = document.createElement('p')
    says.className = 'wrong'
    says.id = `${field.id}-wrong`
    field.before(says)
  }
  says.textContent = `${finding.message} · ${finding.fix}`
  around.dataset['wrong'] = ''
  field.setAttribute('aria-invalid', 'true')
  field.setAttribute('aria-describedby', `${document.getElementById(`${field.id}-help`) ? `${field.id}-help ` : ''}${says.id}`)
}

function lineOf(panel: HTMLElement, finding: Finding): HTMLElement {
  const { level, rule, message, fix } = finding
  const words: Record<string, string> = JSON.parse(panel.dataset['words'] ?? '{}')
  const chip = part('span', words[level] ?? level)
  chip.className = 'chip'
  chip.dataset['kind'] = KINDS[level]
  const says = part('span', message)
  says.lang = 'en'
  const mend = part('p', `${fix} `)
  mend.className = 'quiet'
  mend.lang = 'en'
  mend.append(part('code', rule))
  const line = document.createElement('li')
  line.append(chip, ' ', placeOf(panel, finding), ' ', says, mend)
  return line
}

/** Its field, one press away; the place of a format’s own finding is in that format. */
function placeOf(panel: HTMLElement, { path, format }: Finding): HTMLElement {
  if (format !== null) return part('code', `${format} ${path}`)
  const link = part('a', nameOf(panel, path))
  link.href = isOfPublisher(path) ? (panel.dataset['publisher'] ?? '') : `#${anchorOf(path)}`
  return link
}

function part<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

/** As the page calls it: the label of the field, or the heading or name of the part. */
function nameOf(panel: HTMLElement, path: string): string {
  const anchor = document.getElementById(anchorOf(path))
  const said = anchor === null ? undefined : document.querySelector(`label[for="${CSS.escape(anchor.id)}"]`)?.textContent ?? anchor.getAttribute('aria-label') ?? anchor.querySelector('h2, h3, h4, h5, legend')?.textContent
  const rows = (anchor?.id ?? '').split('/').filter((step) => /^\d+$/.test(step)).map((step) => String(Number(step) + 1))
  return `${said ?? panel.dataset['whole'] ?? ''}${rows.length === 0 || anchor?.hasAttribute('aria-label') ? '' : ` ${rows.join('.')}`}`
}

/** What was typed and not saved is not left behind by mistake. */
function keepSafe(form: HTMLFormElement): void {
  let dirty = form.dataset['dirty'] === 'yes'
  const says = form.querySelector<HTMLElement>('[data-unsaved]')
  form.addEventListener('input', () => {
    dirty = true
    if (says) says.hidden = false
  })
  form.addEventListener('submit', () => void (dirty = false))
  window.addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault()
  })
}

/** What the buttons of the editor do: save, look it over, one row more or less, a product that is kept, a CVE id. Typed text always comes back. */
import { data } from 'react-router'
import { ApiError, type Client } from '@openaccord/api'
import { readFields, rowsIn, rowIn, settled, textIn, type LooseRow, type Settled } from '../../advisory/form.ts'
import { anchorOf } from '../../advisory/anchor.ts'
import { scoredAs, withVectors } from '../../advisory/cvss.ts'
import { renamed } from '../../advisory/ids.ts'
import { aligned, changedRows, namingFields, releasesOf, withProduct } from '../../advisory/rows.ts'
import { PRODUCT } from '../../advisory/shape.ts'
import { nextField, settledDraft, withDecision, withOutcomes } from '../../advisory/ssvc.ts'
import type { Fault } from '../../faults.ts'
import { doneAt, type Asked, type Filled, type Trouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Finding } from '../../ui/editor.tsx'
import { joinedIn } from './edit-relationships.tsx'

/** The form again: its fields, and what there is to say of them. */
export type Again = { fields: LooseRow; base: number; findings: Finding[]; trouble?: Trouble; said?: string }
type Editing = { visit: Asked; filled: Filled; id: string; fields: LooseRow; base: number }

export async function actOnDraft(visit: Asked, filled: Filled): Promise<Response | ReturnType<typeof data<Again>>> {
  const id = visit.params['id'] ?? ''
  const [what = '', pointer = ''] = filled.intent.split(' ')
  const sent = filled.fields
  const asks = what === 'ssvc' || [...sent.keys()].some((name) => name.startsWith('ssvc:'))
  const { tables } = asks ? await visit.api.reports.ssvc() : { tables: [] }
  const fields = withOutcomes(withVectors(renamed(readFields(sent), sent), sent), sent, tables)
  const editing: Editing = { visit, filled, id, fields, base: Number(filled.text('base')) || 1 }
  switch (what) {
    case 'add': return again(editing, changedRows(editing.fields, what, pointer))
    case 'remove': return withoutRow(editing, pointer)
    case 'cvss:4.0': case 'cvss:3.1': case 'cvss:2.0': return again(editing, scoredAs(editing.fields, what.slice(5), pointer))
    case 'ssvc': return again(editing, withDecision(fields, pointer, tables.find(({ table }) => table === filled.text(nextField(pointer)))))
    case 'take': return again(editing, await withKept(editing))
    case 'keep': return keepProduct(editing, pointer)
    case 'cve': return withCve(editing, pointer)
    case 'check': return again(editing, editing.fields)
    default: return save(editing)
  }
}

async function again({ visit: { api }, id, base }: Pick<Editing, 'visit' | 'id' | 'base'>, fields: LooseRow, more: Pick<Again, 'trouble' | 'said'> = {}, status = 200) {
  return data<Again>({ fields, base, findings: await findingsOf(api, id, settledDraft(fields)), ...more }, { status })
}

/** One row less. Where products go with it, what still names them is said at its field. */
async function withoutRow(editing: Editing, pointer: string) {
  const { visit: { words: { t } }, fields } = editing
  const left = changedRows(fields, 'remove', pointer)
  const there = new Set(releasesOf(left).map(({ id }) => id))
  const gone = new Map(releasesOf(fields, joinedIn(t)).filter(({ id }) => !there.has(id)).map(({ id, name }) => [id, name]))
  const faults = namingFields(left, new Set(gone.keys())).map(({ field, id }): Fault => ({ field, text: t('ade.gone.names', { name: gone.get(id) ?? id }), fix: t('ade.gone.fix') }))
  const stood = rowsIn(left['vulnerabilities']).some((one) => rowsIn(one['statements']).some((row) => gone.has(textIn(row['product'])) && textIn(row['state']) !== ''))
  return again(editing, aligned(left), {
    ...(faults.length === 0 ? {} : { trouble: troubleOf(faults) }),
    ...(stood ? { said: t('ade.gone.said', { name: [...gone.values()].join(', ') }) } : {}),
  })
}

/** What the hub says of it as it stands, each at the field that it was made of. */
async function findingsOf(api: Client, advisory: string, { value, fieldOf }: Settled): Promise<Finding[]> {
  try {
    const { findings } = await api.advisories.checkDraft({ body: { draft: value, advisory } })
    return findings.map((one) => (one.format === null ? { ...one, path: fieldOf(one.path) } : one))
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 404 || error.status >= 500) throw error
    return faultsIn(error, fieldOf).map(({ field, text, fix = '' }) => ({ level: 'error', path: field, rule: 'text', message: text, fix, format: null }))
  }
}

function faultsIn({ problem }: ApiError, fieldOf: (pointer: string) => string): Fault[] {
  const faults = (problem.faults ?? []).map(({ field, rule, fix }) => ({ field: anchorOf(fieldOf(field.replace(/^\/(?:body\/)?draft/, ''))), text: rule, ...(fix === undefined ? {} : { fix }) }))
  return faults.length === 0 ? [{ field: '', text: problem.detail }] : faults
}

async function save(editing: Editing) {
  const { visit: { api }, filled: { text }, id, fields, base } = editing
  const made = settledDraft(fields)
  const [summary, note] = [text('summary'), text('note')]
  try {
    await api.advisories.saveDraft({ params: { advisory: id }, body: { base, draft: made.value, ...(summary === '' ? {} : { summary }), ...(note === '' ? {} : { note }) } })
    return doneAt(pathTo('editAdvisory', { id }), 'ade.saved')
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 404 || error.status >= 500) throw error
    const trouble: Trouble = { faults: faultsIn(error, made.fieldOf), answers: { summary: [summary], note: [note] }, form: '' }
    // what somebody else saved meanwhile is named; what was typed here can be saved on top of it
    const newest = error.problem.code === 'advisories.not-newest' ? (await api.advisories.draft({ params: { advisory: id } })).version : base
    return again({ ...editing, base: newest }, fields, { trouble }, error.status)
  }
}

async function withKept({ visit: { api }, filled, fields }: Editing): Promise<LooseRow> {
  const { products } = await api.advisories.products()
  const product = products.find(({ id }) => id === filled.text('product'))
  return product === undefined ? fields : withProduct(fields, product)
}

/** Kept for all drafts: a new product, or the one of that name as it stands here. */
async function keepProduct(editing: Editing, pointer: string) {
  const { visit: { api, words }, fields } = editing
  const [, v = '', p = ''] = /^\/products\/vendors\/(\d{1,4})\/products\/(\d{1,4})$/.exec(pointer) ?? []
  const vendor = rowsIn(rowIn(fields['products'])['vendors'])[Number(v)]
  const product = rowsIn(vendor?.['products'])[Number(p)]
  if (vendor === undefined || product === undefined) return again(editing, fields)
  const made = settled({ ...product, vendor: textIn(vendor['name']) }, PRODUCT)
  const body = { vendor: text(made.value['vendor']), name: text(made.value['name']), releases: rows(made.value['releases']) }
  try {
    const kept = (await api.advisories.products()).products.find((one) => one.vendor === body.vendor && one.name === body.name)
    await (kept === undefined ? api.advisories.addProduct({ body }) : api.advisories.saveProduct({ params: { product: kept.id }, body }))
    return again(editing, fields, { said: words.t('ade.kept', { name: body.name }) })
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    const faults = faultsIn(error, (place) => (place.startsWith('/vendor') ? `/products/vendors/${v}/name` : pointer + made.fieldOf(place.replace(/^\/body/, ''))))
    return again(editing, fields, { trouble: troubleOf(faults) }, error.status)
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])
const troubleOf = (faults: Fault[]): Trouble => ({ faults, answers: {}, form: '' })

/** The next free id of the organisation’s own, set apart for this draft. */
async function withCve(editing: Editing, pointer: string) {
  const { visit: { api, words }, id, fields } = editing
  const vulnerabilities = rowsIn(fields['vulnerabilities'])
  const nth = Number(/^\/vulnerabilities\/(\d{1,4})$/.exec(pointer)?.[1] ?? Number.NaN)
  if (vulnerabilities[nth] === undefined) return again(editing, fields)
  const named = new Set(vulnerabilities.map((one) => textIn(one['cve']).trim()))
  const free = (await api.advisories.cveIds()).ids.find(({ cve, state, advisory }) => state === 'reserved' && (advisory === null || advisory.id === id) && !named.has(cve))
  if (free === undefined) return again(editing, fields, { trouble: troubleOf([{ field: `${pointer}/cve`, text: words.t('ade.cve.none'), fix: words.t('ade.cve.none.fix') }]) }, 409)
  await api.advisories.assignCveId({ params: { cve: free.cve }, body: { advisory: id } })
  return again(editing, { ...fields, vulnerabilities: vulnerabilities.map((one, at) => (at === nth ? { ...one, cve: free.cve } : one)) }, { said: words.t('ade.cve.taken', { cve: free.cve }) })
}

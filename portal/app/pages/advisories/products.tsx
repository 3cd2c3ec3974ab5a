/** Products of one's organisation, kept once for all drafts: names, versions, ranges, package URLs; and in which drafts each stands. */
import { data, useActionData, useLoaderData } from 'react-router'
import { ApiError } from '@openaccord/api'
import { readFields, rowsIn, settled, shown, textIn, type LooseRow } from '../../advisory/form.ts'
import { changedRows } from '../../advisory/rows.ts'
import { PRODUCT } from '../../advisory/shape.ts'
import { doneAt, form, memberPage, type Asked, type Filled, type Trouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Fields, In, Rest, useNameOf } from '../../ui/editor.tsx'
import { Act, ButtonLink, Form, Submit } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Releases } from './edit-products.tsx'

export const handle = { at: 'deskProducts' }
const NEW = 'new'

export const loader = memberPage(async ({ api, url, me }) => {
  const { products } = await api.advisories.products()
  const asked = url.searchParams.get('product') ?? ''
  const chosen = products.find(({ id }) => id === asked)
  if (asked !== '' && asked !== NEW && chosen === undefined) throw data(null, { status: 404 })
  return { products, chosen: chosen ?? null, writing: asked !== '', vendor: me.organisation.name }
}, 'advisories.publish')

type Again = { fields: LooseRow; trouble?: Trouble }

export const action = form(async (visit, filled): Promise<Response | ReturnType<typeof data<Again>>> => {
  const [what = '', pointer = ''] = filled.intent.split(' ')
  if (what === 'drop') {
    await visit.api.advisories.removeProduct({ params: { product: filled.text('product') } })
    return doneAt(pathTo('deskProducts'), 'ade.product.dropped')
  }
  const fields = readFields(filled.fields, PRODUCT)
  if (what === 'add' || what === 'remove') return data<Again>({ fields: changedRows(fields, what, pointer) })
  return save(visit, filled, fields)
})

async function save({ api, url }: Asked, _filled: Filled, fields: LooseRow) {
  const { value, fieldOf } = settled(fields, PRODUCT)
  const { vendor, name, releases } = value
  const body = { vendor: textOf(vendor), name: textOf(name), releases: Array.isArray(releases) ? releases : [] }
  const product = url.searchParams.get('product') ?? NEW
  try {
    await (product === NEW ? api.advisories.addProduct({ body }) : api.advisories.saveProduct({ params: { product }, body }))
    return doneAt(pathTo('deskProducts'), 'ade.product.saved')
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 404 || error.status >= 500) throw error
    const faults = (error.problem.faults ?? [{ field: '', rule: error.problem.detail }]).map(({ field, rule, fix }) => ({ field: placeOf(fieldOf(field.replace(/^\/body/, '').replace(/^\/draft\/products\/vendors\/0\/products\/0/, ''))), text: rule, ...(fix === undefined ? {} : { fix }) }))
    return data<Again>({ fields, trouble: { faults, answers: {}, form: '' } }, { status: error.status })
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
/** Fields that nobody sees are said at their row. */
const placeOf = (field: string): string => field.replace(/\/id$/, '')

export default function Products() {
  const { products, chosen, writing, vendor } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const again = typeof result === 'object' && result !== null && 'fields' in result ? result : undefined
  return (
    <Page at="deskProducts" title={t('place.deskProducts')} sentence={products.length === 0 ? t('ade.products.nothing') : t('ade.products.sentence', { count: products.length })} wrong={again?.trouble !== undefined} api="/api/v1/advisories/products" actions={!writing && products.length > 0 ? <ButtonLink kind="first" to={pathTo('deskProducts', {}, { product: NEW })}>{t('ade.product.new')}</ButtonLink> : undefined}>
      {writing && <One fields={again?.fields ?? shown(chosen ?? { vendor, name: '', releases: [{}] }, PRODUCT)} trouble={again?.trouble} title={chosen === null ? t('ade.product.new') : `${chosen.vendor} ${chosen.name}`} />}
      {products.length === 0 && !writing && <Empty title={t('ade.products.empty.title')} actions={<ButtonLink kind="first" to={pathTo('deskProducts', {}, { product: NEW })}>{t('ade.product.new')}</ButtonLink>}><p>{t('ade.products.empty')}</p></Empty>}
      {products.length > 0 && (
        <Table
          caption={t('ade.products.caption', { count: products.length })} rows={products} keyOf={({ id }) => id}
          columns={[
            { head: t('says.product'), names: true, render: ({ id, vendor: by, name }) => <RowLink to={pathTo('deskProducts', {}, { product: id })}><Theirs>{`${by} ${name}`}</Theirs></RowLink> },
            { head: t('ade.products.releases'), kind: 'figure', render: ({ releases }) => releases.length },
            { head: t('ade.products.used'), render: ({ usedIn }) => usedIn.map(({ id, trackingId }, n) => <span key={id}>{n > 0 && ', '}<a href={pathTo('editAdvisory', { id })}><bdi dir="ltr">{trackingId}</bdi></a></span>) },
            { head: t('adv.changed'), kind: 'tight', render: ({ changed }) => <Time at={changed} /> },
            { head: t('table.do'), kind: 'tight', render: ({ id, name }) => <Act intent="drop" values={{ product: id }} kind="danger" label={t('ade.product.drop')} full={t('ade.product.drop.full', { name })} /> },
          ]}
        />
      )}
    </Page>
  )
}

function One({ fields, trouble, title }: { fields: LooseRow; trouble: Trouble | undefined; title: string }) {
  const { t } = useWords()
  const nameOf = useNameOf()
  return (
    <Part title={title} id="product">
      {rowsIn(fields['releases']).length > 0 && textIn(fields['name']) !== '' && <p className="help">{t('ade.product.says')}</p>}
      <Fields of={fields}>
        <Form result={trouble} shape="wide" nameOf={nameOf}>
          <Rest at="" />
          <div className="editor-pair"><In at="/vendor" need max={200} /><In at="/name" need max={200} /></div>
          <Releases at="/releases" level="h3" />
          <div className="actions"><Submit name="intent" value="save">{t('form.save')}</Submit><ButtonLink to={pathTo('deskProducts')}>{t('ade.product.leave')}</ButtonLink></div>
        </Form>
      </Fields>
    </Part>
  )
}

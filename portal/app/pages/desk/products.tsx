/** What reporters find a team by: its products and what they are made of; and who else ships a component. */
import { PURL_ANSWERS, type Client } from '@openaccord/api'
import { isTroubleIn, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Field, FileField, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Day, Theirs } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

type Product = Awaited<ReturnType<Client['reports']['deskSettings']>>['products'][number]

const several = (text: string): string[] => text.split(/[\s,]+/).filter((each) => each !== '')

export const productIn = ({ text }: Filled) => ({
  name: text('name'), purls: several(text('purls')), cpes: several(text('cpes').toLowerCase()), domains: several(text('domains').toLowerCase()),
  answers: PURL_ANSWERS.find((each) => each === text('answers')) ?? 'counted',
})

/** The text of the file that was chosen; nothing chosen is an empty bill, which the hub refuses in words. */
export async function sbomIn({ fields }: Filled): Promise<string> {
  const given = fields.get('sbom')
  return given instanceof File ? given.text() : ''
}

export function Products({ products, result }: { products: readonly Product[]; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('desk.products')} id="products">
      <p>{t('desk.products.says')}</p>
      {products.length === 0 && <Empty title={t('desk.products.none.title')}><p>{t('desk.products.none')}</p></Empty>}
      {products.map((product) => <One key={product.id} product={product} result={result} />)}
      <details className="more" open={products.length === 0 || isTroubleIn(result, 'add')}>
        <summary>{t('desk.product.new')}</summary>
        <Form intent="add" result={result}><Fields /><Submit>{t('desk.product.add')}</Submit></Form>
      </details>
    </Part>
  )
}

function One({ product, result }: { product: Product; result: unknown }) {
  const { t } = useWords()
  const { id, name, purls, cpes, domains, components, sbom, answers } = product
  return (
    <article className="desk-product">
      <h3><Theirs>{name}</Theirs></h3>
      <ul className="values" dir="ltr">{[...purls, ...cpes, ...domains].map((each) => <li key={each}><code translate="no">{each}</code></li>)}</ul>
      <p className="quiet">{components === 0 ? t('desk.product.noParts') : t('desk.product.parts', { count: components })}{sbom !== null && <> · {sbom.format}, <Day at={sbom.at} /></>} · {t(`desk.told.${answers}`)}</p>
      <details className="more" open={isTroubleIn(result, `change ${id}`, `sbom ${id}`)}>
        <summary aria-label={t('desk.product.change.full', { name })}>{t('desk.product.change')}</summary>
        <Form intent={`change ${id}`} of={id} result={result}><Fields product={product} /><Submit>{t('desk.save')}</Submit></Form>
        <Form intent={`sbom ${id}`} result={result} upload>
          <FileField name="sbom" label={t('desk.sbom')} help={t('desk.sbom.help')} accept=".json,application/json" />
          <Submit kind="plain">{t('desk.sbom.go')}</Submit>
        </Form>
        <Act intent={`drop ${id}`} kind="danger" label={t('desk.product.drop')} full={t('desk.product.drop.full', { name })} />
      </details>
    </article>
  )
}

function Fields({ product }: { product?: Product }) {
  const { t } = useWords()
  return (
    <>
      <Field name="name" label={t('desk.product.name')} value={product?.name} maxLength={200} />
      <TextArea name="purls" label={t('desk.product.purls')} help={t('desk.product.purls.help')} optional value={product?.purls.join('\n')} />
      <TextArea name="cpes" label={t('desk.product.cpes')} help={t('desk.product.cpes.help')} optional value={product?.cpes.join('\n')} />
      <TextArea name="domains" label={t('desk.product.domains')} help={t('desk.product.domains.help')} optional value={product?.domains.join('\n')} />
      <Group name="answers" kind="radio" label={t('desk.told')} chosen={[product?.answers ?? 'counted']} options={PURL_ANSWERS.map((value) => ({ value, label: t(`desk.told.${value}`) }))} />
    </>
  )
}

type Found = Awaited<ReturnType<Client['reports']['downstream']>>

/** A form that is sent, not an address: what a team asks for stands in nobody's history. */
export function Downstream({ found, result, action = `${pathTo('deskSettings')}#downstream`, invite }: { found: Found | undefined; result: unknown; action?: string; /** Where one of them is asked into a case. */ invite?: (slug: string) => string }) {
  const { t } = useWords()
  return (
    <Part title={t('downstream.title')} id="downstream">
      <p>{t('downstream.says')}</p>
      {found !== undefined && (
        <Notice title={found.purl}>
          <p lang="en">{found.words}</p>
          {found.named.length > 0 && <ul>{found.named.map(({ slug, name, product }) => <li key={`${slug} ${product}`}><a href={pathTo('registered', { slug })}><Theirs>{name}</Theirs></a> · <Theirs>{product}</Theirs>{invite !== undefined && <> · <a href={invite(slug)}>{t('downstream.invite', { name })}</a></>}</li>)}</ul>}
        </Notice>
      )}
      <Form intent="downstream" result={result} action={action}>
        <Field name="purl" label={t('downstream.purl')} help={t('downstream.purl.help')} value={found?.purl} maxLength={500} />
        <Submit kind="plain">{t('downstream.ask')}</Submit>
      </Form>
    </Part>
  )
}

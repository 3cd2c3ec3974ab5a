/** The editor: products with their versions. What is kept for all drafts is one press away, and what stands here can be kept. */
import { rowsIn } from '../../advisory/form.ts'
import { Do, Hidden, In, Rest, RowsOf, useAt } from '../../ui/editor.tsx'
import { Select } from '../../ui/form.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Files } from './edit-files.tsx'
import { Relationships } from './edit-relationships.tsx'

const VENDORS = '/products/vendors'
export type KeptName = { id: string; vendor: string; name: string }

export function ProductsPart({ kept }: { kept: readonly KeptName[] }) {
  const { t } = useWords()
  return (
    <section className="editor-part" id="/products" tabIndex={-1}>
      <h2>{t('ade.part.products')}</h2>
      <p className="help">{t('ade.products.says')}</p>
      {kept.length > 0 && (
        <div className="editor-take">
          <Select name="product" label={t('ade.take')} help={t('ade.take.help')} optional bare value="" options={[{ value: '', label: t('ade.choose') }, ...kept.map(({ id, vendor, name }) => ({ value: id, label: `${vendor} ${name}` }))]} />
          <div><Do what="take" back={VENDORS}>{t('ade.take.go')}</Do></div>
        </div>
      )}
      <RowsOf at={VENDORS} title={t('ade.part.products.vendors')} add={t('ade.add.vendor')} one={t('ade.one.vendor')} level="h3">
        {(vendor) => (
          <>
            <In at={`${vendor}/name`} need max={512} />
            <RowsOf at={`${vendor}/products`} title={t('ade.part.products.vendors.products')} add={t('ade.add.product')} one={t('ade.one.product')}>
              {(product) => <Product at={product} />}
            </RowsOf>
          </>
        )}
      </RowsOf>
      <Relationships />
    </section>
  )
}

function Product({ at }: { at: string }) {
  const { t } = useWords()
  return (
    <>
      <In at={`${at}/name`} need max={512} />
      <Releases at={`${at}/releases`} />
      {rowsIn(useAt(`${at}/releases`)).length > 0 && <div><Do what="keep" at={at} back={at}>{t('ade.keep')}</Do></div>}
    </>
  )
}

/** One version, a range, or words: of each row one of the three. */
export function Releases({ at, level: Heading = 'h5' }: { at: string; level?: 'h3' | 'h5' }) {
  const { t } = useWords()
  const rows = rowsIn(useAt(at))
  return (
    <div className="editor-list" id={at} tabIndex={-1}>
      <Heading>{t('ade.part.releases')}</Heading>
      {rows.length > 0 && <p className="help">{t('ade.releases.says')}</p>}
      {rows.map((_, nth) => {
        const row = `${at}/${nth}`
        return (
          <fieldset className="editor-release" key={row} id={row} tabIndex={-1} aria-label={t('ade.release.nth', { n: nth + 1 })}>
            <Rest at={row} /><Hidden at={`${row}/id`} />
            <In at={`${row}/version`} max={512} /><In at={`${row}/range`} max={16_384} /><In at={`${row}/words`} />
            <In at={`${row}/purl`} max={4096} /><In at={`${row}/cpe`} max={4096} />
            <Files at={`${row}/files`} />
            <div className="editor-out"><Do what="remove" at={row} back={at} full={t('ade.remove.full', { what: t('ade.one.release'), n: nth + 1 })}>{t('ade.remove', { what: t('ade.one.release') })}</Do></div>
          </fieldset>
        )
      })}
      <div><Do what="add" at={at} back={at}>{t('ade.add.release')}</Do></div>
    </div>
  )
}

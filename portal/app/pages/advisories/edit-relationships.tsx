/** The editor: one product in, on or with another (CSAF 2.0 §3.2.2.4), as a product of its own that can be affected or fixed. */
import { rowIn, textIn } from '../../advisory/form.ts'
import { wasField } from '../../advisory/ids.ts'
import { releasesOf, type Joined, type Named } from '../../advisory/rows.ts'
import type { Words } from '../../messages/words.ts'
import { Choose, In, Pick, RowsOf, useAt } from '../../ui/editor.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Files } from './edit-files.tsx'

const KINDS = ['installed-on', 'installed-with', 'default-component-of', 'optional-component-of', 'external-component-of'] as const
const LIST = '/products/relationships'

/** Two products in one name, in words. */
export const joinedIn = (t: Words['t']): Joined => (kind, part, whole) => t(`ade.joined.${KINDS.find((one) => one === kind) ?? KINDS[0]}`, { part, whole })

export function useReleases(): Named[] {
  const products = useAt('/products')
  const { t } = useWords()
  return products === undefined ? [] : releasesOf({ products }, joinedIn(t))
}

export function Relationships() {
  const { t } = useWords()
  const releases = useReleases()
  return (
    <RowsOf at={LIST} title={t('ade.part.products.relationships')} says={t('ade.relationships.says')} add={t('ade.add.relationship')} one={t('ade.one.relationship')} level="h3">
      {(row) => <One at={row} releases={releases} />}
    </RowsOf>
  )
}

function One({ at, releases }: { at: string; releases: readonly Named[] }) {
  const { t } = useWords()
  const row = rowIn(useAt(at))
  const id = textIn(row['id'])
  // only what stands before it: then there are no circles
  const here = releases.findIndex((one) => one.id === id)
  const options = (here < 0 ? releases : releases.slice(0, here)).map(({ id: value, name: label }) => ({ value, label }))
  return (
    <>
      {id !== '' && <input type="hidden" name={wasField(at)} value={id} />}
      <div className="editor-pair editor-joined"><Pick at={`${at}/part`} options={options} /><Choose at={`${at}/kind`} values={KINDS} /><Pick at={`${at}/whole`} options={options} /></div>
      <div className="editor-pair"><In at={`${at}/name`} max={512} /><In at={`${at}/id`} max={256} /></div>
      <details className="more" open={textIn(row['purl']) !== '' || textIn(row['cpe']) !== ''}>
        <summary>{t('ade.relationship.more')}</summary>
        <div className="editor-pair"><In at={`${at}/purl`} max={4096} /><In at={`${at}/cpe`} max={4096} /></div>
      </details>
      <Files at={`${at}/files`} />
    </>
  )
}

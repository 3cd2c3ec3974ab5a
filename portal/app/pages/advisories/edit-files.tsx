/** The editor: hashes of the files that a version consists of (CSAF 2.0 §3.1.3.3.2). */
import { rowsIn } from '../../advisory/form.ts'
import { Choose, Do, In, useAt } from '../../ui/editor.tsx'
import { useWords } from '../../ui/visit.tsx'

const ALGORITHMS = ['sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-384', 'sha3-512', 'sha224', 'sha1', 'md5'] as const

/** One hash a row; a file with several has several rows. */
export function Files({ at }: { at: string }) {
  const { t } = useWords()
  const rows = rowsIn(useAt(at))
  return (
    <details className="more editor-out" open={rows.length > 0} id={at} tabIndex={-1}>
      <summary>{t('ade.part.releases.files')}</summary>
      <div className="editor-fields">
        <p className="help">{t('ade.files.says')}</p>
        {rows.map((_, nth) => {
          const row = `${at}/${nth}`
          return (
            <fieldset className="editor-hash" key={row} id={row} tabIndex={-1} aria-label={t('ade.hash.nth', { n: nth + 1 })}>
              <In at={`${row}/name`} need max={512} /><Choose at={`${row}/algorithm`} values={ALGORITHMS} /><In at={`${row}/value`} need max={300} />
              <Do what="remove" at={row} back={at} full={t('ade.remove.full', { what: t('ade.one.hash'), n: nth + 1 })}>{t('ade.remove', { what: t('ade.one.hash') })}</Do>
            </fieldset>
          )
        })}
        <div><Do what="add" at={at} back={at}>{t('ade.add.hash')}</Do></div>
      </div>
    </details>
  )
}

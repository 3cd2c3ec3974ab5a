/** The editor: what the advisory is about, what it says in plain words, and what stands around it. */
import { ADVISORY_KINDS, ADVISORY_TLPS } from '@openaccord/api'
import { Area, Choose, In, Rest, RowsOf } from '../../ui/editor.tsx'
import { useWords } from '../../ui/visit.tsx'

export function HeadPart() {
  const { t } = useWords()
  return (
    <section className="editor-part" id="/head" tabIndex={-1}>
      <h2>{t('ade.part.head')}</h2>
      <In at="/head/title" need max={256} />
      <div className="editor-pair">
        <Choose at="/head/kind" values={ADVISORY_KINDS} />
        <Choose at="/head/tlp" values={ADVISORY_TLPS} />
        <In at="/head/language" need max={35} />
        <In at="/head/id" need max={200} />
      </div>
      <div className="editor-pair">
        <In at="/head/severity/text" max={512} />
        <Area at="/head/aliases" />
      </div>
      <Area at="/head/distribution" />
    </section>
  )
}

/** What each reader is told, in the words of the author. */
export function PlainPart() {
  const { t } = useWords()
  return (
    <section className="editor-part" id="/head/audiences" tabIndex={-1}>
      <h2>{t('ade.part.head.audiences')}</h2>
      <p className="help">{t('ade.audiences.says')}</p>
      {(['people', 'administrators', 'developers'] as const).map((audience) => (
        <details className="more" key={audience} open={audience === 'people'} id={`/head/audiences/${audience}`}>
          <summary>{t(`adv.audience.${audience}`)}</summary>
          <div className="editor-fields">
            <Rest at={`/head/audiences/${audience}`} />
            {(['what', 'affected', 'action'] as const).map((question) => <Area key={question} at={`/head/audiences/${audience}/${question}`} />)}
          </div>
        </details>
      ))}
    </section>
  )
}

const NOTE_KINDS = ['summary', 'description', 'details', 'general', 'faq', 'legal', 'other'] as const
export const REFERENCE_KINDS = ['web', 'advisory', 'fix', 'report', 'article', 'evidence', 'package'] as const
export const CREDIT_ROLES = ['finder', 'reporter', 'analyst', 'coordinator', 'remediation-developer', 'remediation-reviewer', 'remediation-verifier', 'tool', 'sponsor', 'other'] as const

export function MorePart() {
  const { t } = useWords()
  return (
    <section className="editor-part">
      <h2>{t('ade.part.more')}</h2>
      <References at="/head/references" />
      <Credits at="/head/credits" />
      <RowsOf at="/head/notes" title={t('ade.part.head.notes')} add={t('ade.add.note')} one={t('ade.one.note')} level="h3">
        {(row) => (
          <>
            <div className="editor-pair"><Choose at={`${row}/kind`} values={NOTE_KINDS} /><In at={`${row}/title`} max={512} /></div>
            <Area at={`${row}/text`} need />
          </>
        )}
      </RowsOf>
    </section>
  )
}

export function References({ at, level = 'h3' }: { at: string; level?: 'h3' | 'h4' }) {
  const { t } = useWords()
  return (
    <RowsOf at={at} title={t('ade.part.references')} add={t('ade.add.reference')} one={t('ade.one.link')} level={level}>
      {(row) => <div className="editor-pair"><In at={`${row}/url`} need max={2048} /><In at={`${row}/summary`} need /><Choose at={`${row}/kind`} values={REFERENCE_KINDS} /></div>}
    </RowsOf>
  )
}

export function Credits({ at, level = 'h3' }: { at: string; level?: 'h3' | 'h4' }) {
  const { t } = useWords()
  return (
    <RowsOf at={at} title={t('ade.part.credits')} add={t('ade.add.credit')} one={t('ade.one.credit')} level={level}>
      {(row) => <div className="editor-pair"><In at={`${row}/name`} max={512} /><In at={`${row}/organization`} max={512} /><Choose at={`${row}/role`} values={CREDIT_ROLES} none /><In at={`${row}/summary`} /><In at={`${row}/url`} max={2048} /></div>}
    </RowsOf>
  )
}

/** What the hub is, its words, who can use it, and where the machine-readable doors are. */
import { pathTo } from '../../paths.ts'
import { Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { TlpMark } from '../../ui/marks.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'about' }

const TERMS = ['stix', 'taxii', 'tlp', 'collection', 'community', 'marking', 'bundle', 'token', 'passkey', 'warningList'] as const
const LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const

export default function About() {
  const { origin, alliance } = useVisit()
  const { t } = useWords()
  return (
    <Page at="about" title={t('about.title')} sentence={t('about.sentence')}>
      <Part title={t('about.words')}>
        <Pairs pairs={TERMS.map((term) => [t(`term.${term}`), t(`term.${term}.means`)])} />
      </Part>
      <Part title={t('about.tlp')}>
        <p>{t('about.tlp.says')}</p>
        <dl className="pairs">
          {LEVELS.map((level) => [<dt key={`${level}-mark`}><TlpMark level={level} /></dt>, <dd key={level}>{t(`tlp.${level}.means`)}</dd>])}
        </dl>
      </Part>
      <Part title={t('about.access')}>
        <div className="prose">
          <p>{t('about.access.says')}</p>
          {alliance?.contact != null && <p><Say k="about.access.tell" contact={<a href={`mailto:${alliance.contact}`}>{alliance.contact}</a>} /></p>}
          <p><a href={pathTo('keys')}>{t('place.keys')}</a></p>
        </div>
      </Part>
      <Part title={t('about.machines')}>
        <Pairs pairs={[
          [t('about.machines.api'), <Value key="api">{`${origin}/api/v1/`}</Value>],
          [t('about.machines.taxii'), <Value key="taxii">{`${origin}/taxii2/`}</Value>],
        ]} />
      </Part>
    </Page>
  )
}

/** Objects of the exchange in a list: what, since when, from whom, and its mark. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { Chip, Theirs, Time, TlpMark, TypeName } from './marks.tsx'
import { useWords } from './visit.tsx'

export type Hit = Awaited<ReturnType<Client['exchange']['search']>>['hits'][number]

export function HitList({ hits }: { hits: readonly Hit[] }) {
  const { t } = useWords()
  // who may not know which member it was is told of one
  const nameOf = ({ source }: Hit) => (/^org_0+$/.test(source.id) ? t('hit.member') : source.name)
  return (
    <ul className="hits">
      {hits.map((hit) => (
        <li key={`${hit.id} ${hit.collection}`}>
          <a className="row-link" href={pathTo('threat', { id: hit.id })}><Theirs>{hit.title}</Theirs></a>
          <span className="under">
            <TlpMark level={hit.tlp} />
            <span><TypeName type={hit.type} /></span>
            {hit.revoked && <Chip kind="attention">{t('object.revoked')}</Chip>}
            <span><bdi>{hit.sources > 1 ? t('hit.fromMore', { name: nameOf(hit), count: hit.sources - 1 }) : nameOf(hit)}</bdi></span>
            <span><Time at={hit.added} /></span>
          </span>
        </li>
      ))}
    </ul>
  )
}

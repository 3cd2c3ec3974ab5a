/** Yearly attestations: facts with their evidence, apart from the good-faith statement in its fixed words. */
import type { Client } from '@openaccord/api'
import { DoubtMark, ProofMark } from '../../ui/accord.tsx'
import { EvidenceLinks } from '../../ui/conduct.tsx'
import { Chip, Day } from '../../ui/marks.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

type Loaded = Awaited<ReturnType<Client['commitments']['attestations']>>
type Attestation = Loaded['attestations'][number]

export function Attestations({ attestations, standing }: Pick<Loaded, 'attestations' | 'standing'>) {
  const { t } = useWords()
  if (attestations.length === 0) return <p>{t('org.attestation.none')}</p>
  return attestations.map((one, n) => <OneAttestation key={one.fact} attestation={one} standing={n === 0 ? standing : undefined} />)
}

function OneAttestation({ attestation: { fact, at, inDoubt, from, until, version, facts, goodFaith, counsel, officer }, standing }: { attestation: Attestation; standing: Loaded['standing'] | undefined }) {
  const { t, day } = useWords()
  const name = t('org.attestation.period', { from: day(from), to: day(until) })
  return (
    <article className="changed" id={fact}>
      <h3>{name} <span className="quiet"><Day at={at} /> <ProofMark fact={fact} what={name} /></span><DoubtMark since={inDoubt} /></h3>
      <Pairs pairs={[
        [t('org.attestation.until'), standing === undefined || standing.due === null ? null : <Chip key="u" kind={standing.state === 'fresh' ? 'good' : 'danger'}>{day(standing.due)}</Chip>],
        [t('pledge.version'), <bdi key="v">{version}</bdi>],
        [t('entry.officer'), <bdi key="o">{t('org.by', officer)}</bdi>],
        [t('org.attestation.counsel'), <bdi key="c">{t('org.attestation.counsel.says', { role: counsel.role, day: day(counsel.approved) })}</bdi>],
      ]} />
      <Table
        caption={t('org.attestation.facts')} rows={facts.map((each, place) => ({ ...each, place }))} keyOf={({ place }) => String(place)}
        columns={[
          { head: t('org.fact'), names: true, render: ({ says }) => <span dir="auto">{says}</span> },
          { head: t('commitment.clause'), kind: 'tight', render: ({ clause }) => <bdi>{clause}</bdi> },
          { head: t('commitment.value'), kind: 'tight', render: ({ value, corrections }) => (corrections.length === 0 || value === null ? value : <><del>{value}</del> {corrections.at(-1)?.value}</>) },
          { head: t('commitment.evidence'), render: ({ evidence, corrections }) => (
            <>
              <EvidenceLinks evidence={evidence} />
              {corrections.map((one) => <p key={one.fact}><Say k="commitment.corrected" value={<bdi>{one.value ?? one.says}</bdi>} reason={<bdi>{one.reason}</bdi>} /> <ProofMark fact={one.fact} what={name} /></p>)}
            </>
          ) },
        ]}
      />
      <section className="part">
        <h4>{t('org.attestation.goodFaith')}</h4>
        <blockquote lang="en" dir="ltr" className="lines">{goodFaith.text}</blockquote>
      </section>
    </article>
  )
}

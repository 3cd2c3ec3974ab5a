/** One advisory: what it is, whether one is affected and what to do, for three audiences; its versions, files and proofs. */
import { useLoaderData } from 'react-router'
import { parseDraft, toWords } from '@openaccord/advisory'
import type { Client } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { Severity, Told } from '../../ui/advisory.tsx'
import { Chip, Theirs, Time, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'advisory' }

/** Names of formats, which are the same in every language. */
const FORMAT_NAMES = { 'csaf-2.0': 'CSAF 2.0', 'csaf-2.1': 'CSAF 2.1', osv: 'OSV', openvex: 'OpenVEX', cyclonedx: 'CycloneDX VEX' } as const
const [HASH, SIGNATURE] = ['SHA-256', 'OpenPGP'] as const

type One = Awaited<ReturnType<Client['advisories']['advisory']>>

export const loader = page(async ({ api, params }) => {
  const one = await api.advisories.advisory({ params: { advisory: params['id'] ?? '' } })
  const { draft, ...shown } = one
  return { one: shown, words: toWords(parseDraft(JSON.stringify(draft))) }
})

export default function Advisory() {
  const { one, words } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <Page at="advisory" title={one.title} titleLanguage={one.language} sentence={t('adv.by', { name: one.organisation.name })} api={`/api/v1/advisories/${one.id}`}>
      {one.withdrawn !== null && <Notice kind="attention" title={t('adv.withdrawn')}><p lang={one.language}>{one.withdrawn.reason}</p></Notice>}
      {one.exploited && one.withdrawn === null && <Notice kind="danger"><p>{t('adv.exploited.says')}</p></Notice>}
      <p><Severity of={one.severity} /> {one.tlp !== 'CLEAR' && <Chip kind="sealed">{`TLP:${one.tlp}`}</Chip>}</p>
      <Told words={words} />
      <Part title={t('adv.facts')}>
        <Pairs pairs={[
          [t('adv.id'), <Value key="i">{one.trackingId}</Value>], [t('adv.cves'), one.cves.length === 0 ? null : <bdi key="c" dir="ltr">{one.cves.join(', ')}</bdi>],
          [t('adv.products'), one.products.length === 0 ? null : <Theirs key="p">{one.products.join(', ')}</Theirs>], [t('adv.published'), <Time key="t" at={one.published} full />], [t('adv.changed'), <Time key="u" at={one.changed} full />],
          [t('adv.vector'), one.severity === null ? null : <Value key="v">{one.severity.vector}</Value>],
        ]} />
      </Part>
      {one.credits.length > 0 && (
        <Part title={t('adv.credits')}>
          <ul>{one.credits.map(({ name, organisation, summary }) => <li key={`${name} ${organisation}`}><Theirs>{[name, organisation].filter((each) => each !== null).join(', ')}</Theirs>{summary !== null && <span className="quiet"> · {summary}</span>}</li>)}</ul>
        </Part>
      )}
      <Versions one={one} />
      <p><a href={pathTo('advisories', {}, { by: one.organisation.slug })}>{t('adv.others', { name: one.organisation.name })}</a></p>
    </Page>
  )
}

function Versions({ one: { versions, id } }: { one: Pick<One, 'versions' | 'id'> }) {
  const { t, bytes } = useWords()
  return (
    <Part title={t('adv.versions')} id="versions">
      {versions.map(({ version, summary, at, fact, files, withdrawal }, n) => (
        <details key={version} className="more" open={n === 0}>
          <summary>{t('adv.version', { version })} · <Time at={at} full />{withdrawal && <> · {t('adv.withdrawn')}</>}</summary>
          <p><Theirs>{summary}</Theirs> <ProofMark fact={fact} what={`${id} ${version}`} /></p>
          <ul>
            {files.map((file) => (
              <li key={file.format}>
                <a href={file.url} download={file.name}>{file.format === 'cve' ? t('adv.format.cve') : FORMAT_NAMES[file.format]}</a> <span className="quiet">{bytes(file.bytes)} · <a href={`${file.url}.sha256`}>{HASH}</a> · <a href={`${file.url}.asc`}>{SIGNATURE}</a></span>
                {file.losses.length > 0 && <p className="quiet">{t('adv.losses', { count: file.losses.length })}</p>}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Part>
  )
}

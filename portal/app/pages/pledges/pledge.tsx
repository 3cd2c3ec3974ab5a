/** The pledge: one version to be read, its clauses with addresses, its languages and versions, who signed it, where to sign. */
import { useLoaderData } from 'react-router'
import { pledgeFiles, type Client } from '@openaccord/api'
import { may } from '../../context.ts'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Code, Day, Value } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { PledgeContents, PledgeText, useLanguageName, type Reading, type Version } from '../../ui/pledge.tsx'
import { Pairs, RowLink, Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'pledge' }

type Read = { version: Version; text: Version['texts'][number]; reading: Reading }

/** The version named, else the one in force, else the newest; in the language asked for, else the reader's own where it is up to date. */
export async function readPledge(api: Client, named: string | undefined, asked: string | null, own: string): Promise<{ versions: Version[]; current: string | null; read: Read | null }> {
  const { versions, current } = await api.pledges.pledgeVersions()
  const wanted = named ?? current ?? versions[0]?.version
  if (wanted === undefined) return { versions, current, read: null }
  const texts = versions.find(({ version }) => version === wanted)?.texts ?? []
  const language = texts.find((text) => text.language === asked)?.language ?? texts.find((text) => text.language === own && (text.state === 'current' || text.state === 'of-record'))?.language
  const { version, text, reading } = await api.pledges.pledge({ params: { version: wanted }, query: language === undefined ? {} : { language } })
  return { versions, current, read: { version, text, reading } }
}

export const loader = page(async ({ api, url, words }) => readPledge(api, undefined, url.searchParams.get('text'), words.tag))

export default function Pledge() {
  const { versions, current, read } = useLoaderData<typeof loader>()
  const { t } = useWords()
  if (read === null) {
    return (
      <Page at="pledge" title={t('place.pledge')} sentence={t('pledge.none.sentence')} api="/api/v1/pledges">
        <Empty title={t('pledge.none.title')}><p>{t('pledge.none')}</p></Empty>
      </Page>
    )
  }
  return <PledgePage at="pledge" versions={versions} current={current} read={read} />
}

export function PledgePage({ at, versions, current, read }: { at: 'pledge' | 'pledgeVersion'; versions: Version[]; current: string | null; read: Read }) {
  const { t } = useWords()
  const { version, text, reading } = read
  return (
    <Page at={at} title={reading.title} titleLanguage={text.language} sentence={<PledgeSentence version={version} />} api={`/api/v1/pledges/versions/${version.version}`}>
      {current !== null && current !== version.version && <Notice kind="attention"><p><a href={pathTo('pledge')}>{t('pledge.inForce', { version: current })}</a></p></Notice>}
      <OfWhichLanguage version={version} text={text} />
      <PledgeContents reading={reading} language={text.language} />
      <PledgeText reading={reading} language={text.language} />
      <Doors version={version} />
      <WhoSigned version={version} />
      <Languages version={version} text={text} />
      <Versions versions={versions} here={version} />
      <Addresses version={version} text={text} />
    </Page>
  )
}

function PledgeSentence({ version }: { version: Version }) {
  const { t } = useWords()
  const { state } = version
  const at = state === 'adopted' ? version.adopted : state === 'comment' ? version.commentUntil : state === 'superseded' ? version.superseded : null
  return <Say k={`pledge.sentence.${state}`} fill={{ version: version.version, signed: t('pledge.signed', { count: version.signatures }) }} day={at === null ? '' : <Day at={at} />} />
}

function OfWhichLanguage({ version, text }: { version: Version; text: Read['text'] }) {
  const { t, tag } = useWords()
  const named = useLanguageName()
  const language = named(version.languageOfRecord)
  if (text.state === 'of-record' && text.language === tag) return null
  const k = text.state === 'behind' ? 'pledge.read.behind' : text.state === 'machine' ? 'pledge.read.machine' : text.state === 'current' ? 'pledge.read.translation' : 'pledge.read.missing'
  return (
    <p className="quiet">
      {t(k, { language })}{' '}
      {text.state !== 'of-record' && <a href={pathTo('pledgeVersion', { version: version.version }, { text: version.languageOfRecord })}>{t('pledge.read.record', { language })}</a>}
    </p>
  )
}

function Doors({ version }: { version: Version }) {
  const visit = useVisit()
  const { t } = useWords()
  const { me, alliance } = visit
  if (version.state !== 'adopted') return null
  const sign = pathTo('signAct', { kind: 'pledge-signature' })
  return (
    <Part title={t('pledge.sign')} id="sign">
      <p>{t('pledge.sign.says')}</p>
      <div className="actions">
        {me === null && <ButtonLink kind="first" to={pathTo('signIn', {}, { then: sign })}>{t('pledge.sign.in')}</ButtonLink>}
        {may(visit, 'acts.sign') && <ButtonLink kind="first" to={pathTo('duties')}>{t('pledge.sign.go')}</ButtonLink>}
      </div>
      {me === null && alliance?.contact != null && <p><Say k="pledge.sign.new" contact={<a href={`mailto:${alliance.contact}`}>{alliance.contact}</a>} /></p>}
    </Part>
  )
}

function WhoSigned({ version }: { version: Version }) {
  const { t } = useWords()
  return (
    <Part title={t('pledge.who')}>
      <p>{version.signatures === 0 ? t('pledge.who.none') : t('pledge.who.says', { count: version.signatures })}{' '}
        <a href={pathTo('register', {}, version.signatures === 0 ? {} : { version: version.version })}>{t('pledge.who.see')}</a></p>
    </Part>
  )
}

function Languages({ version, text }: { version: Version; text: Read['text'] }) {
  const { t } = useWords()
  const named = useLanguageName()
  return (
    <Part title={t('pledge.languages')} id="languages">
      <Table
        caption={t('pledge.languages.caption', { count: version.texts.length })} rows={version.texts} keyOf={({ language }) => language}
        columns={[
          { head: t('pledge.language'), names: true, render: ({ language }) => (language === text.language ? <span aria-current="true">{named(language)}</span> : <a href={pathTo('pledgeVersion', { version: version.version }, { text: language })} hrefLang={language}>{named(language)}</a>) },
          { head: t('pledge.language.state'), render: ({ state, behind }) => t(`pledge.state.${state}`, { count: behind }) },
          { head: t('pledge.language.file'), kind: 'tight', render: ({ language, sha256 }) => <><a href={pathTo('pledgeByHash', { sha256 })}><Value>{sha256.slice(0, 12)}</Value></a>{' · '}<a href={pledgeFiles.text(version.version, language)}><Value>{`${language}.md`}</Value></a></> },
        ]}
      />
    </Part>
  )
}

function Versions({ versions, here }: { versions: Version[]; here: Version }) {
  const { t, number } = useWords()
  const before = here.replaces ?? versions.find(({ state, version }) => state !== 'draft' && version !== here.version)?.version
  return (
    <Part title={t('pledge.versions')} id="versions">
      <Table
        caption={t('pledge.versions.caption', { count: versions.length })} rows={versions} keyOf={({ version }) => version} linked
        columns={[
          { head: t('pledge.version'), names: true, render: ({ version }) => <RowLink to={pathTo('pledgeVersion', { version })}><bdi>{version}</bdi></RowLink> },
          { head: t('pledge.version.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'adopted' ? 'good' : state === 'superseded' ? 'plain' : 'attention'}>{t(`version.${state}`)}</Chip> },
          { head: t('pledge.version.from'), kind: 'tight', render: ({ adopted }) => (adopted === null ? null : <Day at={adopted} />) },
          { head: t('pledge.version.until'), kind: 'tight', render: ({ superseded }) => (superseded === null ? null : <Day at={superseded} />) },
          { head: t('pledge.version.signatures'), kind: 'figure', render: ({ signatures }) => number(signatures) },
          { head: t('entry.proof'), render: ({ fact, version }) => <ProofMark fact={fact} what={version} /> },
        ]}
      />
      {before !== undefined && <p><a href={pathTo('pledgeCompare', {}, { from: before, to: here.version })}>{t('pledge.compare', { version: before })}</a></p>}
    </Part>
  )
}

function Addresses({ version, text }: { version: Version; text: Read['text'] }) {
  const { origin } = useVisit()
  const { t } = useWords()
  const file = origin + pledgeFiles.textByHash(text.sha256)
  return (
    <Part title={t('pledge.address')} id="address">
      <p>{t('pledge.address.says')} {t('pledge.print')}</p>
      <Pairs pairs={[
        [t('pledge.address.version'), <a key="v" href={pathTo('pledgeVersion', { version: version.version })}><Value>{origin + pathTo('pledgeVersion', { version: version.version })}</Value></a>],
        [t('pledge.address.hash'), <a key="h" href={pathTo('pledgeByHash', { sha256: text.sha256 })}><Value>{origin + pathTo('pledgeByHash', { sha256: text.sha256 })}</Value></a>],
        [t('pledge.address.file'), <a key="f" href={pledgeFiles.textByHash(text.sha256)}><Value>{file}</Value></a>],
        [t('pledge.address.sha256'), <Value key="s">{text.sha256}</Value>],
      ]} />
      <p>{t('pledge.address.check')}</p>
      <Code label="curl" text={`curl -s '${file}' | sha256sum`} />
      <div><ProofMark fact={version.fact} what={version.version} /></div>
    </Part>
  )
}

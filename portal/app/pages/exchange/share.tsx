/**
 * Share: paste or upload, then see what would be accepted, refused and why, and who will see it; only then send. Between
 * preview and sending nothing is kept in the hub: the text travels in the page, as base64, so that not a byte changes.
 */
import { data, useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, memberPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, FileField, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Audiences, Refused, Sample, Tally, type Report } from '../../ui/intake.tsx'
import { Theirs } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'share' }

export const loader = memberPage(async ({ api, url }) => {
  const { collections } = await api.exchange.collections()
  const open = collections.filter(({ canWrite }) => canWrite)
  return { collections: open.map(({ id, title, communityName }) => ({ id, title, communityName })), chosen: url.searchParams.get('collection') ?? undefined }
}, 'threats.share')

export const action = form(async ({ api, own, words }, { fields, text, intent }) => {
  const collection = text('collection')
  const sending = intent === 'send'
  const read = sending ? fromBase64(text('kept')) : await textOf(fields)
  if (read === undefined) return refuse(fields, intent, { field: 'file', text: words.t('share.notText') })
  if (read.trim() === '') return refuse(fields, intent, { field: 'text', text: words.t('share.nothing') })
  if (sending) return { done: true as const, collection, report: await api.exchange.share({ body: { collection, text: read } }) }
  const report = await api.exchange.preview({ body: { collection, text: read } })
  own.kept = toBase64(read)
  return data({ done: false as const, collection, report }, { status: 200 })
}, { '': 'text' })

/** The file if one was chosen, else what was pasted; undefined when it is not UTF-8. */
async function textOf(fields: FormData): Promise<string | undefined> {
  const file = fields.get('file')
  if (file === null || typeof file === 'string' || file.size === 0) return String(fields.get('text') ?? '').replaceAll('\r\n', '\n')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    return undefined
  }
}

const toBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

export default function Share() {
  const { collections, chosen } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  if (collections.length === 0) {
    return (
      <Page at="share" title={t('share.title')} sentence={t('share.sentence')}>
        <Empty title={t('share.nowhere.title')} actions={<ButtonLink to={pathTo('collections')}>{t('place.collections')}</ButtonLink>}><p>{t('share.nowhere')}</p></Empty>
      </Page>
    )
  }
  const into = (id: string) => collections.find((collection) => collection.id === id)?.title ?? id
  if (result !== undefined && !isTrouble(result)) {
    return result.done ? <Sent report={result.report} into={into(result.collection)} id={result.collection} /> : <Preview report={result.report} into={into(result.collection)} id={result.collection} />
  }
  return (
    <Page at="share" title={t('share.title')} sentence={t('share.sentence')} wrong={isTrouble(result)}>
      <Form intent="preview" result={result} upload>
        <Select name="collection" label={t('share.into')} help={t('share.into.help')} value={chosen} options={collections.map(({ id, title, communityName }) => ({ value: id, label: t('share.into.option', { title, community: communityName }) }))} />
        <FileField name="file" label={t('share.file')} help={t('share.file.help')} accept=".json,application/json,application/stix+json" />
        <TextArea name="text" label={t('share.text')} help={t('share.text.help')} machine optional />
        <Submit>{t('share.preview')}</Submit>
      </Form>
    </Page>
  )
}

function Preview({ report, into, id }: { report: Report; into: string; id: string }) {
  const { kept = '' } = useVisit()
  const { t } = useWords()
  const goes = report.accepted + report.merged
  return (
    <Page at="share" title={t('share.preview.title')} above={[{ name: t('place.threats'), path: pathTo('threats') }, { name: t('share.title'), path: pathTo('share') }]} sentence={<Say k={goes === 0 ? 'share.preview.none' : 'share.preview.sentence'} fill={{ count: goes }} into={<Theirs>{into}</Theirs>} />}>
      <Part title={t('share.who')}><Audiences audiences={report.audiences} /></Part>
      <Tally report={report} />
      {goes > 0 && (
        <Form intent="send">
          <input type="hidden" name="collection" value={id} />
          <input type="hidden" name="kept" value={kept} />
          <div className="actions"><Submit>{t('share.send', { count: goes })}</Submit><ButtonLink to={pathTo('share', {}, { collection: id })}>{t('share.other')}</ButtonLink></div>
        </Form>
      )}
      {goes === 0 && <div className="actions"><ButtonLink to={pathTo('share', {}, { collection: id })}>{t('share.other')}</ButtonLink></div>}
      <Refused report={report} />
      <Sample report={report} linked={false} />
    </Page>
  )
}

function Sent({ report, into, id }: { report: Report; into: string; id: string }) {
  const { t } = useWords()
  return (
    <Page at="share" title={t('share.sent.title')} above={[{ name: t('place.threats'), path: pathTo('threats') }, { name: t('share.title'), path: pathTo('share') }]} sentence={<Say k="share.sent.sentence" fill={{ count: report.accepted + report.merged }} into={<Theirs>{into}</Theirs>} />}>
      <Notice kind="good"><p>{t('share.sent.done')}</p></Notice>
      <Tally report={report} />
      <Part title={t('share.who.sees')}><Audiences audiences={report.audiences} /></Part>
      <Refused report={report} />
      <Sample report={report} linked />
      <div className="actions">
        <ButtonLink to={pathTo('threats', {}, { collection: id })}>{t('share.sent.see')}</ButtonLink>
        <ButtonLink to={pathTo('share', {}, { collection: id })}>{t('share.sent.more')}</ButtonLink>
      </div>
    </Page>
  )
}

/** What would be published: as people read it, and in each format, with what that format cannot express. */
import { useLoaderData } from 'react-router'
import { asDraft, toWords, type Words } from '@openaccord/advisory'
import { ADVISORY_FORMATS, ApiError } from '@openaccord/api'
import { memberPage } from '../../page.ts'
import { draftFile, pathTo } from '../../paths.ts'
import { Told } from '../../ui/advisory.tsx'
import { DraftSentence, DraftTabs, Losses } from '../../ui/draft.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Code } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Tabs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { FORMAT_NAMES } from './formats.ts'

export const handle = { at: 'previewAdvisory' }
/** Longer texts are for the download. */
const MOST_SHOWN = 200_000

export const loader = memberPage(async ({ api, params, url }) => {
  const { draft: text, ...draft } = await api.advisories.draft({ params: { advisory: params['id'] ?? '' } })
  const format = ADVISORY_FORMATS.find((each) => each === url.searchParams.get('format'))
  const { formats, findings } = await api.advisories.checkDraft({ body: { draft: text, advisory: draft.id } })
  const made = formats.find((one) => one.format === format)
  const files = format === undefined || made?.made !== true ? [] : (await api.advisories.previewDraft({ body: { draft: text, advisory: draft.id, format } })).files
  return { draft, format, words: format === undefined ? wordsOf(text) : undefined, made, files, errors: findings.filter(({ level }) => level === 'error').length, lost: Object.fromEntries(formats.map((one) => [one.format, one.losses.length])) }
}, 'advisories.publish')

/** Nothing where a vector or a range is still to be mended. */
function wordsOf(draft: Record<string, unknown>): Words | undefined {
  try {
    return toWords(asDraft(draft))
  } catch (error) {
    if (error instanceof ApiError) throw error
    return undefined
  }
}

export default function Preview() {
  const { draft, format, words, made, files, errors, lost } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const { id } = draft
  const tabs = [{ name: t('ade.preview.people'), path: pathTo('previewAdvisory', { id }), here: format === undefined }, ...ADVISORY_FORMATS.map((each) => ({ name: (lost[each] ?? 0) === 0 ? FORMAT_NAMES[each] : `${FORMAT_NAMES[each]} (${lost[each]})`, path: pathTo('previewAdvisory', { id }, { format: each }), here: format === each }))]
  return (
    <Page at="previewAdvisory" title={draft.title} titleLanguage="" sentence={<DraftSentence draft={draft} />}>
      <DraftTabs id={id} here="previewAdvisory" />
      {errors > 0 && <Notice kind="attention" title={t('ade.preview.unfinished')}><p>{t('ade.mend', { number: errors })}</p><p><ButtonLink to={pathTo('editAdvisory', { id })}>{t('place.editAdvisory')}</ButtonLink></p></Notice>}
      <Tabs label={t('ade.preview.formats')} tabs={tabs} />
      {format === undefined && (words === undefined ? <p>{t('ade.preview.notYet')}</p> : <Told words={words} />)}
      {format !== undefined && (
        <Part title={FORMAT_NAMES[format]}>
          {made?.made !== true && <p>{made?.why == null ? t('ade.preview.notYet') : <span lang="en">{made.why}</span>}</p>}
          {made?.made === true && <p>{made.losses.length === 0 ? t('ade.preview.whole') : t('ade.preview.lost', { count: made.losses.length })}</p>}
          {made !== undefined && made.losses.length > 0 && <Losses losses={made.losses} />}
          {files.map(({ name, text }) => (
            <section key={name} className="stack">
              <h3><bdi dir="ltr">{name}</bdi></h3>
              <div className="actions"><a className="button" data-size="small" href={draftFile(id, format, name)} download={name}>{t('ade.download')}</a></div>
              <Code label={name} text={text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text} long />
            </section>
          ))}
        </Part>
      )}
    </Page>
  )
}

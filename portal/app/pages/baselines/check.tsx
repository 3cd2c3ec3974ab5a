/** Asking for the check of a domain: the form, what is checked and where that comes from, and how politely. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { AskForm, useRuleName, type Group } from '../../ui/baseline.tsx'
import { Code, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'domainCheck' }

export const loader = page(async ({ api, url }) => ({ ...(await api.baselines.baselineRules()), domain: url.searchParams.get('domain') ?? '' }))

/** Where the visitor is led to follows the check. */
export const action = form(async ({ api }, { text }) => {
  const { domain } = await api.baselines.checkDomain({ body: { domain: text('domain') } })
  return redirect(pathTo('checkedDomain', { domain }), 303)
})

export default function DomainCheck() {
  const { rules, domain } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const ruleName = useRuleName()
  return (
    <Page at="domainCheck" title={t('place.domainCheck')} sentence={t('baseline.sentence')} wrong={isTrouble(result)} api="/api/v1/baselines/rules">
      <AskForm result={result} domain={domain} />
      <How />
      <Part title={t('baseline.rules')}>
        <Table
          caption={t('baseline.rules.caption')} rows={rules} keyOf={({ id }) => id}
          columns={[
            { head: t('baseline.rule'), names: true, render: ({ id, title }) => ruleName(id, title) },
            { head: t('baseline.rule.for'), kind: 'tight', render: ({ groups }) => t(`baseline.group.${groupOf(groups)}`) },
            { head: t('baseline.rule.points'), kind: 'figure', render: ({ maximum, mandatory }) => (mandatory ? maximum : t('baseline.optional')) },
            { head: t('baseline.rule.source'), render: ({ sources }) => <bdi>{sources.map(({ document, section, url }, n) => <span key={url}>{n > 0 && ', '}<a href={url} rel="noreferrer">{`${document} §${section}`}</a></span>)}</bdi> },
          ]}
        />
      </Part>
    </Page>
  )
}

function How() {
  const { origin } = useVisit()
  const { t } = useWords()
  return (
    <Part title={t('baseline.how')} id="how">
      <div className="prose">
        <ul>
          <li>{t('baseline.how.open')}</li>
          <li><Say k="baseline.how.polite" agent={<bdi><Value>{`OpenAccord-baseline/1 (+${origin}${pathTo('domainCheck')})`}</Value></bdi>} /></li>
          <li>{t('baseline.how.often')}</li>
          <li>{t('baseline.how.error')}</li>
        </ul>
        <p>{t('baseline.how.off')}</p>
      </div>
      <Code label={t('baseline.how.off.label')} text={'_openaccord-check.northgate.example. IN TXT "no"'} />
    </Part>
  )
}

export const groupOf = (groups: readonly Group[]): Group | 'both' => (groups.length > 1 ? 'both' : (groups[0] ?? 'web'))

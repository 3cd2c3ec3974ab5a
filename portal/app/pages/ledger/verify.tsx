/** Checking a proof from a file: in this browser, from a page to keep, or in the terminal; and what each answer means. */
import { pathTo, SAVED_CHECK } from '../../paths.ts'
import { FileField, Submit } from '../../ui/form.tsx'
import { CheckForm } from '../../ui/ledger.tsx'
import { Chip, Code } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'verify', lively: true }

const ANSWERS = [['verified', 'good'], ['refused', 'danger'], ['not-covered', 'attention']] as const

export default function Verify() {
  const { t } = useWords()
  return (
    <Page at="verify" title={t('place.verify')} sentence={t('check.page.sentence')}>
      <noscript><p>{t('check.page.script')}</p></noscript>
      <CheckForm label={t('place.verify')}>
        <FileField name="file" label={t('check.page.file')} help={t('check.page.file.help')} accept=".json,application/json" />
        <FileField name="policy" label={t('form.optional', { label: t('check.page.policy') })} help={<>{t('check.page.policy.help')} {t('verify.default')} <a href="/log/policy">{t('verify.hub.policy')}</a></>} />
        <Submit>{t('check.page.go')}</Submit>
      </CheckForm>
      <Part title={t('verify.answers')}>
        <dl className="pairs">
          {ANSWERS.map(([answer, kind]) => [<dt key={`${answer}-name`}><Chip kind={kind}>{t(`check.answer.${answer}`)}</Chip></dt>, <dd key={answer}>{t(`verify.answers.${answer}`)}</dd>])}
        </dl>
      </Part>
      <Part title={t('verify.not')}>
        <div className="prose"><ul>{(['later', 'true', 'all'] as const).map((each) => <li key={each}>{t(`verify.not.${each}`)}</li>)}</ul></div>
        <p><a href={pathTo('log')}>{t('place.log')}</a></p>
      </Part>
      <Part title={t('verify.saved')}>
        <p>{t('verify.saved.says')}</p>
        <div className="actions">
          <a href={SAVED_CHECK}>{t('verify.saved.open')}</a>
          <a href={SAVED_CHECK} download="accord-check.html">{t('verify.saved.download')}</a>
        </div>
      </Part>
      <Part title={t('verify.terminal')}><Code label={t('verify.terminal')} text="accord log verify act.evidence.json --policy alliance.policy" /></Part>
    </Page>
  )
}

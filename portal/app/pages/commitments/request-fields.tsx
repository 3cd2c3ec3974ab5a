/** The half-yearly statement: seven categories for the whole world by choosing, further lines by country as text, and the words. */
import { Field, Select, TextArea } from '../../ui/form.tsx'
import { useWords } from '../../ui/visit.tsx'
import { useBand } from '../../ui/conduct.tsx'
import { Language } from './language-field.tsx'
import type { Known } from './known.ts'
import { ANSWERS, CATEGORIES } from './says.ts'

const BANDS = ['0', '1-4', '5-19', '20-99', '100+', 'may-not-say'] as const

export function RequestFields({ known: { period, text, facts } }: { known: Known }) {
  const { t } = useWords()
  const band = useBand()
  const options = BANDS.map((value) => ({ value, label: band(value) }))
  return (
    <>
      <Field name="period" label={t('conduct.field.period')} help="2026-H1" value={period} maxLength={7} autoComplete="off" />
      {CATEGORIES.map((category) => (
        <fieldset className="field" key={category}>
          <legend className="label">{t('conduct.field.band', { category: `${category} ${t(`requests.category.${category}`)}` })}</legend>
          <div className="lines-in">
            {(category === 'G0' ? (['received'] as const) : ANSWERS).map((field) => <Select key={field} name={`${category}-${field}`} label={t(`requests.${field}`)} options={options} />)}
          </div>
        </fieldset>
      ))}
      <TextArea name="more" label={t('conduct.field.more')} help={t('conduct.field.more.help')} maxLength={20_000} optional machine />
      <TextArea name="text" label={t('conduct.field.statement')} help={t('conduct.field.statement.help')} value={text} maxLength={20_000} />
      <Language />
      <Field name="report" type="url" label={t('conduct.field.report')} maxLength={2000} optional />
      {facts.length > 0 && (
        <>
          <Select name="corrects" label={t('requests.corrects')} options={[{ value: '', label: t('requests.corrects.none') }, ...facts]} />
          <TextArea name="reason" label={t('conduct.field.reason')} maxLength={4000} optional />
        </>
      )}
    </>
  )
}

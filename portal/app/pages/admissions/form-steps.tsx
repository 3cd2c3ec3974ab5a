/** Where one is in the form: this page of so many, the one before, and every page by its name. */
import { pathTo } from '../../paths.ts'
import type { Own } from '../../ui/application.tsx'
import { useWords } from '../../ui/visit.tsx'
import { doneOf, isDone, mustDo, pagesOf, type PageOfForm } from './steps.ts'

/** How far one is, in words and as a bar; and the way back. */
export function StepOf({ step, own }: { step: PageOfForm; own: Own }) {
  const { t } = useWords()
  const pages = pagesOf(own)
  const n = pages.findIndex((each) => each.step === step)
  const before = pages[n - 1]?.step
  return (
    <div className="step-of">
      <p>{t('form.step', { n: n + 1, of: pages.length })} · {t('form.done', doneOf(own))}{own.small === true && <> · {t('form.short')}</>}</p>
      <progress max={pages.length} value={n + 1} aria-label={t('form.progress')} />
      {before !== undefined && <p><a href={pathTo('applyForm', { step: before })}>{t('form.back', { page: t(`step.${before}`) })}</a></p>}
    </div>
  )
}

/** Every page is one step away, done or not. */
export function Pages({ own, here }: { own: Own; here: PageOfForm }) {
  const { t } = useWords()
  return (
    <nav aria-label={t('form.pages')}>
      <details className="more">
        <summary>{t('form.pages')}</summary>
        <ol className="form-pages">
          {pagesOf(own).map(({ step }) => (
            <li key={step} data-done={isDone(step, own) ? '' : undefined}>
              <a href={pathTo('applyForm', { step })} aria-current={step === here ? 'step' : undefined}>{t(`step.${step}`)}</a> <span className="quiet">{t(isDone(step, own) ? 'form.page.done' : mustDo(step) ? 'form.page.open' : 'form.page.may')}</span>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  )
}

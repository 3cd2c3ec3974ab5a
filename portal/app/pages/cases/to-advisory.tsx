/** From a case to the advisory that is published of it, for who may publish one. */
import { may } from '../../context.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export function ToAdvisory({ id }: { id: string }) {
  const visit = useVisit()
  const { t } = useWords()
  return may(visit, 'advisories.publish') ? <ButtonLink to={pathTo('newAdvisory', {}, { case: id })}>{t('draft.advisory')}</ButtonLink> : null
}

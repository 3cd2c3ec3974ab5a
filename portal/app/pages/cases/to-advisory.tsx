/** From a case to the advisory that is published of it, for who may publish one. */
import { may } from '../../context.ts'
import { placeAt } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export function ToAdvisory({ id }: { id: string }) {
  const visit = useVisit()
  const { t } = useWords()
  const path = '/desk/advisories/new'
  return may(visit, 'advisories.publish') && placeAt(path) !== undefined ? <ButtonLink to={`${path}?case=${id}`}>{t('draft.advisory')}</ButtonLink> : null
}

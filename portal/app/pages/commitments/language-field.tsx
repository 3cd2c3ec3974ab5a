/** In which language somebody's own words are, so that they are read out and set as such. */
import { Field } from '../../ui/form.tsx'
import { useWords } from '../../ui/visit.tsx'

export function Language() {
  const { t, tag } = useWords()
  return <Field name="language" label={t('conduct.field.language')} help={t('keep.languageOfRecord.help')} value={tag} maxLength={35} />
}

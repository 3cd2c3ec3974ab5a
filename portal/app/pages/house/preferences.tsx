/** Choices (theme, language, one-key shortcuts), each kept in a cookie; one goes back to where it was made. */
import type { ReactNode } from 'react'
import { data } from 'react-router'
import { languageNames } from '../../messages/languages.ts'
import { form } from '../../page.ts'
import { localPath, pathTo } from '../../paths.ts'
import { Form, Submit } from '../../ui/form.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { choiceCookie } from '../../visit.ts'

export const handle = { at: 'preferences' }

const CHOICES = { theme: /^(auto|light|dark)$/, language: /^[a-zA-Z-]{2,12}$/, keys: /^(on|off)$/ } as const

export const action = form(async ({ origin }, { text }) => {
  const secure = origin.startsWith('https:')
  const headers = new Headers({ location: localPath(text('then')) ?? pathTo('preferences') })
  for (const name of ['theme', 'language', 'keys'] as const) {
    if (CHOICES[name].test(text(name))) headers.append('set-cookie', choiceCookie(name, text(name), secure))
  }
  if (!headers.has('set-cookie')) throw data(null, { status: 400 })
  return new Response(null, { status: 303, headers })
})

export default function Preferences() {
  const { theme, keys, around } = useVisit()
  const { t } = useWords()
  return (
    <Page at="preferences" title={t('place.preferences')} sentence={t('preferences.sentence')}>
      <Part title={t('shell.language')}>
        <Choice name="language" chosen={around.tag} options={languageNames.map(({ tag, name, direction }) => ({ value: tag, label: <span lang={tag} dir={direction}>{name}</span> }))} />
      </Part>
      <Part title={t('shell.theme')}>
        <Choice name="theme" chosen={theme} options={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))} />
      </Part>
      <Part title={t('keys.single')}>
        <p>{t(keys ? 'keys.single.on' : 'keys.single.off')}</p>
        <Form><Submit kind="plain" name="keys" value={keys ? 'off' : 'on'}>{t(keys ? 'keys.single.turnOff' : 'keys.single.turnOn')}</Submit></Form>
      </Part>
    </Page>
  )
}

function Choice({ name, chosen, options }: { name: string; chosen: string; options: { value: string; label: ReactNode }[] }) {
  return (
    <Form>
      <div className="actions">
        {options.map(({ value, label }) => <button key={value} className="button" type="submit" name={name} value={value} aria-pressed={value === chosen}>{label}</button>)}
      </div>
    </Form>
  )
}

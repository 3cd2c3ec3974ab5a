/**
 * The desk of a team: its keys are made and unlocked here, reports are opened here, answers are encrypted here; the severity in
 * its note follows what is chosen (cvss.ts). What a passphrase has unlocked stays in this tab (sessionStorage) until it is
 * locked, the person signs out, or the tab is closed.
 */
import { KEPT, lockDesk } from './desk-lock.ts'
import { post, saying } from './post.ts'

const load = () => import('./sealed.ts')

export function bringDesk(): void {
  const box = document.querySelector<HTMLElement>('[data-desk]')
  if (box) void bringBox(box)
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-desk-answer]')) bringAnswer(form)
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-team-key]')) bringTeamKey(form)
  const note = document.querySelector<HTMLElement>('[data-cvss]')?.closest('form')
  if (note) void bringNote(note)
}

async function bringNote(note: HTMLFormElement): Promise<void> {
  const [{ bringCalculators }, { hearTyped }] = await Promise.all([import('./cvss.ts'), import('./typed.ts')])
  bringCalculators(note)
  hearTyped(note)
}

const value = (form: HTMLFormElement, name: string): string => form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? ''

type Wrapped = { recipient: string; wrapped: string }

async function bringBox(box: HTMLElement): Promise<void> {
  const keys: Wrapped[] = JSON.parse(box.dataset['desk'] ?? '[]')
  const form = box.querySelector<HTMLFormElement>('form[data-unlock]')
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    void saying(form, async () => {
      await unlock(keys, value(form, 'passphrase'))
      form.reset()
      await show(box, keys)
    })
  })
  box.querySelector('[data-lock]')?.addEventListener('click', () => {
    lockDesk()
    location.reload()
  })
  await show(box, keys)
}

/** Every key that this passphrase opens; none is a wrong passphrase. */
async function unlock(keys: readonly Wrapped[], passphrase: string): Promise<void> {
  const { recipientOf, unwrap } = await load()
  let opened = 0
  for (const { recipient, wrapped } of keys) {
    const identity = await unwrap(wrapped, passphrase).catch(() => undefined)
    if (identity === undefined || (await recipientOf(identity).catch(() => '')) !== recipient) continue
    sessionStorage.setItem(KEPT + recipient, identity)
    opened++
  }
  if (opened === 0) throw new Error('no key opens with this')
}

async function show(box: HTMLElement, keys: readonly Wrapped[]): Promise<void> {
  const identities = keys.flatMap(({ recipient }) => sessionStorage.getItem(KEPT + recipient) ?? [])
  for (const part of box.querySelectorAll<HTMLElement>('[data-locked]')) part.hidden = identities.length > 0
  for (const part of box.querySelectorAll<HTMLElement>('[data-unlocked]')) part.hidden = identities.length === 0
  if (identities.length === 0) return
  const { openAll } = await import('./opened.ts')
  const closed = await openAll(document, identities)
  const says = box.querySelector<HTMLElement>('[data-not-opened]')
  if (says) says.hidden = closed === 0
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-take-over]')) bringTakeOver(button)
}

/** Puts the words of the opened report into a field of this page, where they can be shortened before they are sent; who reported stays out. */
function bringTakeOver(button: HTMLButtonElement): void {
  const field = button.form?.querySelector<HTMLTextAreaElement>(`textarea[name="${button.dataset['takeOver']}"]`)
  const rows = [...document.querySelectorAll<HTMLElement>('[data-sealed] [data-row]')].filter((row) => !row.hidden && row.querySelector('[data-answer]:not([data-answer=contact], [data-answer=credit])') !== null)
  if (!field || rows.length === 0) return
  button.hidden = false
  button.addEventListener('click', () => {
    field.value = rows.map((row) => `${row.querySelector('dt')?.textContent}: ${row.querySelector('[data-answer]')?.textContent}`).join('\n\n').slice(0, field.maxLength)
    field.focus()
  })
}

/** Encrypted to the team and to whoever reported; the hub gets the age file alone. */
function bringAnswer(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!form.reportValidity()) return
    void saying(form, async () => {
      const { filesIn, printMessage, sealTo } = await load()
      const bytes = printMessage({ language: value(form, 'language'), text: value(form, 'text').trim(), files: await filesIn(form) })
      await post(`/api/v1/desk/reports/${form.dataset['deskAnswer']}/messages`, { ciphertext: await sealTo((form.dataset['recipients'] ?? '').split(' '), bytes) })
      location.assign(form.dataset['done'] ?? '')
    })
  })
}

/** A team key: made here, wrapped by the passphrase here; the hub is given what it may know. */
function bringTeamKey(form: HTMLFormElement): void {
  const again = form.querySelector<HTMLInputElement>('[name=again]')
  again?.addEventListener('input', () => again.setCustomValidity(''))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    again?.setCustomValidity(value(form, 'passphrase') === again.value ? '' : (form.dataset['differs'] ?? ''))
    if (!form.reportValidity()) return
    void saying(form, async () => {
      const { newIdentity, recipientOf, wrap } = await load()
      const identity = await newIdentity()
      await post('/api/v1/desk/keys', { recipient: await recipientOf(identity), label: value(form, 'label').trim(), wrapped: await wrap(identity, value(form, 'passphrase')) })
      location.assign(form.dataset['done'] ?? '')
    })
  })
}

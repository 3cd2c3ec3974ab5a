/**
 * Making a signing key in the browser: the key is made and kept here, its registration is prepared by the hub, approved by
 * the passkey, signed by the new key (and by the one that it replaces), and handed in. What fails leaves no key behind.
 */
import { browserKeys, forgetBrowserKey, makeBrowserKey, type BrowserKey } from './browser-keys.ts'
import { HubSaidNo, post } from './post.ts'
import { approve, signStatement } from './sign.ts'

export function bringMakeKey(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-make-key]')) void bringForm(form)
  for (const mark of document.querySelectorAll<HTMLElement>('[data-key-here]')) void bringMark(mark)
}

/** Shown beside the keys that this browser holds. */
async function bringMark(mark: HTMLElement): Promise<void> {
  const keys = await browserKeys().catch(() => [])
  mark.hidden = !keys.some(({ keyid }) => keyid === mark.dataset['keyHere'])
}

async function bringForm(form: HTMLFormElement): Promise<void> {
  const place = form.closest<HTMLElement>('[data-needs-script]') ?? form
  place.hidden = false
  const { replaces = '' } = form.dataset
  const old = replaces === '' ? undefined : (await browserKeys().catch(() => [])).find(({ keyid }) => keyid === replaces)
  const absent = form.querySelector<HTMLElement>('[data-old-absent]')
  const some = form.querySelector<HTMLElement>('[data-some]')
  const lacks = replaces !== '' && old === undefined
  if (absent) absent.hidden = !lacks
  if (some) some.hidden = lacks
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void make(form, old)
  })
}

async function make(form: HTMLFormElement, old: BrowserKey | undefined): Promise<void> {
  const button = form.querySelector('button')
  const says = form.querySelector<HTMLElement>('[data-says]')
  if (says) says.hidden = true
  if (button) button.disabled = true
  let made: BrowserKey | undefined
  try {
    made = await makeBrowserKey(form.dataset['makeKey'] ?? '')
    await register(form, made, old)
    location.assign(`${form.dataset['done'] ?? ''}`.replace('KEYID', made.keyid))
  } catch (error) {
    if (made !== undefined) await forgetBrowserKey(made.keyid)
    if (button) button.disabled = false
    if (!says) return
    const unknown = error instanceof DOMException && error.name === 'NotSupportedError'
    says.textContent = error instanceof HubSaidNo ? error.message : ((unknown ? says.dataset['unsupported'] : says.dataset['says']) ?? '')
    says.hidden = false
    says.focus()
  }
}

async function register(form: HTMLFormElement, made: BrowserKey, old: BrowserKey | undefined): Promise<void> {
  const says = { publicKey: made.publicKey, ...(old === undefined ? {} : { replaces: old.keyid }) }
  const { statement } = await post('/api/v1/acts/prepare', { kind: 'key-registration', says })
  await approve(statement)
  const envelope = await signStatement(statement, old === undefined ? [made] : [made, old])
  const domains = (form.querySelector('textarea')?.value ?? '').split(/[\s,]+/).filter((domain) => domain !== '')
  await post(old === undefined ? '/api/v1/keys' : `/api/v1/keys/${old.keyid}/rotate`, { envelope, ...(domains.length === 0 ? {} : { domains }) })
}

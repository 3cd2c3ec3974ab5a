/**
 * Passkeys (WebAuthn Level 3): asks the hub for options, the browser for an answer, and the hub whether it holds.
 * A form with `data-passkey="sign-in"` or `"add"` says where to ask; what goes wrong is said in the page's own words.
 */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { post, saying } from './post.ts'

export function bringPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    const place = form.closest<HTMLElement>('[data-needs-script]') ?? form
    if (!browserSupportsWebAuthn()) continue
    place.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void saying(form, () => (form.dataset['passkey'] === 'add' ? add(form) : signIn(form)))
    })
  }
}

async function signIn(form: HTMLFormElement): Promise<void> {
  const { handle, options } = await post('/api/v1/sign-in/passkey/options', {})
  const response = await startAuthentication({ optionsJSON: options })
  await post('/api/v1/sign-in/passkey', { handle, response })
  const then = new FormData(form).get('then')
  location.assign(typeof then === 'string' && then !== '' ? then : '/')
}

async function add(form: HTMLFormElement): Promise<void> {
  const name = new FormData(form).get('name')
  const { handle, options } = await post('/api/v1/passkeys/options', {})
  const response = await startRegistration({ optionsJSON: options })
  await post('/api/v1/passkeys', { handle, name, response })
  location.assign(form.dataset['done'] ?? location.pathname)
}

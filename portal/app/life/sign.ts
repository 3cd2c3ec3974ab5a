/**
 * Signing an act in the browser: the passkey approves exactly these bytes, the key that this browser holds signs them
 * (DSSE), the envelope is handed in. A form with `data-sign` carries the statement; one with `data-approve` takes an
 * envelope that was signed elsewhere, and asks the passkey for it.
 */
import { startAuthentication } from '@simplewebauthn/browser'
import { parseEnvelope, printEnvelope, signEnvelope } from '@openaccord/attest'
import { browserKeys, signWith, type BrowserKey } from './browser-keys.ts'
import { post, saying } from './post.ts'

const PAYLOAD_TYPE = 'application/vnd.in-toto+json'

export function bringSigning(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sign]')) void bringSignForm(form)
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-approve]')) bringApproveForm(form)
}

/** The passkey's yes to these bytes; good once, for this session. */
export async function approve(statement: string): Promise<void> {
  const { handle, options } = await post('/api/v1/acts/approval/options', { statement })
  const response = await startAuthentication({ optionsJSON: options })
  await post('/api/v1/acts/approval', { handle, response })
}

/** The envelope over the statement, signed by each of these keys. */
export async function signStatement(statement: string, keys: readonly BrowserKey[]): Promise<string> {
  const signing = keys.map((key) => ({ keyid: key.keyid, sign: (bytes: Uint8Array) => signWith(key, bytes) }))
  return printEnvelope(await signEnvelope(PAYLOAD_TYPE, new TextEncoder().encode(statement), signing))
}

/** Offers the keys of this browser that may sign this; says so when there is none. */
async function bringSignForm(form: HTMLFormElement): Promise<void> {
  const place = form.closest<HTMLElement>('[data-needs-script]') ?? form
  place.hidden = false
  const may = new Set((form.dataset['keyids'] ?? '').split(' '))
  const keys = (await browserKeys().catch(() => [])).filter(({ keyid }) => may.has(keyid))
  const select = form.querySelector('select')
  const none = form.querySelector<HTMLElement>('[data-none]')
  const some = form.querySelector<HTMLElement>('[data-some]')
  if (none) none.hidden = keys.length > 0
  if (some) some.hidden = keys.length === 0
  for (const { keyid } of keys) select?.append(new Option(`${keyid.slice(0, 16)}…`, keyid))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const key = keys.find(({ keyid }) => keyid === select?.value)
    if (key !== undefined) void saying(form, () => signHere(form, key))
  })
}

async function signHere(form: HTMLFormElement, key: BrowserKey): Promise<void> {
  const statement = form.querySelector<HTMLInputElement>('input[name=statement]')?.value ?? ''
  await approve(statement)
  const envelope = await signStatement(statement, [key])
  const more = JSON.parse(form.dataset['more'] ?? '{}')
  const { outcome = 'logged' } = await post(form.dataset['sign'] ?? '', { ...more, envelope })
  location.assign(form.dataset[`done${outcome === 'held' ? 'Held' : outcome === 'waits-for-second' ? 'Waits' : ''}`] ?? location.pathname)
}

/** Asks the passkey before an envelope goes; the form itself hands it in. */
function bringApproveForm(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void saying(form, async () => {
      const file = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0]
      const text = file === undefined ? (form.querySelector('textarea')?.value ?? '') : await file.text()
      // what cannot be read is for the hub to refuse in words
      const statement = readable(text)
      if (statement !== undefined) await approve(statement)
      form.submit()
    })
  })
}

function readable(envelope: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(parseEnvelope(envelope).payload)
  } catch {
    return undefined
  }
}

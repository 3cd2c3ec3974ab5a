/**
 * Forms without an account: while somebody writes, a worker finds the number that the hub asks for. Who sends before it is found sees
 * how far it is and may stop. What the form says, and everything without a script, is in ui/effort.tsx.
 */
import type { Heard, Wanted } from '../effort/worker.ts'

export function bringEffort(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-effort]')) bringPlace(place)
}

type Search = { found: Promise<string>; stop: () => void }

function bringPlace(place: HTMLElement): void {
  const form = place.closest('form')
  const challenge = place.querySelector<HTMLInputElement>('input[name=effort-challenge]')
  const number = place.querySelector<HTMLInputElement>('input[name=effort-number]')
  const shown = place.querySelector<HTMLElement>('[data-effort-shown]')
  if (form === null || challenge === null || number === null || shown === null) return
  const bar = shown.querySelector('progress')
  let expires = Date.now() + (Number(place.dataset['left']) || 0)
  let bits = Number(place.dataset['effort'])
  let search: Search | undefined
  let waiting = false

  for (const help of place.querySelectorAll<HTMLElement>('[data-without-script]')) help.hidden = true
  for (const help of place.querySelectorAll<HTMLElement>('[data-with-script]')) help.hidden = false

  const begin = (): Search => (search ??= find({ challenge: challenge.value, bits }, (likely) => void (bar && (bar.value = likely))))
  form.addEventListener('focusin', () => void (number.value === '' && begin()), { once: true })
  shown.querySelector('button')?.addEventListener('click', () => {
    waiting = false
    search?.stop()
    search = undefined
    say('stopped')
  })

  form.addEventListener('submit', (event) => {
    if (number.value !== '' && Date.now() < expires) return
    event.preventDefault()
    if (!waiting) void sendOnceFound(event.submitter)
  })

  async function sendOnceFound(submitter: HTMLElement | null): Promise<void> {
    waiting = true
    try {
      number!.value = await worked()
      // a number that was found before is here within the very event that was stopped: a form that is firing takes no second one
      if (waiting) setTimeout(() => form!.requestSubmit(submitter))
    } catch {
      say('trouble')
    } finally {
      waiting = false
    }
  }

  /** The number, for a challenge that still holds. */
  async function worked(): Promise<string> {
    say('working')
    if (Date.now() >= expires) await renew()
    return begin().found
  }

  async function renew(): Promise<void> {
    search?.stop()
    search = undefined
    const answer = await fetch(`/api/v1/effort/${place.dataset['purpose'] ?? ''}`, { cache: 'no-store' })
    if (!answer.ok) throw new Error(answer.statusText)
    const fresh: { challenge: string; bits: number; expires: string } = await answer.json()
    expires = Date.now() + 7_000_000
    bits = fresh.bits
    challenge!.value = fresh.challenge
    number!.value = ''
  }

  function say(what: 'working' | 'stopped' | 'trouble'): void {
    shown!.hidden = false
    const told = shown!.querySelector<HTMLElement>('[data-effort-told]')
    if (told) told.textContent = place.dataset[what] ?? ''
    for (const part of shown!.querySelectorAll<HTMLElement>('progress, button')) part.hidden = what !== 'working'
    if (what === 'working') shown!.querySelector('button')?.focus()
  }
}

function find(wanted: Wanted, likely: (share: number) => void): Search {
  const worker = new Worker(new URL('../effort/worker.ts', import.meta.url), { type: 'module' })
  const found = new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Heard>) => ('found' in data ? resolve(data.found) : likely(data.likely)))
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    worker.postMessage(wanted)
  }).finally(() => worker.terminate())
  // Nobody may be waiting yet: what went wrong is said when the form is sent.
  found.catch(() => {})
  return { found, stop: () => worker.terminate() }
}

/**
 * The check as one file: this script, its words in every language and its style stand in one HTML page, which asks for
 * nothing from the network and works from a disk. The same script is the worker: it is run again from a Blob. Where no
 * worker can be made, the page checks by itself.
 */
import { check as ar } from '../messages/ar/check.ts'
import { check as en } from '../messages/en/check.ts'
import { check as es } from '../messages/es/check.ts'
import { check as fr } from '../messages/fr/check.ts'
import { check as nl } from '../messages/nl/check.ts'
import { check, type Asked, type Told } from './check.ts'
import { showTold, type CheckWords } from './show.ts'

const LANGUAGES: Readonly<Record<string, { name: string; words: CheckWords }>> = {
  en: { name: 'English', words: plain(en) }, fr: { name: 'Français', words: plain(fr) }, es: { name: 'Español', words: plain(es) },
  ar: { name: 'العربية', words: plain(ar) }, nl: { name: 'Nederlands', words: plain(nl) },
}

/** Messages by their key without `check.`; none of them counts. */
function plain(messages: Readonly<Record<string, unknown>>): CheckWords {
  return Object.fromEntries(Object.entries(messages).map(([key, message]) => [key.replace(/^check\./, ''), String(message)]))
}

if (typeof document === 'undefined') addEventListener('message', ({ data }: MessageEvent<Asked>) => void check(data).then((told) => postMessage(told)))
else bringPage()

function byId<T extends HTMLElement>(id: string): T {
  const found = document.querySelector<T>(`#${id}`)
  if (found === null) throw new Error(`this page has lost its ${id}`)
  return found
}

function bringPage(): void {
  const [form, file, policy, told, language] = [byId<HTMLFormElement>('form'), byId<HTMLInputElement>('file'), byId<HTMLInputElement>('policy'), byId('told'), byId<HTMLSelectElement>('language')]
  const text = byId('own').textContent ?? ''
  let last: Told | undefined
  let [spoken, words]: [string, CheckWords] = ['en', LANGUAGES['en']?.words ?? {}]

  function speak(tag: string): void {
    spoken = tag
    words = LANGUAGES[tag]?.words ?? words
    document.documentElement.lang = tag
    document.documentElement.dir = tag === 'ar' ? 'rtl' : 'ltr'
    document.title = words['page.title'] ?? ''
    for (const element of document.querySelectorAll<HTMLElement>('[data-t]')) element.textContent = words[element.dataset['t'] ?? ''] ?? ''
    if (last !== undefined) showTold(told, last, { words, locale: tag })
  }

  async function run(): Promise<void> {
    last = undefined
    const chosen = file.files?.[0]
    told.textContent = words[chosen === undefined ? 'trouble.nothing' : 'working'] ?? ''
    if (chosen === undefined) return
    const asked: Asked = { file: new Uint8Array(await chosen.arrayBuffer()), policy: await policy.files?.[0]?.text(), now: Date.now() }
    last = await inWorker(text, asked).catch(() => check(asked))
    showTold(told, last, { words, locale: spoken })
  }

  for (const [tag, { name }] of Object.entries(LANGUAGES)) language.append(new Option(name, tag))
  const wished = new URLSearchParams(location.search).get('lang') ?? navigator.language
  language.value = [wished, wished.split('-')[0] ?? ''].find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? 'en'
  language.addEventListener('change', () => speak(language.value))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void run()
  })
  document.addEventListener('dragover', (event) => event.preventDefault())
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    const dropped = event.dataTransfer?.files
    if (!dropped || dropped.length === 0) return
    file.files = dropped
    void run()
  })
  speak(language.value)
}

/** Refused by some browsers for a page from a disk: then its caller does without. */
async function inWorker(script: string, asked: Asked): Promise<Told> {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  try {
    const worker = new Worker(address)
    return await new Promise<Told>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Told>) => resolve(data))
      worker.addEventListener('error', () => reject(new Error('no worker')))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage(asked)
    }).finally(() => worker.terminate())
  } finally {
    URL.revokeObjectURL(address)
  }
}

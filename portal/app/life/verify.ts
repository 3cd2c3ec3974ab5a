/**
 * “Check this yourself” on the hub's pages: fetches the evidence and a policy, or takes the files that were chosen, and
 * has a worker check them. The verifier is loaded only when the button is pressed.
 */
import type { Asked, Told } from '../verify/check.ts'
import { showTold, type CheckWords } from '../verify/show.ts'

export function bringVerify(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-verify]')) bringForm(form)
}

function bringForm(form: HTMLFormElement): void {
  const place = form.closest<HTMLElement>('[data-needs-script]') ?? form
  const told = place.querySelector<HTMLElement>('[data-told]')
  if (!told) return
  place.hidden = false
  const words: CheckWords = JSON.parse(form.dataset['words'] ?? '{}')
  const speech = { words, locale: document.documentElement.lang }
  const file = form.querySelector<HTMLInputElement>('input[name=file]')
  const check = () => void working(form, told, words, async () => showTold(told, await inWorker(await gather(form, words)), speech))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    check()
  })
  if (file !== null) bringDrop(form, file, check)
}

/** What to check, from the hub or from what was chosen; the policy too. Throws words for the reader. */
async function gather(form: HTMLFormElement, words: CheckWords): Promise<Asked> {
  const chosen = form.querySelector<HTMLInputElement>('input[name=file]')
  const evidence = form.dataset['verify'] ?? ''
  const own = chosen?.files?.[0]
  if (chosen !== null && own === undefined) throw new Error(words['trouble.nothing'] ?? '')
  const file = own === undefined ? await fetched(evidence, words) : await own.arrayBuffer()
  const policy = form.querySelector<HTMLInputElement>('input[name=policy]')?.files?.[0]
  return { file: new Uint8Array(file), policy: policy === undefined ? new TextDecoder().decode(await fetched('/log/policy', words)) : await policy.text(), now: present() }
}

/** A sample alliance's clock may have been moved forward: its pages say so, and its log is judged by it. */
function present(): number {
  const told = document.querySelector<HTMLElement>('aside.demo')?.dataset['now']
  return told === undefined ? Date.now() : Math.max(Date.now(), Date.parse(told))
}

async function fetched(path: string, words: CheckWords): Promise<ArrayBuffer> {
  const answer = await fetch(path, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(answer.status === 404 || answer.status === 503 ? words['trouble.notYet'] : words['trouble.fetch'])
  return answer.arrayBuffer()
}

function inWorker(asked: Asked): Promise<Told> {
  const worker = new Worker(new URL('../verify/worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Told>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => resolve(data))
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    worker.postMessage(asked)
  }).finally(() => worker.terminate())
}

/** One check at a time; what could not be begun is said where the answer would stand. */
async function working(form: HTMLFormElement, told: HTMLElement, words: CheckWords, act: () => Promise<void>): Promise<void> {
  const button = form.querySelector('button')
  if (button) button.disabled = true
  told.textContent = words['working'] ?? ''
  try {
    await act()
  } catch (error) {
    told.textContent = error instanceof Error && error.message !== '' ? error.message : (words['trouble.fetch'] ?? '')
  } finally {
    if (button) button.disabled = false
  }
}

/** A file dropped anywhere on the form is checked at once. */
function bringDrop(form: HTMLFormElement, input: HTMLInputElement, check: () => void): void {
  form.addEventListener('dragover', (event) => {
    event.preventDefault()
    form.dataset['over'] = ''
  })
  form.addEventListener('dragleave', () => delete form.dataset['over'])
  form.addEventListener('drop', (event) => {
    event.preventDefault()
    delete form.dataset['over']
    const dropped = event.dataTransfer?.files
    if (!dropped || dropped.length === 0) return
    input.files = dropped
    check()
  })
}

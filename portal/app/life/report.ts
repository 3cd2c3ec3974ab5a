/**
 * Reporting a weakness: the report is encrypted here, to the team and to the key of a receipt code that is made here too; the
 * hub sees neither. Without a script the same forms go to the hub in plain, and the page says so.
 */
import { post, saying } from './post.ts'

const load = () => import('./sealed.ts')
const KEPT = 'accord-receipt:'

export function bringReports(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-report]')) bringReport(form)
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-mailbox]')) bringMailbox(form)
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-write]')) bringWrite(form)
  for (const place of document.querySelectorAll<HTMLElement>('[data-opened-by]')) void bringOpened(place)
}

const value = (form: HTMLFormElement, name: string): string => form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value.trim() ?? ''

/** Who sends is asked for effort first (life/effort.ts): what that has stopped is not ours yet. */
function bringReport(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    if (form.reportValidity()) void saying(form, () => send(form))
  })
}

async function send(form: HTMLFormElement): Promise<void> {
  const { filesIn, newReceipt, printReport, recipientOf, sealTo } = await load()
  const answer = (name: string) => value(form, name)
  const { code, keys } = await newReceipt()
  const own = await recipientOf(keys.identity)
  const known = form.querySelector<HTMLInputElement>('input[name=known]:checked')?.value ?? 'unknown'
  const bytes = printReport({
    language: answer('language'), files: await filesIn(form),
    answers: {
      title: answer('title'), product: answer('product'), versions: answer('versions'), text: answer('text'), steps: answer('steps'), impact: answer('impact'),
      known: known as 'unknown', plans: answer('plans'), credit: answer('credit'), contact: answer('contact'),
    },
  })
  const sent = await post('/api/v1/reports', {
    to: form.dataset['report'], arrival: 'sealed', ciphertext: await sealTo([...recipientsOf(form), own], bytes), recipient: own, accessSha256: keys.accessSha256, salt: keys.salt,
    language: answer('language'), mail: answer('mail'), effort: { challenge: answer('effort-challenge'), number: answer('effort-number') },
  })
  showFiled(form, code, { ...sent.receipt, code })
}

const recipientsOf = (form: HTMLFormElement): string[] => (form.dataset['recipients'] ?? '').split(' ').filter((each) => each !== '')

/** The code and the file, once; the form with what was written goes from the page. */
function showFiled(form: HTMLFormElement, code: string, receipt: unknown): void {
  const filed = document.querySelector<HTMLElement>('[data-filed]')
  if (filed === null) return
  const shown = filed.querySelector('pre')
  if (shown) shown.textContent = code
  const save = filed.querySelector<HTMLAnchorElement>('a[data-save]')
  if (save) save.href = URL.createObjectURL(new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }))
  for (const part of document.querySelectorAll<HTMLElement>('[data-until-filed]')) part.hidden = true
  form.remove()
  filed.hidden = false
  filed.focus()
}

/** The code stays here: the hub is shown what follows from it. */
function bringMailbox(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void saying(form, async () => {
      const { parseReceiptCode, receiptKeys } = await load()
      const input = form.querySelector<HTMLInputElement>('input[name=code]')
      const bytes = await parseReceiptCode(input?.value ?? '')
      if (bytes === undefined) throw new Error('not a code')
      const { access } = await receiptKeys(bytes)
      sessionStorage.setItem(KEPT + access, input?.value ?? '')
      const shown = form.querySelector<HTMLInputElement>('input[name=access]')
      if (shown) shown.value = access
      if (input) input.disabled = true
      form.submit()
    })
  })
}

async function bringOpened(place: HTMLElement): Promise<void> {
  const [{ openAll }, identity] = [await import('./opened.ts'), await identityFor(place.dataset['openedBy'] ?? '')]
  const closed = identity === undefined ? 1 : await openAll(place, [identity])
  const says = place.querySelector<HTMLElement>('[data-not-opened]')
  if (says) says.hidden = closed === 0
}

async function identityFor(access: string): Promise<string | undefined> {
  const { parseReceiptCode, receiptKeys } = await load()
  const bytes = await parseReceiptCode(sessionStorage.getItem(KEPT + access) ?? '')
  return bytes === undefined ? undefined : (await receiptKeys(bytes)).identity
}

function bringWrite(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!form.reportValidity()) return
    void saying(form, async () => {
      const { filesIn, printMessage, sealTo } = await load()
      const bytes = printMessage({ language: value(form, 'language'), text: value(form, 'text'), files: await filesIn(form) })
      const access = form.dataset['write'] ?? ''
      await post('/api/v1/reports/mailbox/messages', { access, ciphertext: await sealTo(recipientsOf(form), bytes) })
      document.querySelector<HTMLFormElement>('form[data-again]')?.submit()
    })
  })
}

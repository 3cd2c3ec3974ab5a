/**
 * What only some pages need comes when a page has it. A form of such a page that is sent before its script is here waits for
 * it: what is to be encrypted in the browser must not leave it in plain because a line was slow.
 */
import { saying } from './post.ts'

/** Parts for those whose browser runs scripts, and parts for those whose browser runs none. */
export function bringScriptParts(): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-script-only]')) part.hidden = false
  for (const part of document.querySelectorAll<HTMLElement>('[data-plain-only]')) part.hidden = true
}

export function bringOnDemand(selector: string, bring: () => Promise<void>): void {
  const places = [...document.querySelectorAll<HTMLElement>(selector)]
  if (places.length === 0) return
  const coming = bring()
  // said at the form that waits for it
  coming.catch(() => {})
  let here = false
  for (const form of places) {
    if (!(form instanceof HTMLFormElement)) continue
    form.addEventListener('submit', (event) => {
      if (here || event.defaultPrevented) return
      event.preventDefault()
      event.stopImmediatePropagation()
      void saying(form, async () => {
        await coming
        setTimeout(() => form.requestSubmit(event.submitter))
      })
    })
  }
  void coming.then(() => void (here = true))
}

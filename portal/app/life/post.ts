/** Asks the hub's interface as this visitor. */

/** The hub said no, in its own words. */
export class HubSaidNo extends Error {}

export async function post(path: string, body: unknown) {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) })
  const read = await response.json()
  if (!response.ok) throw new HubSaidNo(read.faults?.[0]?.rule ?? read.detail)
  return read
}

/** While the form works its button rests; what goes wrong is said in the hub's words, or in the page's own. */
export async function saying(form: HTMLFormElement, act: () => Promise<void>): Promise<void> {
  const button = form.querySelector('button')
  const says = form.querySelector<HTMLElement>('[data-says]')
  if (says) says.hidden = true
  if (button) button.disabled = true
  try {
    await act()
  } catch (error) {
    if (!says) return
    // the browser's own words for “closed” and “took too long” help nobody: ours stand in the page
    says.textContent = error instanceof HubSaidNo ? error.message : (says.dataset['says'] ?? '')
    says.hidden = false
    says.focus()
  } finally {
    if (button) button.disabled = false
  }
}

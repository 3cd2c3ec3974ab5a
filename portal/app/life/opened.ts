/** Puts what was opened in the browser where the page has left its places (ui/report.tsx): as text, never as markup. */
import { bytesOf, contentOf, openWith } from './sealed.ts'

/** Each `[data-sealed]` under this element that one of the identities opens. Returns how many stay closed. */
export async function openAll(root: ParentNode, identities: readonly string[]): Promise<number> {
  let closed = 0
  for (const place of root.querySelectorAll<HTMLElement>('[data-sealed]')) if (!(await openOne(place, identities))) closed++
  return closed
}

async function openOne(place: HTMLElement, identities: readonly string[]): Promise<boolean> {
  const kind = place.dataset['kind'] === 'message' ? 'message' : 'report'
  for (const identity of identities) {
    const bytes = await openWith(identity, place.dataset['sealed'] ?? '').catch(() => undefined)
    if (bytes === undefined) continue
    const content = contentOf(kind, bytes)
    if ('unreadable' in content) break
    const texts: Record<string, string> = 'answers' in content ? content.answers : { text: content.text }
    for (const slot of place.querySelectorAll<HTMLElement>('[data-answer]')) {
      const text = texts[slot.dataset['answer'] ?? ''] ?? ''
      slot.textContent = (/^[a-z-]+$/.test(text) ? slot.getAttribute(`data-said-${text}`) : null) ?? text
      const row = slot.closest<HTMLElement>('[data-row]')
      if (row) row.hidden = text === ''
    }
    showFiles(place, content.files)
    place.setAttribute('lang', content.language)
    for (const part of place.querySelectorAll<HTMLElement>('[data-once-open]')) part.hidden = false
    for (const part of place.querySelectorAll<HTMLElement>('[data-while-closed]')) part.hidden = true
    return true
  }
  return false
}

/** Files are saved, never shown: a browser would run what a stranger wrote. */
function showFiles(place: HTMLElement, files: readonly { name: string; content: string }[]): void {
  const list = place.querySelector<HTMLElement>('[data-files]')
  if (list === null) return
  list.replaceChildren(...files.map(({ name, content }) => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([bytesOf(content)], { type: 'application/octet-stream' }))
    link.download = name
    const written = document.createElement('bdi')
    written.textContent = name
    link.append(written)
    const line = document.createElement('li')
    line.append(link)
    return line
  }))
  const around = list.closest<HTMLElement>('[data-row]')
  if (around) around.hidden = files.length === 0
}

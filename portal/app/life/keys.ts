/**
 * Keys of the working face: Ctrl K or ⌘ K opens the palette; `/` goes to the search field, j and k along the rows, `?` shows
 * the keys. One-key shortcuts can be switched off on /keys (WCAG 2.1.4).
 */
export function bringKeys(): void {
  const palette = document.querySelector<HTMLDialogElement>('#palette')
  const keys = document.querySelector<HTMLDialogElement>('dialog#keys')
  if (!palette) return
  bringPalette(palette)
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      if (palette.open) palette.close()
      else palette.showModal()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || palette.dataset['keys'] === 'off' || typing(event.target)) return
    if (document.querySelector('dialog[open]')) return
    if (event.key === '?') keys?.showModal()
    else if (event.key === '/') focusOn(event, document.querySelector('main [data-hotkey="/"], [data-hotkey="/"]'))
    else if (event.key === 'j' || event.key === 'k') focusOn(event, rowAfter(event.key === 'j' ? 1 : -1))
  })
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

function focusOn(event: Event, element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement)) return
  event.preventDefault()
  element.focus()
}

function rowAfter(step: 1 | -1): Element | undefined {
  const rows = [...document.querySelectorAll('.row-link')]
  const now = rows.findIndex((row) => row === document.activeElement)
  return rows[now === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1)]
}

/** Typing narrows the list of pages; the arrows walk through it; Enter in the field searches threats for what was typed. */
function bringPalette(palette: HTMLDialogElement): void {
  const field = palette.querySelector('input')
  const items = [...palette.querySelectorAll('li')]
  field?.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase()
    for (const item of items) item.hidden = !(item.textContent ?? '').toLowerCase().includes(wanted)
  })
  palette.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const stops = [field, ...items.filter((item) => !item.hidden).map((item) => item.querySelector('a'))]
    const now = stops.findIndex((stop) => stop === document.activeElement)
    stops[(now + (event.key === 'ArrowDown' ? 1 : -1) + stops.length) % stops.length]?.focus()
  })
}

/** Copy buttons beside blocks of code: shown here, because without this script they could do nothing. */
export function bringCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', () => void copyBeside(button))
  }
}

async function copyBeside(button: HTMLButtonElement): Promise<void> {
  const block = button.parentElement?.querySelector('pre')
  if (!block) return
  const before = button.textContent
  try {
    await navigator.clipboard.writeText(block.textContent ?? '')
    button.textContent = button.dataset['copied'] ?? before
    setTimeout(() => (button.textContent = before), 2000)
  } catch {
    // no clipboard here (plain http, or refused): mark the text, so that Ctrl C does it
    getSelection()?.selectAllChildren(block)
  }
}

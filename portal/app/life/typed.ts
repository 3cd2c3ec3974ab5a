/** What was typed in a form while its script was on its way is heard of as if it were typed now. */
export function hearTyped(form: HTMLFormElement): void {
  for (const field of form.elements) if (isChanged(field)) field.dispatchEvent(new Event('input', { bubbles: true }))
}

function isChanged(field: Element): boolean {
  if (field instanceof HTMLInputElement && field.type !== 'hidden') return field.value !== field.defaultValue || field.checked !== field.defaultChecked
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue
  return field instanceof HTMLSelectElement && field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
}

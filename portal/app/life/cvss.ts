/**
 * The CVSS calculator as one chooses: the vector follows the metrics, the metrics follow a vector that is typed, both say what is
 * wrong and what it comes to. Another version comes without the rest of the page being loaded anew.
 */
import { CVSS_RULES } from '@openaccord/vulns'
import { chosenIn, metricField, vectorOf, versionIn, wrongIn } from '../advisory/cvss.ts'
import { scoreWords } from '../advisory/score.ts'

export function bringCalculators(form: HTMLFormElement): void {
  for (const score of form.querySelectorAll<HTMLOutputElement>('[data-score-of]')) bringScore(form, score)
  for (const calculator of form.querySelectorAll<HTMLElement>('[data-cvss]')) bringCalculator(form, calculator)
}

function vectorOfForm(form: HTMLFormElement, id: string | undefined): HTMLInputElement | undefined {
  const vector = document.getElementById(id ?? '')
  return vector instanceof HTMLInputElement && form.contains(vector) ? vector : undefined
}

function bringScore(form: HTMLFormElement, score: HTMLOutputElement): void {
  const vector = vectorOfForm(form, score.dataset['scoreOf'])
  vector?.addEventListener('input', () => void (score.textContent = scoreWords(vector.value.trim(), score.dataset['says'] ?? '')))
}

function bringCalculator(form: HTMLFormElement, calculator: HTMLElement): void {
  const row = calculator.dataset['cvss'] ?? ''
  const vector = vectorOfForm(form, calculator.dataset['field'])
  if (vector === undefined) return
  for (const button of calculator.querySelectorAll<HTMLButtonElement>('button[data-cvss-as]')) button.addEventListener('click', (event) => {
    event.preventDefault()
    void bringVersion(form, calculator, button, vector)
  })
  const version = versionIn(vector.value.trim())
  if (version !== calculator.dataset['version']) return
  const fields = [...calculator.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input[type=radio], select')]
  const says = [...form.querySelectorAll<HTMLOutputElement>('[data-cvss-wrong]')].find((one) => one.dataset['cvssWrong'] === vector.id)
  const tell = (): void => {
    const why = wrongIn(vector.value.trim())
    if (says) says.textContent = why === '' ? '' : (says.dataset['says'] ?? '').replace('{why}', why)
  }
  calculator.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLElement) || !fields.some((field) => field === event.target)) return
    const taken = fields.filter((field) => !(field instanceof HTMLInputElement) || field.checked)
    const start = metricField(row, '').length
    vector.value = vectorOf(version, Object.fromEntries(taken.map((field) => [field.name.slice(start), field.value])))
    // the score, the list of what to mend and the warning hear of it as of a key
    vector.dispatchEvent(new Event('input', { bubbles: true }))
  })
  vector.addEventListener('input', () => {
    tell()
    // a calculator that another took the place of
    if (!calculator.isConnected) return
    const text = vector.value.trim()
    if (versionIn(text) !== version) return
    const chosen = chosenIn(text)
    for (const { name } of CVSS_RULES[version].metrics) {
      for (const field of fields.filter((one) => one.name === metricField(row, name))) {
        if (field instanceof HTMLSelectElement) field.value = chosen[name] ?? CVSS_RULES[version].undefinedValue
        else field.checked = field.value === chosen[name]
      }
    }
  })
}

/** The form as the hub gives it back for another version: its calculator alone takes this one’s place. Where that fails, the page is loaded anew. */
async function bringVersion(form: HTMLFormElement, calculator: HTMLElement, button: HTMLButtonElement, vector: HTMLInputElement): Promise<void> {
  const sent = [...new FormData(form, button)].flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []))
  const fresh = await fetch(location.href, { method: 'POST', body: new URLSearchParams(sent) })
    .then(async (response) => new DOMParser().parseFromString(await response.text(), 'text/html'), () => undefined)
  const next = fresh?.querySelector<HTMLDetailsElement>(`[data-cvss="${CSS.escape(calculator.dataset['cvss'] ?? '')}"]`)
  const made = fresh?.getElementById(vector.id)
  if (!next || !(made instanceof HTMLInputElement)) return form.requestSubmit(button)
  next.open = true
  for (const part of next.querySelectorAll<HTMLElement>('[data-plain-only]')) part.hidden = true
  calculator.replaceWith(next)
  vector.value = made.value
  bringCalculator(form, next)
  vector.dispatchEvent(new Event('input', { bubbles: true }))
  next.querySelector('summary')?.focus()
}

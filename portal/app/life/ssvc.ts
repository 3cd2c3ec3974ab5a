/** An SSVC decision as one chooses: the outcome and its path follow the answers, as the hub derives them without a script. */
import { outcomeOf, pathWords, type Brief } from '../advisory/ssvc.ts'

export function bringDecision(decision: HTMLElement): void {
  const brief: Brief = JSON.parse(decision.dataset['ssvc'] ?? '{}')
  const questions = [...decision.querySelectorAll('select')]
  const outcome = decision.querySelector<HTMLInputElement>('input[data-ssvc-outcome]')
  const says = decision.querySelector('output')
  decision.addEventListener('input', () => {
    const name = outcomeOf(brief, questions.map(({ selectedIndex }) => selectedIndex - 1))
    // as it came, where it means the same
    if (outcome && outcome.value.toLowerCase() !== name.toLowerCase()) outcome.value = name
    if (says) says.textContent = name === '' ? (says.dataset['open'] ?? '') : pathWords(questions.map(({ value }, nth) => ({ point: brief.asks[nth]?.name ?? '', value })), name)
  })
}

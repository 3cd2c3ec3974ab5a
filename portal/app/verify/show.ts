/**
 * A verdict in words: the one answer, the steps that led there, and what it does not cover. The words come from the page,
 * in its language; the verifier's own, which name what was compared, stand beside whatever is not right.
 */
import type { Told, ToldStep } from './check.ts'

/** Messages by their key without `check.`: `answer.verified`, `code.included`, … */
export type CheckWords = Readonly<Record<string, string>>
/** `locale`: BCP 47, for numbers and times. */
export type Speech = { words: CheckWords; locale: string }

export function showTold(place: HTMLElement, told: Told, { words, locale }: Speech): void {
  const say = sayer(words, locale)
  if ('words' in told) {
    const notice = box('div', 'verdict', line('h3', say(`trouble.${told.kind}`)), line('p', say(`trouble.${told.kind}.says`)), exact(told.words))
    notice.dataset['answer'] = 'trouble'
    place.replaceChildren(notice)
    return
  }
  const { kind, answer, steps, limits } = told
  const verdict = box('div', 'verdict', line('h3', say(`answer.${answer}`)), line('p', say(`${kind}.${answer}.says`)))
  verdict.dataset['answer'] = answer
  const why = answer === 'verified' ? undefined : steps.find(({ outcome }) => outcome === answer)
  if (why !== undefined) verdict.append(line('p', sentenceOf(why, say), 'why'))
  // of one checkpoint the same may be said for each entry that it proves
  const once = new Map(steps.map((step) => [`${step.name} ${step.outcome} ${sentenceOf(step, say)}`, step]))
  const story = box('ol', 'steps', ...[...once.values()].map((step) => stepLine(step, say)))
  place.replaceChildren(verdict, line('h3', say('steps')), story)
  if (limits.length > 0) place.append(line('h3', say('limits')), box('ul', 'limits', ...limits.map(({ code, values }) => line('li', say(`limit.${code}`, values)))))
}

function stepLine(step: ToldStep, say: Say): HTMLElement {
  const { name, outcome, words } = step
  const item = box('li', 'step', line('span', say(`outcome.${outcome}`), 'mark'), line('strong', say(`step.${name}`)), line('span', sentenceOf(step, say)))
  item.dataset['outcome'] = outcome
  item.dataset['step'] = `${name}:${step.code}`
  if (outcome !== 'ok') item.append(exact(words))
  return item
}

/** A code may mean something else in one step than in the others; one that is new has the verifier's own words. */
function sentenceOf({ name, code, words, values }: ToldStep, say: Say): string {
  return say(`code.${name}.${code}`, values, () => say(`code.${code}`, values, () => words))
}

type Say = (key: string, values?: Readonly<Record<string, string | number>>, otherwise?: () => string) => string

function sayer(words: CheckWords, locale: string): Say {
  const numbers = new Intl.NumberFormat(locale)
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })
  const written = (name: string, value: string | number): string => {
    if (name === 'time' || name === 'first' || name === 'last') return momentOf(moments, Number(value) * 1000)
    if (typeof value === 'number') return numbers.format(value)
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return momentOf(moments, Date.parse(value))
    return value.split(' ').map((each) => (/^[0-9a-f]{64}$/.test(each) ? `${each.slice(0, 16)}…` : each)).join(', ').replaceAll(',,', ',')
  }
  return (key, values = {}, otherwise) => {
    const message = words[key]
    if (message === undefined) return otherwise?.() ?? key
    // isolated (UAX 9), so that a value keeps its direction whatever stands around it
    return message.replace(/\{([a-z0-9]+)\}/gi, (_, name: string) => `\u2068${written(name, values[name] ?? '')}\u2069`)
  }
}

/** “22 Nov 2026, 08:40 UTC”. A moment that no clock shows is written as the number it is. */
const momentOf = (moments: Intl.DateTimeFormat, at: number): string => (Math.abs(at) <= 8.64e15 ? `${moments.format(at)} UTC` : String(at / 1000))

function line(tag: string, text: string, name?: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  if (name !== undefined) element.className = name
  return element
}

function box(tag: string, name: string, ...inside: HTMLElement[]): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.append(...inside)
  return element
}

/** The verifier speaks English. */
function exact(words: string): HTMLElement {
  const element = line('span', words, 'exact')
  element.lang = 'en'
  element.dir = 'ltr'
  return element
}

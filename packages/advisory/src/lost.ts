/** Losses of whole fields: what a format does not carry of the head and of the vulnerabilities. */
import type { Draft } from './draft/types.ts'
import type { Losses } from './losses.ts'

/** Notes every field of the head that is not among those carried. */
export function loseHead({ head }: Draft, carried: readonly string[], format: string, losses: Losses): void {
  for (const name of Object.keys(head)) {
    if (!carried.includes(name)) losses.add(`/head/${name}`, HEAD[name] ?? name, `${format} has no field for it`)
  }
}

/** Notes every field of a vulnerability that is not among those carried, … */
export function loseFields(value: object, path: string, carried: readonly string[], format: string, losses: Losses): void {
  for (const name of Object.keys(value)) if (!carried.includes(name)) losses.add(`${path}/${name}`, name, `${format} has no field for it`)
}

/** … and the vulnerabilities beside the one that a record is about. */
export function loseOthers({ vulnerabilities }: Draft, chosen: number, format: string, losses: Losses): void {
  for (const at of vulnerabilities.keys()) if (at !== chosen) losses.add(`/vulnerabilities/${at}`, 'another vulnerability', `a record of ${format} is about one; it has its own`)
}

const HEAD: Readonly<Record<string, string>> = {
  audiences: 'what each audience is told', distribution: 'the words about passing it on', kind: 'the kind', notes: 'the notes', publisher: 'the publisher',
  revisions: 'the history of revisions', severity: 'the severity in words', state: 'whether it is final', tlp: 'the TLP label', translatedFrom: 'the language it was translated from',
}

/**
 * The LIKE operator (STIX 2.1 §9.6.1): `%` stands for any number of characters, `_` for one, nothing is escaped, and
 * both sides are in NFC. After a mismatch it goes back to the last `%` only, so the work is at most the product of
 * both lengths, and it is counted.
 */
import type { Budget } from './budget.ts'

export type Like = (text: string, budget: Budget) => boolean

export function compileLike(pattern: string): Like {
  const wanted = Array.from(pattern.normalize('NFC'))
  return (text, budget) => {
    budget.spend(1 + text.length)
    return isLike(Array.from(text.normalize('NFC')), wanted, budget)
  }
}

function isLike(text: string[], wanted: string[], budget: Budget): boolean {
  let t = 0
  let w = 0
  let lastPercent = -1
  let retryFrom = 0
  while (t < text.length) {
    budget.spend(1)
    if (wanted[w] === '%') {
      lastPercent = w++
      retryFrom = t
    } else if (wanted[w] === '_' || (w < wanted.length && wanted[w] === text[t])) {
      t++
      w++
    } else if (lastPercent >= 0) {
      w = lastPercent + 1
      t = ++retryFrom
    } else return false
  }
  while (wanted[w] === '%') w++
  return w === wanted.length
}

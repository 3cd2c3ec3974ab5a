/** Orders that many schemes share: numbers of any length, text by code unit, lists element by element. */

/** Compares two runs of ASCII digits as numbers of any length. An empty run is 0. */
export function compareDigits(a: string, b: string): number {
  const left = stripZeros(a)
  const right = stripZeros(b)
  return left.length - right.length || compareText(left, right)
}

export function stripZeros(digits: string): string {
  let from = 0
  while (digits.charAt(from) === '0') from++
  return digits.slice(from)
}

/** Compares by UTF-16 code unit; the same as by byte for ASCII. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares element by element; `missing` stands for what the shorter list has not. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number, missing: T): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const result = compare(a[at] ?? missing, b[at] ?? missing)
    if (result !== 0) return result
  }
  return 0
}

/** Compares element by element; of two lists that begin alike the shorter is less. */
export function comparePrefixes<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const result = compare(a[at] as T, b[at] as T)
    if (result !== 0) return result
  }
  return a.length - b.length
}

export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text)
}

/** The text from `from` up to the first character that `pattern` does not hold for. */
export function runOf(text: string, from: number, holds: (code: number) => boolean): string {
  let to = from
  while (to < text.length && holds(text.charCodeAt(to))) to++
  return text.slice(from, to)
}

export const isDigitCode = (code: number): boolean => code >= 48 && code <= 57
export const isLetterCode = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

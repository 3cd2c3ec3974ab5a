/** The languages there are: each is one folder, and one line here. */
import { arabic } from './ar/index.ts'
import { english } from './en/index.ts'
import { spanish } from './es/index.ts'
import { french } from './fr/index.ts'
import { dutch } from './nl/index.ts'
import { leftToRight, rightToLeft } from './pseudo.ts'
import type { Language } from './words.ts'

export const languages: Readonly<Record<string, Language>> = { en: english, fr: french, es: spanish, ar: arabic, nl: dutch }
/** Made from English for tests: longer words, accents, and one that runs from right to left. */
const pseudo: Readonly<Record<string, Language>> = { 'en-xa': leftToRight(english), 'ar-xb': rightToLeft(english) }

export const languageNames = Object.entries(languages).map(([tag, { name, direction }]) => ({ tag, name, direction }))

const ALL = Object.keys(english.messages).length
/** False where some pages are still in English. */
export const isWhole = ({ messages }: Language): boolean => Object.keys(messages).length >= ALL

/** A language by its tag, as an address (`?lang=fr`) or a cookie names it; undefined where there is none of that name. */
export function languageOf(tag: string | null | undefined, withPseudo = false): Language | undefined {
  const known = withPseudo ? { ...languages, ...pseudo } : languages
  const lower = tag?.toLowerCase() ?? ''
  return Object.hasOwn(known, lower) ? known[lower] : undefined
}

/** The visitor's choice (a cookie), else the first of Accept-Language (RFC 9110 §12.5.4) that there is, else English. */
export function chooseLanguage(choice: string | undefined, accept: string | null, withPseudo = false): Language {
  const known = withPseudo ? { ...languages, ...pseudo } : languages
  const find = (tag: string): Language | undefined => {
    const lower = tag.toLowerCase()
    if (Object.hasOwn(known, lower)) return known[lower]
    const base = lower.split('-')[0] ?? ''
    return Object.hasOwn(known, base) ? known[base] : undefined
  }
  return languageOf(choice, withPseudo) ?? ranked(accept ?? '').map(find).find((language) => language !== undefined) ?? english
}

function ranked(accept: string): string[] {
  return accept
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.split(';').map((each) => each.trim())
      const q = Number(options.find((each) => each.startsWith('q='))?.slice(2) ?? '1')
      return { tag, q: Number.isFinite(q) ? q : 0 }
    })
    .filter(({ tag, q }) => tag !== '' && tag !== '*' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag)
}

/** Our own pledge, as it is proposed to an alliance that begins: the files in `texts/`, read as they lie there. */
import { readFile } from 'node:fs/promises'
import { canonicalText } from './model/text.ts'

export const PLEDGE_TEXTS = {
  versions: ['1.0', '2.0'],
  languageOfRecord: 'en',
  languages: ['en', 'fr', 'es', 'ar', 'nl'],
} as const

/** In its canonical form. */
export async function pledgeText(version: (typeof PLEDGE_TEXTS.versions)[number], language: (typeof PLEDGE_TEXTS.languages)[number]): Promise<string> {
  return canonicalText(await readFile(new URL(`./texts/${version}/${language}.md`, import.meta.url), 'utf8'))
}

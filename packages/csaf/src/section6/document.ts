/** Tests 6.1.11 to 6.1.13, 6.1.15, 6.1.23, 6.1.24, 6.1.26 and 6.1.28: names that exist, and the document as a whole. */
import { quote } from '../error.ts'
import { parseInstant } from '../instants.ts'
import { cweName } from '../registries/cwe.ts'
import { judgeLanguageTag } from '../registries/language-tags.ts'
import { judgePurl } from './purl.ts'
import { inner, textOf, type Reading } from './reading.ts'
import { test } from './test.ts'

// 6.1.11
export const cwe = test('6.1.11', 'CWE', ({ vulnerabilities }, report, services) => {
  const nameOf = services.cweName ?? cweName
  for (const { value, path } of vulnerabilities) {
    const given = inner(value, 'cwe')
    const id = textOf(given, 'id')
    if (id === undefined) continue
    const name = nameOf(id)
    if (name === undefined) report(`${path}/cwe/id`, `is ${quote(id)}, which is no weakness of the list`, 'use the ID of a weakness (not of a category or a view)')
    else if (name !== given['name']) report(`${path}/cwe/name`, `is not the name of ${id}`, `write ${quote(name)}`)
  }
})

/** The elements of type lang_t. */
export function languagesOf({ document }: Reading): [path: string, tag: string][] {
  return ['lang', 'source_lang'].flatMap((name): [string, string][] => {
    const tag = textOf(document, name)
    return tag === undefined ? [] : [[`/document/${name}`, tag]]
  })
}

// 6.1.12
export const language = test('6.1.12', 'Language', (reading, report) => {
  for (const [path, tag] of languagesOf(reading)) {
    const wrong = judgeLanguageTag(tag)
    if (wrong !== undefined) report(path, `is ${quote(tag)}; it ${wrong}`, 'use subtags of the IANA language subtag registry')
  }
})

// 6.1.13
export const purl = test('6.1.13', 'PURL', ({ products }, report, { isPurl }) => {
  for (const { helper } of products) {
    const given = helper === undefined ? undefined : textOf(helper.value, 'purl')
    if (given === undefined) continue
    const wrong = judgePurl(given) ?? (isPurl === undefined || isPurl(given) ? undefined : 'does not keep the rules of its type')
    if (wrong !== undefined) report(`${helper?.path ?? ''}/purl`, `is ${quote(given)}; it ${wrong}`, 'write a package URL such as pkg:npm/left-pad@1.3.0')
  }
})

// 6.1.15
export const translator = test('6.1.15', 'Translator', ({ document }, report) => {
  if (inner(document, 'publisher')['category'] !== 'translator' || (textOf(document, 'source_lang') ?? '') !== '') return
  report('/document/source_lang', 'is missing; the publisher is a translator', 'say from which language the document was translated')
})

// 6.1.23
export const multipleCve = test('6.1.23', 'Multiple Use of Same CVE', ({ vulnerabilities }, report) => {
  const seen = new Map<string, string>()
  for (const { value, path } of vulnerabilities) {
    const cve = textOf(value, 'cve')
    if (cve === undefined) continue
    const first = seen.get(cve)
    if (first === undefined) seen.set(cve, path)
    else report(`${path}/cve`, `is ${quote(cve)}, which ${first} has too`, 'put both into one vulnerability, or correct the ID')
  }
})

// 6.1.24
export const multipleInvolvements = test('6.1.24', 'Multiple Definition in Involvements', ({ vulnerabilities }, report) => {
  for (const { involvements } of vulnerabilities) {
    const seen = new Set<string>()
    for (const { value, path } of involvements) {
      const date = parseInstant(textOf(value, 'date') ?? '')
      if (date === undefined) continue
      const key = JSON.stringify([value['party'], date])
      if (seen.has(key)) report(path, 'has the same party at the same date as another item', 'leave one of the two, or correct its date')
      seen.add(key)
    }
  }
})

const PROFILES = ['csaf_security_incident_response', 'csaf_informational_advisory', 'csaf_security_advisory', 'csaf_vex']
const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s\-_\p{Pd}]/gu, '')
const PROHIBITED = new Set(PROFILES.flatMap((name) => [bare(name), bare(name.replace(/^csaf_/, ''))]))

// 6.1.26
export const prohibitedCategory = test('6.1.26', 'Prohibited Document Category Name', ({ category }, report) => {
  if (PROFILES.includes(category)) return { state: 'skipped', reason: 'it is for documents of the profile CSAF Base' }
  const fix = `write the value of the profile (${PROFILES.join(', ')}), csaf_base, or another name`
  if (PROHIBITED.has(bare(category))) report('/document/category', `is ${quote(category)}, which reads like another profile`, fix)
  else if (/^csaf_/i.test(category) && category !== 'csaf_base') report('/document/category', `is ${quote(category)}; names that begin with csaf_ are reserved`, fix)
  return undefined
})

// 6.1.28
export const translation = test('6.1.28', 'Translation', ({ document }, report) => {
  const [lang, source] = [textOf(document, 'lang'), textOf(document, 'source_lang')]
  if (lang === undefined || source === undefined || lang.toLowerCase() !== source.toLowerCase()) return
  report('/document/source_lang', `is ${quote(source)}, the language of the document itself`, 'remove it, or say from which language the document was translated')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { english, open, type Key } from './en/index.ts'
import { chooseLanguage, isWhole, languageOf, languages } from './languages.ts'
import { leftToRight, rightToLeft } from './pseudo.ts'
import { createWords } from './words.ts'

const now = new Date('2026-11-22T16:00:00.000Z')
const words = createWords(english, now)

test('time is spoken plainly, with the exact moment beside it', async (t) => {
  const table: [at: string, says: string][] = [
    ['2026-11-28T17:00:00.000Z', 'in 6 days (Sat 28 Nov, 17:00 UTC)'],
    ['2026-11-23T16:30:00.000Z', 'tomorrow (Mon 23 Nov, 16:30 UTC)'],
    ['2026-11-22T16:00:30.000Z', 'in less than a minute (Sun 22 Nov, 16:00 UTC)'],
    ['2026-11-22T16:00:02.000Z', 'just now (Sun 22 Nov, 16:00 UTC)'],
    ['2026-11-22T15:59:30.000Z', 'just now (Sun 22 Nov, 15:59 UTC)'],
    ['2026-11-22T15:21:00.000Z', '39 minutes ago (Sun 22 Nov, 15:21 UTC)'],
    ['2026-11-22T11:12:00.000Z', '4 hours ago (Sun 22 Nov, 11:12 UTC)'],
    ['2026-11-14T11:12:00.000Z', '8 days ago (Sat 14 Nov, 11:12 UTC)'],
    ['2027-02-20T16:00:00.000Z', 'in 3 months (Sat 20 Feb 2027, 16:00 UTC)'],
    ['2024-01-01T00:00:00.000Z', '3 years ago (Mon 1 Jan 2024, 00:00 UTC)'],
    ['2026-11-22T17:00:00.123456Z', 'in 1 hour (Sun 22 Nov, 17:00 UTC)'],
  ]
  for (const [at, says] of table) await t.test(says, () => assert.equal(words.time(at), says))
})

test('what is no time is shown as it is', () => {
  assert.equal(words.moment('soon'), 'soon')
  assert.equal(words.day('soon'), 'soon')
})

test('plurals follow the language, counts are written as its numbers', () => {
  assert.equal(words.t('people.sentence', { count: 1, organisation: 'Quay' }), 'One person acts for Quay.')
  assert.equal(words.t('people.sentence', { count: 1234, organisation: 'Quay' }), '1,234 people act for Quay.')
})

test('a name is filled in as it is, even when it looks like a slot', () => {
  assert.equal(words.t('person.of', { name: '{organisation}', organisation: 'Quay' }), '{organisation} (Quay)')
  assert.equal(words.t('person.of', { name: '$& <b>', organisation: '' }), '$& <b> ()')
})

test('sizes are said in the unit that fits', async (t) => {
  for (const [bytes, says] of [[0, '0 byte'], [999, '999 byte'], [4_123_456, '4.1 MB'], [812_345_678, '812.3 MB'], [2e12, '2 TB']] as const) {
    await t.test(says, () => assert.equal(words.bytes(bytes).replace('\u00a0', ' '), says))
  }
})

test('the language: the visitor’s choice, else the first of Accept-Language there is, else English', async (t) => {
  const table: [name: string, choice: string | undefined, accept: string | null, pseudo: boolean, locale: string][] = [
    ['nothing said', undefined, null, false, 'en-GB'],
    ['a language that is there', undefined, 'de, fr-CA;q=0.8, en;q=0.5', false, 'fr'],
    ['a chosen language', 'nl', 'ar', false, 'nl'],
    ['Arabic of a country', undefined, 'ar-EG', false, 'ar'],
    ['a language that is not there', undefined, 'xx, yy;q=0.5', false, 'en-GB'],
    ['a regional tag', undefined, 'en-US,en;q=0.9', false, 'en-GB'],
    ['a chosen pseudo-language, offered', 'ar-XB', null, true, 'ar'],
    ['a chosen pseudo-language, not offered', 'ar-XB', null, false, 'en-GB'],
    ['an odd cookie', '__proto__', 'constructor', true, 'en-GB'],
    ['quality decides', undefined, 'en;q=0.1, ar-XB;q=0.9', true, 'ar'],
    ['quality nought means never', undefined, 'ar-XB;q=0', true, 'en-GB'],
  ]
  for (const [name, choice, accept, pseudo, locale] of table) {
    await t.test(name, () => assert.equal(chooseLanguage(choice, accept, pseudo).locale, locale))
  }
})

const slots = (message: unknown) => (JSON.stringify(message).match(/\{[a-z]+\}/gi) ?? []).toSorted()

test('each pseudo-language says everything, differently, with the same names to fill in', () => {
  for (const language of [leftToRight(english), rightToLeft(english)]) {
    for (const [key, message] of Object.entries(english.messages)) {
      const other = language.messages[key as Key]
      assert.deepEqual(slots(other), slots(message), key)
      if (/[a-z]{2}/i.test(JSON.stringify(message).replace(/\{[a-z]+\}|"[a-z]+":/gi, ''))) assert.notDeepEqual(other, message, key)
    }
  }
})

test('a language of an address is one that there is', () => {
  assert.equal(languageOf('AR')?.name, 'العربية')
  for (const tag of ['xx', '', null, undefined, '__proto__', 'ar-XB']) assert.equal(languageOf(tag), undefined, String(tag))
})

test('what a language has not said is said in English, and the answer knows', () => {
  const french = languages['fr'] ?? assert.fail('no French')
  const spoken = new Set<string>()
  const mine = createWords(french, now, spoken)
  assert.equal(mine.t('place.pledge'), 'L’engagement')
  assert.deepEqual([...spoken], ['fr'])
  assert.equal(mine.t('people.sentence', { count: 1234, organisation: 'Quay' }), '1\u202f234 people act for Quay.')
  assert.deepEqual([...spoken], ['fr', 'en'])
  assert.equal(isWhole(english), true)
  assert.equal(isWhole(french), false)
})

/** Plural forms that whole numbers up to 200 ask for; a language that counts millions apart may leave that out, and Arabic its nought. */
const formsOf = (locale: string) => new Set(Array.from({ length: 200 }, (_, n) => new Intl.PluralRules(locale).select(n)).filter((form) => form !== 'zero'))
const formOf = (key: string, message: unknown, form: string) => (typeof message === 'object' && message !== null ? Reflect.get(message, form) : assert.fail(key))

for (const [tag, { locale, messages }] of Object.entries(languages)) {
  test(`${tag}: each message that everyone reads is said, with the same names to fill in and the plurals it needs`, () => {
    for (const key of Object.keys(open) as Key[]) {
      const message = messages[key]
      assert.ok(message !== undefined, `${key} is missing`)
      const wanted = new Set(slots(english.messages[key]))
      if (typeof message === 'string') {
        assert.notEqual(message.trim(), '', key)
        assert.equal(typeof english.messages[key], 'string', `${key} has forms in English`)
        assert.deepEqual(new Set(slots(message)), wanted, key)
        continue
      }
      for (const form of formsOf(locale)) assert.ok(formOf(key, message, form), `${key} has no “${form}”`)
      assert.deepEqual(new Set(slots(message)), wanted, key)
    }
    for (const key of Object.keys(messages)) assert.ok(Object.hasOwn(english.messages, key), `${key} is said in no other language`)
  })
}

test('no language repeats English where it has words of its own', () => {
  const same = /^(house\.name|number|page\.title|time\.(plain|moment)|front\.title|person\.of|form\.fault|type\.|place\.|code\.|state\.|field\.)/
  for (const { tag, messages } of Object.values(languages).filter(({ tag }) => tag !== 'en')) {
    const repeated = (Object.keys(open) as Key[]).filter((key) => !same.test(key) && /[a-z]{4} [a-z]{3}/i.test(JSON.stringify(messages[key])) && JSON.stringify(messages[key]) === JSON.stringify(english.messages[key]))
    assert.deepEqual(repeated, [], tag)
  }
})

test('every plural has the forms that English needs, and no message is empty', () => {
  for (const [key, message] of Object.entries(english.messages)) {
    if (typeof message === 'string') assert.notEqual(message.trim(), '', key)
    else for (const form of ['one', 'other'] as const) assert.ok(message[form], `${key} has no “${form}”`)
  }
})

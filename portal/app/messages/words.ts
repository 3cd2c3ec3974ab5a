/**
 * Words in a visitor's language: messages with names filled in, plurals (Unicode CLDR, by Intl), numbers, and time
 * spoken plainly: “in 6 days (Fri 28 Nov, 17:00 UTC)”.
 */
import { english, type Key, type Translation } from './en/index.ts'

export type Message = string | { one?: string; two?: string; few?: string; many?: string; zero?: string; other: string }
export type Messages = Readonly<Record<string, Message>>
/** What a language has to say for one room of English: the same keys, each said. */
export type Same<Room> = Readonly<Record<keyof Room, Message>>
/** A language is one of these, in one folder. `tag` is how it is chosen, `locale` (BCP 47) how it counts; text goes in `direction`. */
export type Language = { tag: string; locale: string; direction: 'ltr' | 'rtl'; name: string; messages: Translation }

export type Fill = Readonly<Record<string, string | number>>

export type Words = {
  /** How the language is chosen, `fr`. */
  tag: string
  locale: string
  direction: 'ltr' | 'rtl'
  /** A message. `count` chooses the plural form and is written as a number of the language. */
  t: (key: Key, fill?: Fill) => string
  /** A message cut at its `{names}`, for links and marks inside a sentence. */
  parts: (key: Key, fill?: Fill) => ({ text: string } | { name: string })[]
  /** True when the catalogue has such a key: for codes that come from elsewhere. */
  has: (key: string) => key is Key
  number: (value: number) => string
  bytes: (value: number) => string
  /** “in 6 days (Fri 28 Nov, 17:00 UTC)”. */
  time: (iso: string) => string
  /** “6 days ago”. */
  ago: (iso: string) => string
  /** “Fri 28 Nov 2026, 17:00 UTC”; the year is left out when it is this one. */
  moment: (iso: string) => string
  /** “28 November 2026”. */
  day: (iso: string) => string
  list: (items: readonly string[]) => string
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_556_952], ['month', 2_629_746], ['week', 1_209_600], ['day', 86_400], ['hour', 3_600], ['minute', 60],
]

/** What a language has not said is said in English. `spoken` remembers the languages that were used. */
export function createWords(language: Language, now: Date, spoken = new Set<string>()): Words {
  const { tag, locale, direction, messages } = language
  const { numbers, relative, lists, weekday, weekdayOfYear, clock, wholeDay } = formatsOf(locale)

  const written = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value)
  const chosen = (key: Key, fill: Fill): string => {
    const own = messages[key]
    const from = own === undefined ? english : language
    spoken.add(from.tag)
    const message = own ?? english.messages[key]
    if (typeof message === 'string') return message
    const count = fill['count']
    return message[formatsOf(from.locale).plural.select(typeof count === 'number' ? count : 0)] ?? message.other
  }

  const words: Words = {
    tag, locale, direction,
    t: (key, fill = {}) => chosen(key, fill).replace(/\{([a-z][a-z0-9]*)\}/gi, (whole, name: string) => {
      const value = fill[name]
      return value === undefined ? whole : written(value)
    }),
    parts: (key, fill = {}) =>
      chosen(key, fill).split(/(\{[a-z][a-z0-9]*\})/i).filter((piece) => piece !== '').map((piece) => {
        const name = /^\{([a-z][a-z0-9]*)\}$/i.exec(piece)?.[1]
        if (name === undefined) return { text: piece }
        const value = fill[name]
        return value === undefined ? { name } : { text: written(value) }
      }),
    has: (key): key is Key => Object.hasOwn(english.messages, key),
    number: (value) => numbers.format(value),
    bytes: (value) => bytesIn(locale, value),
    time: (iso) => words.t('time.plain', { relative: words.ago(iso), exact: words.moment(iso) }),
    ago: (iso) => {
      const seconds = (Date.parse(iso) - now.getTime()) / 1000
      const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 60]
      // what was done for this page is a little later than the moment at which the page was asked for
      if (unit === 'second') return words.t(seconds > 10 ? 'time.soon' : 'time.now')
      const count = seconds / (unit === 'week' ? 604_800 : size)
      // a day is over when it is over; of 89 days one says three months
      return relative.format(size > 86_400 ? Math.round(count) : Math.trunc(count), unit)
    },
    moment: (iso) => {
      const at = new Date(iso)
      if (Number.isNaN(at.getTime())) return iso
      const day = at.getUTCFullYear() === now.getUTCFullYear() ? weekday : weekdayOfYear
      return words.t('time.moment', { day: day.format(at).replace(/^(\p{L}+),/u, '$1'), clock: clock.format(at) })
    },
    day: (iso) => {
      const at = new Date(iso)
      return Number.isNaN(at.getTime()) ? iso : wholeDay.format(at)
    },
    list: (items) => lists.format(items),
  }
  return words
}

const formats = new Map<string, ReturnType<typeof makeFormats>>()

/** Made once for each language: they cost more than what they format. */
function formatsOf(locale: string): ReturnType<typeof makeFormats> {
  const made = formats.get(locale) ?? makeFormats(locale)
  formats.set(locale, made)
  return made
}

function makeFormats(locale: string) {
  const short = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return {
    numbers: new Intl.NumberFormat(locale),
    plural: new Intl.PluralRules(locale),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    lists: new Intl.ListFormat(locale, { type: 'conjunction' }),
    weekday: new Intl.DateTimeFormat(locale, short),
    weekdayOfYear: new Intl.DateTimeFormat(locale, { ...short, year: 'numeric' }),
    clock: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }),
    wholeDay: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
  }
}

/** 1 234 567 as “1.2 MB”: decimal units, as disks are sold. */
function bytesIn(locale: string, value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const step = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1)
  const unit = units[step] ?? 'byte'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step < 2 ? 0 : 1 }).format(value / 1000 ** step)
}

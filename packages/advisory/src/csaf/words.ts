/**
 * What stands in the titles of notes, so that people can read them and `fromCsaf` finds them again. "Reasoning for
 * Withdrawal" and its like are CSAF 2.1's own (6.1.27.17 to 6.1.27.19), used for 2.0 too.
 */
import type { Audience, AudienceNotes } from '../draft/types.ts'

interface NoteWords {
  readonly audience: Readonly<Record<Audience, string>>
  readonly title: Readonly<Record<keyof AudienceNotes, string>>
}

const ENGLISH: NoteWords = {
  audience: { people: 'everyone', administrators: 'administrators', developers: 'developers' },
  title: { what: 'What is this?', affected: 'Am I affected?', action: 'What should I do?' },
}

const WORDS: Readonly<Record<string, NoteWords>> = {
  en: ENGLISH,
  de: {
    audience: { people: 'alle', administrators: 'Administration', developers: 'Entwicklung' },
    title: { what: 'Worum geht es?', affected: 'Bin ich betroffen?', action: 'Was ist zu tun?' },
  },
  nl: {
    audience: { people: 'iedereen', administrators: 'beheerders', developers: 'ontwikkelaars' },
    title: { what: 'Wat is er aan de hand?', affected: 'Geldt dit voor mij?', action: 'Wat moet ik doen?' },
  },
  fr: {
    audience: { people: 'tout le monde', administrators: 'administrateurs', developers: 'développeurs' },
    title: { what: 'De quoi s’agit-il ?', affected: 'Suis-je concerné ?', action: 'Que dois-je faire ?' },
  },
  es: {
    audience: { people: 'todos', administrators: 'administradores', developers: 'desarrolladores' },
    title: { what: '¿Qué ocurre?', affected: '¿Me afecta?', action: '¿Qué debo hacer?' },
  },
  ar: {
    audience: { people: 'الجميع', administrators: 'مسؤولو الأنظمة', developers: 'المطورون' },
    title: { what: 'ما الأمر؟', affected: 'هل أنا متأثر؟', action: 'ماذا أفعل؟' },
  },
}

export const AUDIENCES: readonly Audience[] = ['people', 'administrators', 'developers']
export const QUESTIONS: readonly (keyof AudienceNotes)[] = ['what', 'affected', 'action']
export const NOTE_CATEGORY: Readonly<Record<keyof AudienceNotes, 'summary' | 'details' | 'general'>> = { what: 'summary', affected: 'details', action: 'general' }

/** The words of a language, English where there are none. */
export function noteWords(language: string): NoteWords {
  return WORDS[language.toLowerCase().split('-', 1)[0] ?? ''] ?? ENGLISH
}

/** Which of ours a note is, by its audience and title; in whatever of the languages. */
export function recogniseNote(audience: string | undefined, title: string | undefined): { readonly audience: Audience; readonly question: keyof AudienceNotes } | undefined {
  for (const words of Object.values(WORDS)) {
    const to = AUDIENCES.find((one) => words.audience[one] === audience)
    const question = QUESTIONS.find((one) => words.title[one] === title)
    if (to !== undefined && question !== undefined) return { audience: to, question }
  }
  return undefined
}

export const WITHDRAWAL = 'Reasoning for Withdrawal'
export const SUPERSESSION = 'Reasoning for Supersession'
export const SUPERSEDING = 'Superseding Document: '
export const TIMELINE = 'Timeline'
export const IN_ENGLISH = 'In English'
export const STRICT = 'TLP:AMBER+STRICT'

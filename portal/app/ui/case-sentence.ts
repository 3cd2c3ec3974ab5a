/** A sentence of the time line in the visitor's language, cut into what is ours and what others wrote: theirs is set apart where it is shown. */
import type { Client } from '@openaccord/api'
import type { Words } from '../messages/words.ts'

export type Event = Awaited<ReturnType<Client['cases']['timeline']>>['events'][number]
export type Says = NonNullable<Event['says']>
type Value = Says['values'][string]
export type Piece = { text: string; of: 'ours' | 'theirs' | 'moment' }

const ours = (text: string): Piece => ({ text, of: 'ours' })

export function sentenceIn(words: Words, { key, values }: Says): Piece[] {
  const { count } = values
  return words.parts(`timeline.say.${key}`, count?.is === 'number' ? { count: count.number } : {}).map((part, at) => {
    const value = 'name' in part ? values[part.name] : undefined
    return 'text' in part ? ours(part.text) : value === undefined ? ours('') : pieceOf(words, value, at === 0)
  })
}

function pieceOf(words: Words, value: Value, first: boolean): Piece {
  const { t, number } = words
  const row = (items: readonly string[]): string => (items.length === 0 ? '' : items.reduce((before, next) => t('timeline.comma', { before, next })))
  switch (value.is) {
    case 'party': return value.name === null ? ours(t(first ? 'timeline.participant.first' : 'timeline.participant')) : { text: value.name, of: 'theirs' }
    case 'hub': return ours(t(first ? 'timeline.hub.first' : 'timeline.hub'))
    case 'text': return { text: value.text, of: 'theirs' }
    case 'number': return ours(number(value.number))
    case 'numbers': return ours(row(value.numbers.map(number)))
    case 'roles': return ours(row(value.roles.map((role) => t(`timeline.role.${role}`))))
    case 'time': return { text: value.at, of: 'moment' }
  }
}

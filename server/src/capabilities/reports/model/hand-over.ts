/** Where no member answers for a product: a letter to send, and until when one waits. Policies: CERT/CC 45 days, Project Zero 7 days where it is used. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { addWorkingDays } from './working-days.ts'
import type { Wanted } from './products.ts'

export type HandOver = { to: string[]; letter: string; wait: { at: Micros; what: string }[] }

export function handOverOf({ wanted, contacts, alliance, coordinator, origin, now }: { wanted: Wanted; contacts: readonly string[]; alliance: string; coordinator: boolean; origin: string; now: Micros }): HandOver {
  const what = wanted.product ?? wanted.purl ?? wanted.cpe ?? wanted.domain ?? 'your product'
  const publish = now + 45 * DAY
  const letter = [
    'Dear security team,',
    `I have found a weakness in ${what} and would like to tell you about it before anybody else.`,
    'Please answer with the name of whoever handles reports at your side, and with a key or a form by which I can send the details encrypted. I send none of them in this first letter.',
    `If I hear nothing by ${dayOf(addWorkingDays(now, 5))}, I write once more, and ask a coordinator for help. I intend to publish on ${dayOf(publish)} at the earliest, 45 days from today; sooner if the weakness is used against people, later if we agree on it.`,
    coordinator ? `${alliance} can coordinate between us: ${origin}/report` : undefined,
    'I ask for nothing in return.',
  ].filter((part) => part !== undefined).join('\n\n')
  return {
    to: [...contacts], letter,
    wait: [
      { at: addWorkingDays(now, 5), what: 'no answer: write once more, and tell a coordinator' },
      { at: now + 14 * DAY, what: 'still no answer: hand it to a coordinator' },
      { at: publish, what: 'the earliest day on which to publish, unless something else is agreed' },
    ],
  }
}

const dayOf = (at: Micros): string => new Date(at / 1000).toISOString().slice(0, 10)

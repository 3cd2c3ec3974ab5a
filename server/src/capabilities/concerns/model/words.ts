/** Where a concern or an organisation stands, in one plain sentence of English that says who is waited for. Neutral words only. */
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { ConcernKind } from '../model.ts'
import type { Ladder } from './lapse.ts'
import type { Standing } from './standing.ts'

const day = (at: Micros | null): string => (at === null ? '' : iso(at).slice(0, 10))

export function standingWords({ state, due, late, outcome }: Standing, { kind, name = 'the organisation' }: { kind: ConcernKind; name?: string | undefined }): string {
  const by = due === null ? '' : late ? `, and this was due on ${day(due)}` : ` until ${day(due)}`
  switch (state) {
    case 'screening': return kind === 'correction' ? `Waiting for the secretariat to decide on the correction${by}.` : `Waiting for the ombudsperson to screen it${by}.`
    case 'declined': return 'It was not taken up, with reasons to whoever filed it.'
    case 'withdrawn': return 'It was taken back by whoever filed it.'
    case 'answer': return `Waiting for ${name} to answer${by}.`
    case 'weighing': return `Waiting for the ombudsperson to say how it goes on${by}.`
    case 'drawing': return `A panel of three is being drawn by lot: the log decides after ${day(due)}.`
    case 'panel': return `Waiting for the panel to find what is true${by}.`
    case 'remedy': return late ? `What ${name} was asked to do was due on ${day(due)}: waiting for the ombudsperson.` : `Waiting for ${name} to do what the panel asked for${by}.`
    case 'ballot': return 'Waiting for the signatories to decide by ballot.'
    case 'publishing': return `The ballot is final: waiting for two persons of the secretariat to publish it${by}.`
    case 'closed': return outcome === null ? 'It is closed.' : CLOSED[outcome]
  }
}

const CLOSED: Record<NonNullable<Standing['outcome']>, string> = {
  settled: 'It is closed: the answer has settled it.', 'not-upheld': 'It is closed: the panel did not uphold it.', upheld: 'It is closed: the panel upheld it and asked for no measure.',
  remedied: 'It is closed: what the panel asked for was done.', 'ballot-rejected': 'It is closed: the ballot did not adopt the measure.', suspended: 'It is closed: the organisation was suspended by ballot.',
  removed: 'It is closed: the membership of the organisation was ended by ballot.', corrected: 'It is closed: the correction was made.', handled: 'It is closed.',
}

export function ladderWords(name: string, { state, since, ground, next }: Ladder): string {
  switch (state) {
    case 'active': return `${name} is active.`
    case 'silent': return `Nothing has been heard from ${name} for six months; a notice is on its way.`
    case 'first-notice': return `${name} was sent a first notice on ${day(since)}: nothing had been heard from it for six months.`
    case 'second-notice': return `${name} was sent a second notice on ${day(since)}: nothing has been heard from it.`
    case 'flagged': return `Nothing has been heard from ${name} in spite of two notices. It is suspended by itself on ${day(next?.at ?? null)} unless something is.`
    case 'suspended': return `${name} has been suspended since ${day(since)}${ground === 'ballot' ? ', by a ballot of the signatories' : ground === 'no-activity' ? ', since nothing was heard from it' : ''}.`
    case 'removed': return `The membership of ${name} ended on ${day(since)}${ground === 'ballot' ? ', by a ballot of the signatories' : ', since nothing was heard from it'}. Everything it stated stays readable.`
    case 'left': return `${name} has left. Everything it stated stays readable.`
  }
}

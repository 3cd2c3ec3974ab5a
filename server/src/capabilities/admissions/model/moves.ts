/** Every move there is and the states in which it is made; who may make it is decided at its verb. */
import type { State } from '../model.ts'
import { conflict } from '../model.ts'

const AFTER_SUBMISSION = ['submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement'] as const satisfies readonly State[]
const REVIEWED = ['completeness-check', 'evidence-review', 'more-information'] as const satisfies readonly State[]
export const MOVES = {
  'save': ['draft', 'more-information'],
  'submit': ['draft'],
  'answer': ['more-information'],
  'withdraw': ['draft', ...AFTER_SUBMISSION, 'ballot', 'accepted'],
  'ask-test-mail': ['submitted', 'completeness-check'],
  'answer-test-mail': ['submitted', 'completeness-check', 'more-information'],
  'release': [...AFTER_SUBMISSION, 'ballot'],
  'dispute': [...AFTER_SUBMISSION, 'ballot'],
  'appeal': ['declined'],
  'comment': ['comment-window'],
  'reply': ['comment-window', 'endorsement', 'ballot'],
  'sponsor': ['comment-window', 'endorsement'],
  'withdraw-sponsorship': ['comment-window', 'endorsement', 'ballot'],
  'take-up': ['submitted'],
  'complete': ['completeness-check'],
  'ask': ['completeness-check', 'evidence-review'],
  'check': REVIEWED,
  'measure': [...REVIEWED, 'comment-window', 'endorsement'],
  'resolve-dispute': [...AFTER_SUBMISSION, 'ballot'],
  'open-comments': ['evidence-review'],
  'hide-comment': ['comment-window', 'endorsement', 'ballot', 'accepted', 'signing', 'probation', 'member', 'withdrawn', 'lapsed', 'declined', 'appeal'],
  'ask-sponsors': ['comment-window', 'endorsement'],
  'name-mentor': [...AFTER_SUBMISSION, 'ballot', 'accepted', 'signing'],
  'open-ballot': ['endorsement'],
  'admit': ['accepted'],
  'decline': AFTER_SUBMISSION,
  'decide-appeal': ['appeal'],
} as const satisfies Record<string, readonly State[]>
export type Move = keyof typeof MOVES
export const canMove = (move: Move, state: State): boolean => (MOVES[move] as readonly State[]).includes(state)

const STATE_WORDS: Record<State, string> = {
  'draft': 'is a draft', 'submitted': 'was handed in and waits to be taken up', 'completeness-check': 'is checked for completeness', 'evidence-review': 'has its evidence reviewed',
  'more-information': 'waits for the applicant’s answers', 'comment-window': 'is open for comments', 'endorsement': 'looks for sponsors', 'ballot': 'is before the signatories',
  'accepted': 'was accepted', 'signing': 'waits for the applicant’s signature', 'probation': 'is over: the organisation has signed', 'member': 'is over: the organisation has signed',
  'withdrawn': 'was withdrawn', 'lapsed': 'has lapsed', 'declined': 'was declined', 'appeal': 'is before the ombudsperson',
}

export function needMove(move: Move, state: State): void {
  if (canMove(move, state)) return
  throw conflict('not-now', `this cannot be done now: the application ${STATE_WORDS[state]}`)
}

/** English: what happened in a case. The sentences are those of the contract, which the hub fills in too. */
import { CASE_SENTENCES } from '@openaccord/api'

type Sentences = { [K in keyof typeof CASE_SENTENCES as `timeline.say.${K}`]: (typeof CASE_SENTENCES)[K] }
const sentences = Object.fromEntries(Object.entries(CASE_SENTENCES).map(([key, sentence]) => [`timeline.say.${key}`, sentence])) as Sentences

export const caseTimeline = {
  ...sentences,
  'timeline.participant': 'a participant',
  'timeline.participant.first': 'A participant',
  'timeline.hub': 'the hub',
  'timeline.hub.first': 'The hub',
  'timeline.comma': '{before}, {next}',
  'timeline.role.owner': 'owner',
  'timeline.role.coordinator': 'coordinator',
  'timeline.role.vendor': 'vendor',
  'timeline.role.finder': 'finder',
  'timeline.role.reporter': 'reporter',
  'timeline.role.deployer': 'deployer',
  'timeline.role.observer': 'observer',
} as const

/** The one path of an application: the states of each of its stages, and how many days it may last. The days are those of the server's terms; a test holds the two together. */
export const STAGES = [
  { stage: 'submitted', states: ['submitted'], days: 3 },
  { stage: 'completeness', states: ['completeness-check'], days: 10 },
  { stage: 'evidence', states: ['evidence-review', 'more-information'], days: 20 },
  { stage: 'comment', states: ['comment-window'], days: 14 },
  { stage: 'sponsors', states: ['endorsement'], days: 30 },
  { stage: 'ballot', states: ['ballot'], days: 24 },
  { stage: 'signing', states: ['accepted', 'signing'], days: 30 },
  { stage: 'probation', states: ['probation'], days: 365 },
  { stage: 'member', states: ['member'], days: 0 },
] as const

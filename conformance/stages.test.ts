/** The path that everyone reads on the pages, held against the terms by which the hub counts: the same days, and no state forgotten. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APPLICATION_STATES } from '@openaccord/api'
import { STAGES } from '../portal/app/ui/stages.ts'
import { TERMS, type Term } from '../server/src/capabilities/admissions/model/terms.ts'

/** Which term each stage lasts for, at most. */
const TERM_OF: Record<(typeof STAGES)[number]['stage'], Term | null> = {
  'submitted': 'take-up', 'completeness': 'check-completeness', 'evidence': 'review-evidence', 'comment': 'comments', 'sponsors': 'find-sponsors', 'ballot': 'vote', 'signing': 'sign', 'probation': 'probation', 'member': null,
}

test('each stage lasts as many days on the page as it does for the hub', () => {
  for (const { stage, days } of STAGES) {
    const term = TERM_OF[stage]
    assert.equal(days, term === null ? 0 : TERMS[term].days, stage)
  }
})

test('every state of an application is a stage of the path, or an end beside it', () => {
  const beside = ['draft', 'withdrawn', 'lapsed', 'declined', 'appeal']
  const onPath = STAGES.flatMap(({ states }) => [...states] as string[])
  assert.deepEqual([...onPath, ...beside].toSorted(), [...APPLICATION_STATES].toSorted())
  assert.equal(new Set(onPath).size, onPath.length, 'no state is in two stages')
})

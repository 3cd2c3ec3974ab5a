/** What one does with applications, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createApplicantVerbs } from './verbs/applicant.ts'
import { createCommentVerbs } from './verbs/comments.ts'
import { createDecisionVerbs } from './verbs/decisions.ts'
import { createDeskVerbs } from './verbs/desk.ts'
import { createFormVerbs } from './verbs/form.ts'
import { createLinkVerbs } from './verbs/links.ts'
import { createLookVerbs } from './verbs/look-again.ts'
import { createReadVerbs } from './verbs/read.ts'
import { createRoundVerbs } from './verbs/round.ts'
import { createSponsorVerbs } from './verbs/sponsors.ts'

export type AdmissionsSettings = Means
export type Admissions = ReturnType<typeof createAdmissions>

export function createAdmissions(means: AdmissionsSettings) {
  const links = createLinkVerbs(means)
  const read = createReadVerbs(means)
  const looks = createLookVerbs(means)
  return {
    clock: means.clock,
    origin: means.origin,
    beforeFreezing: looks.beforeFreezing,
    ...links,
    ...read,
    ...createFormVerbs(means, links),
    ...createApplicantVerbs(means),
    ...createCommentVerbs(means),
    ...createSponsorVerbs(means, read),
    ...createDeskVerbs(means, looks),
    ...createDecisionVerbs(means),
    ...createRoundVerbs(means, read),
  }
}

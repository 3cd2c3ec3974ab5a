/**
 * Loaders of a case's pages. Whoever asks is a person with a session, or a guest by the cookie of a link; who is only invited is led
 * to the offer, and who may read nothing of it learns nothing: without a session to the sign-in, otherwise there is no such case.
 */
import { data, redirect } from 'react-router'
import { ApiError } from '@openaccord/api'
import { page, type Asked } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Case } from '../../ui/case.tsx'

export type Inside = NonNullable<Case['inside']>
/** A case that one has joined. */
export type JoinedCase = Case & { inside: Inside }
export const isJoined = (one: Case): one is JoinedCase => one.inside !== null

/** A page of a case as far as one may know it: also for who is only invited. */
export function casePage<T extends object>(load: (visit: Asked & { case: Case }) => Promise<T>) {
  return page(async (visit) => {
    const found = await caseOf(visit)
    return { case: found, ...(await load({ ...visit, case: found })) }
  })
}

/** A page of a case for those who have joined it: `insidePage(async ({ api, params }) => …)`; `case` comes with what it gives. */
export function insidePage<T extends object>(load: (visit: Asked & { case: JoinedCase }) => Promise<T>) {
  return page(async (visit) => {
    const found = await caseOf(visit)
    if (!isJoined(found)) throw redirect(pathTo('case', { id: found.id }), 303)
    return { case: found, ...(await load({ ...visit, case: found })) }
  })
}

async function caseOf({ api, params, me, url, alliance, barred }: Asked): Promise<Case> {
  if (alliance === null) throw data(null, { status: 503 })
  if (barred !== undefined) throw data({ detail: barred }, { status: 403 })
  try {
    return await api.cases.case({ params: { case: params['id'] ?? '' } })
  } catch (error) {
    if (error instanceof ApiError && me === null && error.status < 500 && error.status !== 429) throw redirect(pathTo('signIn', {}, { then: url.pathname + url.search }), 303)
    throw error
  }
}

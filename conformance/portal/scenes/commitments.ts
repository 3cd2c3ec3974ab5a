/** Commitments, what governments asked, attestations, reviews: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { representative, secretariat, label, press, type Cast, type Scene } from './cast.ts'

export function commitmentsScenes(cast: Cast): Scene[] {
  return [
    { name: 'what is late', at: 'commitments', who: null, path: pathTo('commitments', {}, { column: 'late' }) },
    { name: 'a board filtered to nothing', at: 'commitments', who: null, path: pathTo('commitments', {}, { q: 'nothing of that name' }) },
    { name: 'a commitment with a figure put right', at: 'commitment', who: null, path: pathTo('commitment', { id: cast.commitment('Courses for four hundred people at small utilities') }) },
    { name: 'statements that may not say', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'kestrel-telecom' }) },
    { name: 'a statement that tells of complying', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'pelican-mail' }) },
    { name: 'who owes no statement', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'civic-shield' }) },
    { name: 'a review and its cases', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'northgate-grid' }) },
    { name: 'a commitment without a figure', at: 'signConduct', who: representative, path: pathTo('signConduct', { kind: 'commitment' }), then: (page) => press(page, 'Show the exact words') },
    { name: 'stating what governments asked', at: 'signConduct', who: representative, path: pathTo('signConduct', { kind: 'request-statement' }) },
    { name: 'the words of a statement before they are signed', at: 'signConduct', who: representative, path: pathTo('signConduct', { kind: 'request-statement' }), then: async (page) => {
      await label(page, 'Half-year').fill('2026-H1')
      await label(page, 'Office').fill('Chief executive')
      await press(page, 'Show the exact words')
    } },
    { name: 'counsel reads a draft', at: 'attestationDraft', who: 'Valentina Rojas', path: pathTo('attestationDraft') },
    { name: 'who may assess', at: 'assessors', who: null, path: pathTo('assessors') },
    { name: 'accrediting an assessor', at: 'keepAssessors', who: secretariat, path: pathTo('keepAssessors') },
    { name: 'a sealed case', at: 'reviews', who: representative, path: pathTo('reviews'), then: (page) => page.getByRole('link', { name: /^Read: Case 1/ }).click() },
  ]
}

/** Concerns and corrections: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import type { Cast, Scene } from './cast.ts'

export function concernsScenes(cast: Cast): Scene[] {
  return [
    { name: 'a concern that was answered', at: 'concern', who: null, path: pathTo('concern', { id: cast.concern('Pelican Mail') }) },
    { name: 'a correction that was made', at: 'concern', who: null, path: pathTo('concern', { id: cast.concern('Kestrel Telecom') }) },
    { name: 'the lot, unfolded', at: 'concern', who: null, path: pathTo('concern', { id: cast.concern('Vantage Signals') }), then: (page) => page.locator('#panel summary').click() },
    { name: 'a concern that nobody took up', at: 'concern', who: null, status: 404, path: pathTo('concern', { id: 'concern_00000000000000000000' }) },
    { name: 'asking for a correction', at: 'newConcern', who: null, path: pathTo('newConcern', {}, { kind: 'correction', organisation: 'kestrel-telecom', page: '/register/kestrel-telecom' }) },
    { name: 'a receipt that opens nothing', at: 'receipt', who: null, path: pathTo('receipt', {}, { receipt: 'oax_none' }) },
    { name: 'what waits to be screened', at: 'screen', who: 'Amara Diallo', path: pathTo('screen') },
    { name: 'an appeal that waits to be heard', at: 'appeals', who: 'Amara Diallo', path: pathTo('appeals') },
    { name: 'answering a concern', at: 'answerConcern', who: 'Heike Sommer', path: pathTo('answerConcern', { id: cast.concern('Ferrous Works') }) },
  ]
}

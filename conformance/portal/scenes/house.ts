/** The front, one’s duties, the queue of the day, what went wrong: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { analyst, secretariat, type Scene } from './cast.ts'

export function houseScenes(): Scene[] {
  const refusals = [400, 403, 405, 413, 500, 503].map((status): Scene => ({ name: `turned away: ${status}`, at: 'refused', who: null, status, path: pathTo('refused', {}, { status: String(status), id: 'req_1' }) }))
  return [
    ...refusals,
    { name: 'signed out', at: 'front', who: null, path: pathTo('front', {}, { done: 'signedOut' }) },
    { name: 'an address that leads nowhere', at: 'front', who: null, status: 404, path: '/thraets' },
    { name: 'languages to choose from', at: 'about', who: null, path: pathTo('about'), then: (page) => page.locator('.languages > summary').click() },
    { name: 'an address that leads nowhere, signed in', at: 'front', who: analyst, status: 404, path: '/organisation/peeple' },
    { name: 'a page of other roles', at: 'operate', who: analyst, status: 403, path: pathTo('operate') },
    { name: 'something due', at: 'duties', who: 'Lucía Navarro', path: pathTo('duties') },
    { name: 'what waits for us', at: 'today', who: secretariat, path: pathTo('today', {}, { room: 'us' }) },
    { name: 'jobs that failed', at: 'operate', who: secretariat, path: pathTo('operate') },
  ]
}

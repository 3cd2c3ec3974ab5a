/** A hub that nobody has used yet, and its first steps. */
import { pathTo } from '../../../portal/app/paths.ts'
import { label, press, type Scene } from './cast.ts'

/** A hub on its first day: before and after it is set up. `setUp`: the path of its one-time link. */
export function firstDay(setUp: string): Scene[] {
  return [
    { name: 'a new hub', at: 'front', who: null, path: pathTo('front') },
    { name: 'sign-in to a new hub', at: 'signIn', who: null, path: pathTo('signIn') },
    { name: 'no pledge yet', at: 'pledge', who: null, path: pathTo('pledge') },
    { name: 'nothing to compare', at: 'pledgeCompare', who: null, path: pathTo('pledgeCompare') },
    { name: 'no ballot yet', at: 'ballots', who: null, path: pathTo('ballots') },
    { name: 'no statement yet', at: 'statements', who: null, path: pathTo('statements') },
    { name: 'nobody signed', at: 'register', who: null, path: pathTo('register') },
    { name: 'no collection for everyone', at: 'collections', who: null, path: pathTo('collections') },
    { name: 'no public threats', at: 'threats', who: null, path: pathTo('threats') },
    { name: 'set-up by hand', at: 'setUp', who: null, path: pathTo('setUp') },
    { name: 'set-up', at: 'setUp', who: null, path: setUp },
    { name: 'set-up, nothing filled in', at: 'setUp', who: null, path: setUp, then: (page) => press(page, 'Set up and sign in') },
    { name: 'just set up', at: 'account', who: null, path: setUp, then: async (page) => {
      await label(page, 'Name of the alliance').fill('Lighthouse Circle')
      await label(page, 'The organisation that runs it').fill('Lighthouse Office')
      await label(page, 'Your name').fill('Ada Lund')
      await label(page, 'Mail address').fill('ada@lighthouse.example')
      await press(page, 'Set up and sign in')
    } },
    { name: 'set up, without collections', at: 'collections', who: null, path: pathTo('collections') },
    { name: 'set up, without communities', at: 'communities', who: null, path: pathTo('communities') },
    { name: 'set up, without threats', at: 'threats', who: null, path: pathTo('threats') },
    { name: 'set up, without tokens', at: 'tokens', who: null, path: pathTo('tokens') },
    { name: 'set up, all well', at: 'operate', who: null, path: pathTo('operate') },
    { name: 'an empty community', at: 'community', who: null, path: pathTo('newCommunity'), then: async (page) => {
      await label(page, 'Name').fill('First Circle')
      await label(page, 'Short name').fill('first-circle')
      await press(page, 'Form the community')
    } },
  ]
}

/** The pledge, the register, signed acts, ceremonies: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { representative, secretariat, label, press, type Cast, type Scene } from './cast.ts'

const DRAFT = '# The Harbour pledge\n\nWe keep our word.\n\n## P1 Stronger defence\n\nWe protect.\n\n**P1.1** We protect everyone.\n'

export function pledgesScenes(cast: Cast): Scene[] {
  return [
    { name: 'a name that has signed', at: 'register', who: null, path: pathTo('register', {}, { name: 'Lumen Cloud' }) },
    { name: 'a name that has not signed', at: 'register', who: null, path: pathTo('register', {}, { name: 'Nobody we know' }) },
    { name: 'a founder of 2018', at: 'register', who: null, path: pathTo('register', {}, { name: 'Facebook' }) },
    { name: 'a register filtered to nothing', at: 'register', who: null, path: pathTo('register', {}, { country: 'ES', size: 'micro' }) },
    { name: 'who once signed', at: 'register', who: null, path: pathTo('register', {}, { list: 'former' }) },
    { name: 'an entry with a law that stands in the way', at: 'registered', who: null, path: pathTo('registered', { slug: 'kestrel-telecom' }) },
    { name: 'an entry of a partner', at: 'registered', who: null, path: pathTo('registered', { slug: 'civic-shield' }) },
    { name: 'nobody of this name', at: 'registered', who: null, status: 404, path: pathTo('registered', { slug: 'nobody-here' }) },
    { name: 'a version superseded', at: 'pledgeVersion', who: null, path: pathTo('pledgeVersion', { version: '1.0' }) },
    { name: 'a version that there is not', at: 'pledgeVersion', who: null, status: 404, path: pathTo('pledgeVersion', { version: '9.9' }) },
    { name: 'the pledge in Arabic', at: 'pledge', who: null, path: pathTo('pledge', {}, { text: 'ar' }) },
    { name: 'what changed, unfolded', at: 'pledgeCompare', who: null, path: pathTo('pledgeCompare'), then: (page) => page.locator('details.more summary').first().click() },
    { name: 'an organisation that is suspended', at: 'registered', who: null, path: pathTo('registered', { slug: 'vantage-signals' }) },
    { name: 'an organisation from whom nothing is heard', at: 'registered', who: null, path: pathTo('registered', { slug: 'hollow-pine' }) },
    { name: 'a statement without words', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'statement' }), then: (page) => press(page, 'Show the exact words') },
    { name: 'words before they are signed', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'statement' }), then: async (page) => {
      await label(page, 'Title').fill('What we did this year')
      await label(page, 'Text').fill('We kept our word.')
      await press(page, 'Show the exact words')
      await page.getByText('Nothing has been handed in yet.').waitFor()
    } },
    { name: 'signing the pledge', at: 'signAct', who: 'Lucía Navarro', path: pathTo('signAct', { kind: 'pledge-signature' }) },
    { name: 'withdrawing', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'pledge-withdrawal' }) },
    { name: 'declaring a conflict of law', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'conflict-of-law' }) },
    { name: 'lifting a conflict of law', at: 'signAct', who: 'Valentina Rojas', path: pathTo('signAct', { kind: 'conflict-of-law-lifted' }) },
    { name: 'recording a succession', at: 'signAct', who: secretariat, path: pathTo('signAct', { kind: 'succession' }) },
    { name: 'recording a group', at: 'signAct', who: secretariat, path: pathTo('signAct', { kind: 'affiliation' }) },
    { name: 'a version without a text', at: 'keep', who: secretariat, path: pathTo('keep'), then: (page) => press(page, 'Begin it') },
    { name: 'a translation to write', at: 'keepVersion', who: secretariat, path: pathTo('keepVersion', { version: cast.pledge.version }, { text: 'fr' }) },
    { name: 'a translation to add', at: 'keepVersion', who: secretariat, path: pathTo('keepVersion', { version: cast.pledge.version }, { text: 'new' }), then: (page) => press(page, 'Keep this text') },
    { name: 'a draft', at: 'keepVersion', who: secretariat, path: pathTo('keep'), then: async (page) => {
      await label(page, 'Version').fill('3.0')
      await label(page, 'Title').last().fill('The Harbour pledge')
      await label(page, 'Text').fill(DRAFT)
      await press(page, 'Begin it')
      await page.getByText('The version is begun.').waitFor()
    } },
    { name: 'a ceremony to come', at: 'ceremony', who: secretariat, path: pathTo('keep'), then: async (page) => {
      await label(page, 'Title').first().fill('A second circle')
      await label(page, 'Moment (UTC)').fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16))
      await label(page, 'Cedar Bank').check()
      await press(page, 'Open the ceremony')
      await page.getByText('The ceremony is open.').waitFor()
    } },
  ]
}

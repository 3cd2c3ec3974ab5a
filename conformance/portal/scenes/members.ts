/** Joining, signing in, organisations, people, tokens and keys: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { analyst, representative, secretariat, label, press, type Cast, type Scene } from './cast.ts'

/** `invitation`: a link that was mailed and not used. */
export function membersScenes(cast: Cast, invitation: string): Scene[] {
  return [
    { name: 'an invitation', at: 'join', who: null, path: invitation },
    { name: 'an invitation used up', at: 'join', who: null, status: 410, path: pathTo('join', {}, { token: 'oai_none' }) },
    { name: 'an invitation without a name', at: 'join', who: null, path: invitation, then: (page) => press(page, 'Join') },
    { name: 'sign-in link used up', at: 'signInMail', who: null, path: pathTo('signInMail', {}, { token: 'oal_none' }), then: (page) => press(page, 'Sign in') },
    { name: 'no mail address', at: 'signIn', who: null, path: pathTo('signIn', {}, { then: '/account' }), then: async (page) => {
      await label(page, 'Mail address').fill('nobody')
      await press(page, 'Send me a link')
    } },
    { name: 'a token for too many days', at: 'tokens', who: analyst, path: pathTo('tokens'), then: async (page) => {
      await label(page, 'Works for days').fill('900')
      await press(page, 'Make the token')
    } },
    { name: 'a fresh token', at: 'tokens', who: analyst, path: pathTo('tokens'), then: async (page) => {
      await label(page, 'Name of the token').fill('Sandbox')
      await press(page, 'Make the token')
    } },
    { name: 'single keys off', at: 'keys', who: 'Jonas Berg', path: pathTo('keys'), then: (page) => press(page, 'Switch single keys off') },
    { name: 'an invitation to nowhere', at: 'people', who: representative, path: pathTo('people'), then: async (page) => {
      await label(page, 'Mail address').fill('nobody')
      await press(page, 'Send the invitation')
    } },
    { name: 'a country that is none', at: 'organisation', who: representative, path: pathTo('organisation'), then: async (page) => {
      await label(page, 'Name').fill('')
      await label(page, 'Country (optional)').fill('N7')
      await press(page, 'Save')
    } },
    { name: 'oneself', at: 'person', who: representative, path: pathTo('person', { id: cast.mette }) },
    { name: 'roles taken away', at: 'person', who: representative, path: pathTo('person', { id: cast.tomasz }), then: async (page) => {
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
      await press(page, 'Save')
    } },
    { name: 'admitting nobody', at: 'admit', who: secretariat, path: pathTo('admit'), then: (page) => press(page, 'Admit and invite') },
    { name: 'a suspended organisation', at: 'member', who: secretariat, path: pathTo('member', { id: cast.organisation('Northgate Meters') }) },
    { name: 'a pause without a reason', at: 'member', who: secretariat, path: pathTo('member', { id: cast.organisation('Cedar Bank') }), then: (page) => press(page, 'Ask to pause Cedar Bank') },
    { name: 'a person elsewhere', at: 'person', who: secretariat, path: pathTo('person', { id: cast.tomasz }, { organisation: cast.organisation('Northgate Grid') }) },
  ]
}

/** Applications, sponsors and the check of a domain: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { representative, secretariat, label, press, type Cast, type Scene } from './cast.ts'

export function admissionsScenes(cast: Cast): Scene[] {
  return [
    { name: 'the link of an application', at: 'applyForm', who: null, path: cast.link('Kelp Studio') },
    { name: 'a page of the form with errors', at: 'applyForm', who: null, path: cast.link('Kelp Studio'), then: async (page) => {
      await press(page, 'Open it')
      await page.goto(pathTo('applyForm', { step: 'organisation' }))
      await label(page, 'Name').fill('')
      await press(page, 'Save and go on')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'a criterion, with its proof unfolded', at: 'applyForm', who: null, path: cast.link('Kelp Studio'), then: async (page) => {
      await press(page, 'Open it')
      await page.goto(pathTo('applyForm', { step: 'reports' }))
      await page.getByText('Add a link or a document').click()
    } },
    { name: 'questions to answer', at: 'applyStanding', who: null, path: cast.link('Quartz Locks'), then: (page) => press(page, 'Open it') },
    { name: 'an own appeal', at: 'applyStanding', who: null, path: cast.link('Halcyon Interception'), then: (page) => press(page, 'Open it') },
    { name: 'comments to answer', at: 'applyStanding', who: null, path: cast.link('Sparrow Notes'), then: async (page) => {
      await press(page, 'Open it')
      await page.getByText('Answer this comment').first().click()
    } },
    { name: 'a sponsor that says nothing', at: 'sponsorApplication', who: representative, path: pathTo('sponsorApplication', { id: cast.application('Basalt Routers') }), then: (page) => press(page, 'Show the exact words') },
    { name: 'a form that was begun', at: 'applyForm', who: null, path: cast.link('Kelp Studio'), then: (page) => press(page, 'Open it') },
    { name: 'before it is handed in', at: 'applyForm', who: null, path: pathTo('applyForm', { step: 'review' }) },
    { name: 'what we do', at: 'applyForm', who: null, path: pathTo('applyForm', { step: 'reports' }) },
    { name: 'a draft', at: 'applyStanding', who: null, path: pathTo('applyStanding') },
    { name: 'where ours stands', at: 'applyStanding', who: null, path: cast.link('Quartz Locks'), then: async (page) => {
      await press(page, 'Open it')
      await page.goto(pathTo('applyStanding'))
    } },
    { name: 'an appeal', at: 'application', who: null, path: pathTo('application', { id: cast.application('Halcyon Interception') }) },
    { name: 'on probation', at: 'application', who: null, path: pathTo('application', { id: cast.application('Orchard Payroll') }) },
    { name: 'an application to admit', at: 'handleApplication', who: secretariat, path: pathTo('handleApplication', { id: cast.application('Cobalt Ledger') }) },
    { name: 'applications that ended', at: 'applications', who: null, path: pathTo('applications', {}, { view: 'ended' }) },
    { name: 'a domain with much to do', at: 'checkedDomain', who: null, path: pathTo('checkedDomain', { domain: 'small-lantern.example' }), then: (page) => page.locator('details.more summary').first().click() },
    { name: 'a domain nobody asked about', at: 'checkedDomain', who: null, path: pathTo('checkedDomain', { domain: 'nobody-asked.example' }) },
    { name: 'an address in place of a domain', at: 'domainCheck', who: null, path: pathTo('domainCheck'), then: async (page) => {
      await label(page, 'Domain to check').fill('192.0.2.1')
      await press(page, 'Check it')
    } },
  ]
}

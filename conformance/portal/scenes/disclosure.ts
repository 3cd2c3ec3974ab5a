/** Reports, desks and advisories: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { psirt, label, press, type Cast, type Scene } from './cast.ts'

export function disclosureScenes(cast: Cast): Scene[] {
  return [
    { name: 'a withdrawn advisory', at: 'advisory', who: null, path: pathTo('advisory', { id: cast.advisory('Small Lantern: passwords stay in the clipboard') }) },
    { name: 'one of the days of 2017', at: 'lesson', who: null, path: pathTo('lesson', {}, { step: 'worm' }) },
    { name: 'advisories of a package', at: 'advisories', who: null, path: pathTo('advisories', {}, { about: 'pkg:npm/lantern@3.2.0' }) },
    { name: 'no advisory fits', at: 'advisories', who: null, path: pathTo('advisories', {}, { about: 'nothing of that name' }) },
    { name: 'whom to tell about a product', at: 'report', who: null, path: pathTo('report', {}, { about: 'gateway' }) },
    { name: 'whom to tell where nobody is found', at: 'report', who: null, path: pathTo('report', {}, { about: 'a thing nobody here makes' }) },
    { name: 'a team that takes no reports here', at: 'reportTo', who: null, status: 404, path: pathTo('reportTo', { slug: 'nobody-here' }) },
    { name: 'no receipt code', at: 'mailbox', who: null, path: pathTo('mailbox'), then: async (page) => {
      await label(page, 'Receipt code').fill('oar-0000')
      await press(page, 'Open')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'the link of a mail', at: 'mailbox', who: null, path: pathTo('mailbox', {}, { claim: 'none-of-this-name-at-all' }) },
    { name: 'reports to a team', at: 'desk', who: psirt, path: pathTo('desk') },
    { name: 'reports that wait', at: 'desk', who: psirt, path: pathTo('desk', {}, { waiting: '1' }) },
    { name: 'no report fits', at: 'desk', who: psirt, path: pathTo('desk', {}, { q: 'nothing of that name' }) },
    { name: 'a team without a desk', at: 'desk', who: 'Daniel Osei', path: pathTo('desk') },
    { name: 'a report that is locked', at: 'deskReport', who: psirt, path: pathTo('deskReport', { id: cast.reported.report }) },
    { name: 'a report opened', at: 'deskReport', who: psirt, path: pathTo('deskReport', { id: cast.reported.report }), then: async (page) => {
      await label(page, 'Passphrase of the team').fill(cast.reported.passphrase)
      await press(page, 'Unlock')
      await page.getByText('The gateway believes a name').waitFor()
    } },
    { name: 'a note that cannot be', at: 'deskReport', who: psirt, path: pathTo('deskReport', { id: cast.reported.report }), then: async (page) => {
      await label(page, 'CVSS vector (optional)').fill('CVSS:3.1/AV:N')
      await press(page, 'Save the note')
      await page.getByRole('alert').first().waitFor()
    } },
    { name: 'a report of another team', at: 'deskReport', who: 'Daniel Osei', status: 404, path: pathTo('deskReport', { id: cast.reported.report }) },
    { name: 'the settings of a desk', at: 'deskSettings', who: psirt, path: pathTo('deskSettings') },
    { name: 'who else ships a component', at: 'deskSettings', who: psirt, path: pathTo('deskSettings'), then: async (page) => {
      await label(page, 'Package URL').fill('pkg:npm/express')
      await press(page, 'Ask')
    } },
    { name: 'a desk to open, without a key', at: 'deskSettings', who: 'Daniel Osei', path: pathTo('deskSettings'), then: async (page) => {
      await label(page, 'The desk is open: anybody can send us a report').check()
      await press(page, 'Save')
    } },
  ]
}

/** Cases: the states in which people meet them. */
import type { Page } from 'playwright-core'
import { pathTo } from '../../../portal/app/paths.ts'
import { coordinator, invitedAnalyst, label, press, psirt, representative, type Cast, type Scene } from './cast.ts'

/** Every form that is folded away. */
const opensAll = (page: Page): Promise<void> => page.locator('main details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')))

export function casesScenes(cast: Cast): Scene[] {
  const quiet = { id: cast.case('A clock that can be set from outside') }
  const over = { id: cast.case('Names that are too long, in a library that many ship') }
  const offered = { id: cast.offered }
  return [
    { name: 'cases', at: 'cases', who: psirt, path: pathTo('cases') },
    { name: 'no case fits', at: 'cases', who: psirt, path: pathTo('cases', {}, { words: 'nothing of that name' }) },
    { name: 'no case at all', at: 'cases', who: 'Valentina Rojas', path: pathTo('cases') },
    { name: 'a case of the alliance’s coordinator', at: 'case', who: coordinator, path: pathTo('case', { id: cast.coordinated }) },
    { name: 'a calendar feed of cases', at: 'cases', who: psirt, path: pathTo('cases'), then: async (page) => {
      await press(page, /^Make a/)
      await page.getByText('It is shown this once.').first().waitFor()
    } },
    { name: 'a case under embargo, with every form unfolded', at: 'case', who: psirt, path: pathTo('case', quiet), then: opensAll },
    { name: 'a case that is closed', at: 'case', who: psirt, path: pathTo('case', over) },
    { name: 'no vendor fits', at: 'case', who: psirt, path: pathTo('case', quiet, { state: 'fix-deployed' }) },
    { name: 'not affected without a reason', at: 'case', who: psirt, path: pathTo('case', quiet), then: async (page) => {
      await page.getByRole('radio', { name: /^Not affected/ }).check()
      await press(page, 'State it')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'an invitation to a case, for who signs', at: 'case', who: 'Caoimhe Byrne', path: pathTo('case', offered) },
    { name: 'an invitation to a case, for who does not sign', at: 'case', who: invitedAnalyst, path: pathTo('case', offered) },
    { name: 'a case of others', at: 'case', who: 'Valentina Rojas', status: 404, path: pathTo('case', quiet) },
    { name: 'an embargo in force, with every form unfolded', at: 'caseEmbargo', who: representative, path: pathTo('caseEmbargo', quiet), then: opensAll },
    { name: 'an embargo that is over', at: 'caseEmbargo', who: psirt, path: pathTo('caseEmbargo', over) },
    { name: 'terms to write', at: 'caseSign', who: representative, path: pathTo('caseSign', { ...quiet, act: 'propose' }) },
    { name: 'terms to sign', at: 'caseSign', who: representative, path: pathTo('caseSign', { ...quiet, act: 'propose' }), then: async (page) => {
      await press(page, 'Show the exact words')
      await page.getByText('This is what your organisation signs, word by word.').waitFor()
    } },
    { name: 'terms in a zone that is none', at: 'caseSign', who: representative, path: pathTo('caseSign', { ...quiet, act: 'propose' }), then: async (page) => {
      await label(page, 'Time zone').fill('Atlantis/Poseidonis')
      await press(page, 'Show the exact words')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'an embargo to accept', at: 'caseSign', who: 'Caoimhe Byrne', path: pathTo('caseSign', { ...offered, act: 'accept' }) },
    { name: 'who takes part, with every form unfolded', at: 'casePeople', who: psirt, path: pathTo('casePeople', quiet), then: opensAll },
    { name: 'one party to change', at: 'casePeople', who: psirt, path: pathTo('casePeople', quiet), then: async (page) => {
      await page.getByRole('link', { name: /^Change: / }).first().click()
      await page.getByRole('button', { name: 'Keep the roles' }).waitFor()
    } },
    { name: 'a party that may leave', at: 'casePeople', who: 'Lars Uhl', path: pathTo('casePeople', quiet), then: opensAll },
    { name: 'the time line of a case', at: 'caseTimeline', who: psirt, path: pathTo('caseTimeline', over) },
    { name: 'a case to open', at: 'newCase', who: psirt, path: pathTo('newCase') },
    { name: 'a case to open, without a word', at: 'newCase', who: psirt, path: pathTo('newCase'), then: async (page) => {
      await press(page, 'Open the case')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'a case to open from a report', at: 'newCase', who: psirt, path: pathTo('newCase', {}, { report: cast.reported.report }) },
  ]
}

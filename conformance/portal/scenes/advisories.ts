/** Advisories as they are written, looked over, compared and sent on their way: the states in which people meet the desk. */
import { pathTo } from '../../../portal/app/paths.ts'
import { GATEWAY_DRAFT, label, press, psirt, type Cast, type Scene } from './cast.ts'

const chips = 'Jiwoo Han'
const WAITING = 'Aurora M4: an update can be stopped half-way'
const PUBLISHED = 'Aurora M4: the debug port of early meters stays open'

export function advisoriesScenes(cast: Cast): Scene[] {
  const [draft, waiting, published] = [cast.draft(GATEWAY_DRAFT), cast.draft(WAITING, chips), cast.draft(PUBLISHED, chips)]
  return [
    { name: 'our advisories', at: 'deskAdvisories', who: chips, path: pathTo('deskAdvisories') },
    { name: 'no advisory of ours fits', at: 'deskAdvisories', who: chips, path: pathTo('deskAdvisories', {}, { q: 'nothing of that name' }) },
    { name: 'a team without an advisory', at: 'deskAdvisories', who: 'Daniel Osei', path: pathTo('deskAdvisories') },
    { name: 'an advisory being written', at: 'editAdvisory', who: psirt, path: pathTo('editAdvisory', { id: draft }) },
    { name: 'an advisory with something to mend', at: 'editAdvisory', who: psirt, path: pathTo('editAdvisory', { id: draft }), then: async (page) => {
      await label(page, 'Language').fill('xx')
      const files = '/products/vendors/0/products/0/releases/0/files'
      await page.locator(`[id="${files}"] > summary`).click()
      for (const [what, row] of [[`add ${files}`, `${files}/0`], ['add /products/relationships', '/products/relationships/0'], ['ssvc /vulnerabilities/0', '/vulnerabilities/0/ssvc/0']] as const) {
        await page.locator(`button[value="${what}"]`).click()
        await page.locator(`[id="${row}"]`).waitFor()
      }
      await press(page, 'Add a score')
      await page.getByText('to mend', { exact: true }).first().waitFor()
      // what is left open here is not to be asked about by the browser when the next page is visited
      await page.evaluate(() => document.querySelector('form[data-advisory-editor]')?.dispatchEvent(new Event('submit')))
    } },
    { name: 'an advisory that waits cannot be changed', at: 'editAdvisory', who: chips, path: pathTo('editAdvisory', { id: waiting }) },
    { name: 'a draft of another team', at: 'editAdvisory', who: chips, status: 404, path: pathTo('editAdvisory', { id: draft }) },
    { name: 'a preview in a format that cannot say all', at: 'previewAdvisory', who: psirt, path: pathTo('previewAdvisory', { id: draft }, { format: 'osv' }) },
    { name: 'a format of which nothing comes', at: 'previewAdvisory', who: psirt, path: pathTo('previewAdvisory', { id: draft }, { format: 'cve' }) },
    { name: 'two versions compared', at: 'draftVersions', who: psirt, path: pathTo('draftVersions', { id: draft }, { from: '1', to: '2' }) },
    { name: 'an advisory to submit', at: 'publishAdvisory', who: psirt, path: pathTo('publishAdvisory', { id: draft }) },
    { name: 'an advisory that waits for a second person', at: 'publishAdvisory', who: chips, path: pathTo('publishAdvisory', { id: waiting }) },
    { name: 'the second person', at: 'publishAdvisory', who: 'Minseo Park', path: pathTo('publishAdvisory', { id: waiting }) },
    { name: 'a published advisory to revise or withdraw', at: 'publishAdvisory', who: chips, path: pathTo('publishAdvisory', { id: published }) },
    { name: 'a document that is none', at: 'newAdvisory', who: psirt, path: pathTo('newAdvisory'), then: async (page) => {
      await label(page, 'Or paste it (optional)').fill('{ "a": 1 }')
      await press(page, 'Look at it')
      await page.getByRole('alert').first().waitFor()
    } },
    { name: 'a document and what of it is lost', at: 'newAdvisory', who: psirt, path: pathTo('newAdvisory'), then: async (page) => {
      await label(page, 'Or paste it (optional)').fill(JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', '@id': 'https://vex.example/1', author: 'Example', timestamp: '2026-01-01T00:00:00Z', version: 1, statements: [{ vulnerability: { name: 'CVE-2026-12345' }, products: [{ '@id': 'pkg:npm/example@1.0.0' }], status: 'under_investigation' }] }))
      await press(page, 'Look at it')
      await page.getByRole('button', { name: 'Make a draft of it' }).waitFor()
    } },
    { name: 'a product that is kept', at: 'deskProducts', who: psirt, path: pathTo('deskProducts', {}, { product: cast.product('Substation gateway') }) },
    { name: 'a product to add', at: 'deskProducts', who: psirt, path: pathTo('deskProducts', {}, { product: 'new' }) },
    { name: 'a team that keeps no product', at: 'deskProducts', who: 'Daniel Osei', path: pathTo('deskProducts') },
    { name: 'a publisher with CVE ids', at: 'publisher', who: psirt, path: pathTo('publisher') },
    { name: 'a CVE id that is none', at: 'publisher', who: psirt, path: pathTo('publisher'), then: async (page) => {
      await label(page, 'Enter reserved ids').fill('CVE-12')
      await press(page, 'Enter them')
      await page.getByRole('alert').first().waitFor()
    } },
  ]
}

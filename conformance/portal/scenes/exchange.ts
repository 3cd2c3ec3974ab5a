/** Threats, sharing, collections and communities: the states in which people meet them. */
import type { Page } from 'playwright-core'
import { pathTo } from '../../../portal/app/paths.ts'
import { awkwardBundle, goodBundle } from '../bundles.ts'
import { analyst, secretariat, label, press, type Cast, type Scene } from './cast.ts'

async function shareText(page: Page, text: string): Promise<void> {
  await label(page, 'Or paste it (optional)').fill(text)
  await press(page, 'Show who will see it')
}

export function exchangeScenes(cast: Cast): Scene[] {
  const collection = pathTo('collection', { id: cast.collection('Shared threats') })
  return [
    { name: 'nothing found', at: 'threats', who: null, path: pathTo('threats', {}, { q: 'nothing of that name' }) },
    { name: 'a public collection', at: 'collection', who: null, path: pathTo('collection', { id: cast.collection('Public warnings') }) },
    { name: 'a public object', at: 'threat', who: null, path: pathTo('threat', { id: cast.open }) },
    { name: 'a long list', at: 'threats', who: analyst, path: pathTo('threats') },
    { name: 'the second page, filtered', at: 'threats', who: analyst, path: pathTo('threats', {}, { tlp: ['green', 'clear'], type: 'indicator' }), then: (page) => page.getByRole('link', { name: 'Older' }).click() },
    { name: 'a search that understood', at: 'threats', who: analyst, path: pathTo('threats', {}, { q: '198.51.100[.]25' }) },
    { name: 'a search nobody can read', at: 'threats', who: analyst, path: pathTo('threats', {}, { cursor: 'nonsense' }) },
    { name: 'a redacted object', at: 'threat', who: 'Kadri Tamm', path: pathTo('threat', { id: cast.report }) },
    { name: 'an object of many relations', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.malware }) },
    { name: 'an older version', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.malware }), then: (page) => page.getByRole('table', { name: /Versions/ }).getByRole('link').last().click() },
    { name: 'a revoked object', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.revoked }) },
    { name: 'an object of one’s own', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.own }), then: (page) => page.getByText('The object as it was received').click() },
    { name: 'sharing nothing', at: 'share', who: analyst, path: pathTo('share'), then: (page) => press(page, 'Show who will see it') },
    { name: 'a preview with refusals', at: 'share', who: analyst, path: pathTo('share'), then: (page) => shareText(page, JSON.stringify(awkwardBundle())) },
    { name: 'a preview of nothing', at: 'share', who: analyst, path: pathTo('share'), then: (page) => shareText(page, '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator"}]}') },
    { name: 'shared', at: 'share', who: analyst, path: pathTo('share'), then: async (page) => {
      await shareText(page, JSON.stringify(goodBundle('a scene')))
      await press(page, /^Send/)
    } },
    { name: 'a fresh token in a collection', at: 'collection', who: analyst, path: collection, then: async (page) => {
      await press(page, 'Make a token')
      for (const tool of ['accord', 'Python (taxii2-client)', 'MISP', 'OpenCTI']) await page.locator('summary', { hasText: tool }).click()
    } },
    { name: 'a hidden roster', at: 'community', who: 'Lucía Navarro', path: pathTo('community', { id: cast.community('Quiet Room') }) },
    { name: 'no community that is mine', at: 'community', who: 'Kofi Mensah', status: 404, path: pathTo('community', { id: cast.community('Quiet Room') }) },
    { name: 'a hidden roster, as its curator', at: 'community', who: secretariat, path: pathTo('community', { id: cast.community('Quiet Room') }) },
    { name: 'a community without a name', at: 'newCommunity', who: secretariat, path: pathTo('newCommunity'), then: (page) => press(page, 'Form the community') },
    { name: 'a collection without a name', at: 'newCollection', who: secretariat, path: pathTo('newCollection'), then: (page) => press(page, 'Make the collection') },
    { name: 'settings without a title', at: 'collectionSettings', who: secretariat, path: pathTo('collectionSettings', { id: cast.collection('Grid intrusions') }), then: async (page) => {
      await label(page, 'Title').fill('')
      await press(page, 'Save')
    } },
    { name: 'a list that is none', at: 'warningLists', who: secretariat, path: pathTo('warningLists'), then: async (page) => {
      await label(page, 'Or paste it (optional)').fill('not JSON')
      await press(page, 'Load')
    } },
  ]
}

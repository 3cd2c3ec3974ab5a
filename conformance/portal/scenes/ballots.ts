/** Ballots in each of their states: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { representative, secretariat, label, press, DECIDED, VOTED_ON, DISCUSSED, CONTESTED, type Cast, type Scene } from './cast.ts'

export function ballotsScenes(cast: Cast): Scene[] {
  return [
    { name: 'a ballot that is voted on', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(VOTED_ON) }) },
    { name: 'a ballot that is discussed, with what changed', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(DISCUSSED) }), then: (page) => page.locator('#changes > summary').click() },
    { name: 'a ballot contested', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(CONTESTED) }) },
    { name: 'a ballot without a quorum', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot('On the attacks on hospital networks') }) },
    { name: 'entries of a ballot', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(DECIDED) }), then: (page) => page.locator('#check summary').click() },
    { name: 'no ballot of this kind', at: 'ballots', who: null, path: pathTo('ballots', {}, { kind: 'removal' }) },
    { name: 'ballots that were adopted', at: 'ballots', who: null, path: pathTo('ballots', {}, { result: 'adopted' }) },
    { name: 'no ballot of this name', at: 'ballot', who: null, status: 404, path: pathTo('ballot', { id: 'nonsense' }) },
    { name: 'a no without a reason', at: 'vote', who: representative, path: pathTo('vote', { id: cast.ballot(VOTED_ON) }), then: async (page) => {
      await label(page, 'Reason (optional)').fill('')
      await press(page, 'No')
    } },
    { name: 'a vote before it is signed', at: 'vote', who: representative, path: pathTo('vote', { id: cast.ballot(VOTED_ON) }), then: async (page) => {
      await press(page, 'Abstain')
      await page.getByText('Nothing has been handed in yet.').waitFor()
    } },
    { name: 'a question to answer', at: 'ballot', who: 'Heike Sommer', path: pathTo('ballot', { id: cast.ballot(DISCUSSED) }), then: (page) => press(page, 'Publish the answer') },
    { name: 'a text to change', at: 'editBallot', who: 'Heike Sommer', path: pathTo('editBallot', { id: cast.ballot(DISCUSSED) }) },
    { name: 'a ballot without a text', at: 'newBallot', who: representative, path: pathTo('newBallot'), then: (page) => press(page, 'Keep the draft') },
    { name: 'a ballot to be moved', at: 'editBallot', who: secretariat, path: pathTo('editBallot', { id: cast.ballot(DISCUSSED) }) },
  ]
}

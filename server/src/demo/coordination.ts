/**
 * The alliance's own coordinator in the sample: a case that no member owns, of seven parties, worked on now. Each state of the matrix
 * stands in it, an embargo holds, a thread waits for an answer, one task is due and one is late. Any likeness to a real product is chance.
 */
import { caseHands } from './case-hands.ts'
import type { Scene, Stage } from './story.ts'

export const COORDINATED = 'Updates are taken from whoever answers first'
const COORDINATOR = 'secretariat'
const VENDORS = ['ferrous-works', 'lumen-cloud', 'small-lantern', 'aurora-chips']
const DEPLOYER = 'meridian-health'
const LATE = 'kestrel-telecom'
const NAME = 'updates'
const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

export function coordinationScenes(stage: Stage): Scene[] {
  const { house: { cases } } = stage
  const { as, consent, consentByLink, idOf, invite, inviteByLink, open, propose, read, say, sayByLink, states, statesByLink, task } = caseHands(stage)

  return [
    scene(-17, async () => {
      await open(COORDINATOR, NAME, {
        title: COORDINATED, summary: 'The update library swiftfetch installs what the first mirror sends when the others are slow. Four of us ship it, hospitals run it, and one person maintains it.',
        vulnerabilities: [{ label: 'A missing signature counts as a good one' }, { label: 'Anyone on the network can add a mirror' }, { label: 'An old version is taken for a new one' }],
        roles: ['coordinator'], reportText: 'Answer faster than the real mirrors, with a package that has no signature file. It is installed. I tried 1.9.0 and 1.9.1 on two systems of my own.',
      })
      await propose(COORDINATOR, NAME, 11)
      for (const vendor of VENDORS) await invite(COORDINATOR, NAME, vendor)
      await inviteByLink(COORDINATOR, NAME, 'Maintainer of swiftfetch')
      await invite(COORDINATOR, NAME, DEPLOYER, ['deployer'])
    }),
    scene(-16.8, async () => {
      await consentByLink(NAME)
      for (const one of ['ferrous-works', 'lumen-cloud', DEPLOYER]) await consent(one, NAME)
      for (const one of ['ferrous-works', 'lumen-cloud', DEPLOYER]) await read(one, NAME)
      await say(COORDINATOR, NAME, 'Thank you for being here within a day. We ask each of you two things: which versions do you ship, and which day would be too early for you?')
      await say(DEPLOYER, NAME, 'We run it, we do not build it. A Sunday night would be best for us.')
    }),
    scene(-15, async () => {
      for (const one of ['small-lantern', 'aurora-chips']) await consent(one, NAME)
      await read('small-lantern', NAME)
      await states('ferrous-works', NAME, { vulnerabilities: [1, 2], state: 'affected' })
      await states('ferrous-works', NAME, { vulnerabilities: [3], state: 'not-affected', justification: 'vulnerable_code_cannot_be_controlled_by_adversary', words: 'Our drives refuse a version lower than their own, in hardware.' })
      await states('lumen-cloud', NAME, { vulnerabilities: [1, 3], state: 'affected' })
      await states('lumen-cloud', NAME, { vulnerabilities: [2], state: 'investigating' })
      await sayByLink(NAME, 'I can confirm the first two. I work on this in the evenings; two weeks are enough for a fix, not for a release on every platform.')
      await say('ferrous-works', NAME, 'We lend you our build machines for the release: six platforms, signed by you, built here.')
    }),
    scene(-9, async () => {
      await statesByLink(NAME, { vulnerabilities: [1, 2, 3], state: 'fix-ready' })
      await sayByLink(NAME, '1.9.2 is ready on a private branch. Who can try it on a slow network before Thursday?')
      await task(COORDINATOR, NAME, 'Ask Small Lantern by telephone: it has read the case and said nothing', -2)
      await task('lumen-cloud', NAME, 'Try 1.9.2 behind a slow mirror', 3)
    }),
    scene(-6, async () => {
      await states('ferrous-works', NAME, { vulnerabilities: [2], state: 'fix-ready' })
      await states('lumen-cloud', NAME, { vulnerabilities: [1], state: 'fix-ready' })
      await states('lumen-cloud', NAME, { vulnerabilities: [1], state: 'fix-deployed', words: 'On our own servers, without a word of why.' })
      await cases.beginDraft(as(COORDINATOR), idOf(NAME), { thread: 1, title: 'What we publish together', text: 'Update swiftfetch to 1.9.2. Until then, allow mirrors by name only.' })
      await invite(COORDINATOR, NAME, LATE, ['deployer'])
    }),
    scene(-1.5, async () => {
      const { thread } = await cases.openThread(as(COORDINATOR), idOf(NAME), { kind: 'all', title: 'The order in which hospitals update' })
      await say(DEPLOYER, NAME, 'We have 4,000 infusion pumps behind one mirror of our own. Which of the three do we close first, without telling anybody why?', thread)
    }),
  ]
}

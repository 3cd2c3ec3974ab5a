/**
 * A teaching case: the distances between its days are those of 2017, when a flaw in a file service was fixed on 14 March, its exploit
 * leaked on 14 April (31 days) and a worm used it from 12 May (59 days). Played by invented organisations, in this hub's process, with
 * its clocks; what a hub adds is what each of them does here. The page /learn/2017 tells the real days.
 */
import { caseHands } from './case-hands.ts'
import { REPLAY_CVE, replayAdvisoryScenes } from './replay-advisory.ts'
import type { Scene, Stage } from './story.ts'

export const REPLAY = 'The days of 2017 again: a file service that trusts a length'
/** Days from the fix to the leak, and to the worm. */
export const LEAK = 31
export const WORM = 59
/** When the fix was published, counted from the present; the day on which the maker was told is invented, as the real one is not public. */
const FIX = -150
const TOLD = FIX - 40
const MAKER = 'lumen-cloud'
const SHIPS_IT_TOO = 'small-lantern'
const HOSPITALS = 'meridian-health'
const COORDINATOR = 'secretariat'
const NAME = 'replay'
const scene = (day: number, play: Scene['play']): Scene => ({ day, play })
const one = (state: 'affected' | 'fix-ready' | 'fix-deployed') => ({ vulnerabilities: [1], state })

export function replayScenes(stage: Stage): Scene[] {
  const { as, close, consent, duty, happened, idOf, invite, meet, open, propose, read, say, states, task, turn } = caseHands(stage)

  return [
    scene(TOLD, async () => {
      await open(COORDINATOR, NAME, {
        title: REPLAY, summary: `A teaching case. Day 0 is the day of the fix; the leak comes on day ${LEAK} and the worm on day ${WORM}, as in 2017. Somebody knew of it for longer than the maker.`,
        vulnerabilities: [{ label: 'A length from the network is trusted, before anybody has signed in' }], roles: ['coordinator'],
        reportText: 'One packet to the file service runs a program of the sender’s choice, on every version that is in use. It needs no password. Nothing that is asked of a user is needed: it can spread by itself.',
      })
      await propose(COORDINATOR, NAME, FIX)
      await invite(COORDINATOR, NAME, MAKER)
      await invite(COORDINATOR, NAME, SHIPS_IT_TOO)
      await invite(COORDINATOR, NAME, HOSPITALS, ['deployer'])
    }),
    scene(TOLD + 1, async () => {
      for (const each of [MAKER, SHIPS_IT_TOO, HOSPITALS]) await consent(each, NAME)
      await read(MAKER, NAME)
      await say(COORDINATOR, NAME, `Received, and passed on to everyone we know to ship it. We agree on one day for the fix, ${FIX - TOLD} days from the report.`)
      await states(MAKER, NAME, one('affected'))
      await say(MAKER, NAME, 'We can repeat it. Every version is concerned, also those that we no longer look after.')
    }),
    scene(TOLD + 5, async () => {
      await read(SHIPS_IT_TOO, NAME)
      await states(SHIPS_IT_TOO, NAME, one('affected'))
      await say(HOSPITALS, NAME, 'We count 1,900 machines with it, 300 of them built into scanners that only their maker may update. Please give us the order in which to go.')
    }),
    scene(FIX - 3, async () => {
      await stage.house.cases.editVulnerability(as(COORDINATOR), idOf(NAME), 1, { cve: REPLAY_CVE })
      await states(MAKER, NAME, one('fix-ready'))
      await task(HOSPITALS, NAME, 'Cut the file service off from the 300 scanners', FIX + 7)
    }),
    scene(FIX + 0.01, async () => {
      await turn()
      await happened(MAKER, NAME, 'became-public', 'Day 0. The fix and its advisory are out, at the instant we agreed.')
    }),
    ...replayAdvisoryScenes(stage, { ready: FIX - 2, fix: FIX, leak: FIX + LEAK, worm: FIX + WORM }, () => idOf(NAME)),
    scene(FIX + LEAK, async () => {
      await happened(MAKER, NAME, 'exploit-published', `Day ${LEAK}. A working exploit was put on the internet for everybody, by people who had stolen it.`)
      await states(SHIPS_IT_TOO, NAME, one('fix-ready'))
      await say(COORDINATOR, NAME, 'From today a whole profession has what a few had. Whoever has not updated: this week, not this quarter.')
    }),
    scene(FIX + WORM, async () => {
      await happened(HOSPITALS, NAME, 'attacked', `Day ${WORM}. It spreads by itself. We have switched off what was not updated; surgery goes on with paper.`)
      await duty(MAKER, NAME, 'cra-exploited', FIX + WORM)
      await duty(MAKER, NAME, 'fix-available', FIX)
      await duty(HOSPITALS, NAME, 'nis2-significant', FIX + WORM)
    }),
    scene(FIX + WORM + 0.8, async () => {
      await meet(MAKER, NAME, 'cra-early-warning')
      await meet(HOSPITALS, NAME, 'nis2-early-warning')
      await say(MAKER, NAME, 'We also publish the fix for the versions we had given up. There is no time for a principle today.')
    }),
    scene(FIX + WORM + 2.5, async () => {
      await meet(MAKER, NAME, 'cra-notification')
      await meet(HOSPITALS, NAME, 'nis2-notification')
      await states(SHIPS_IT_TOO, NAME, one('fix-deployed'))
      await states(MAKER, NAME, one('fix-deployed'))
    }),
    scene(FIX + WORM + 11, async () => {
      await meet(MAKER, NAME, 'cra-final-report')
      await meet(HOSPITALS, NAME, 'nis2-final-report')
      await close(COORDINATOR, NAME, 'Fixed on day 0, and still it stopped hospitals on day 59: a fix protects whoever installs it. What we learned is on the page of 2017.')
    }),
  ]
}

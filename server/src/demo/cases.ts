/**
 * Cases in the sample alliance: one of five parties whose embargo ended as they had agreed, one whose embargo ended early because it
 * became public, and one that is quiet now. Any likeness to a real product is chance.
 */
import { caseHands } from './case-hands.ts'
import { onDay, type Scene, type Stage } from './story.ts'

/** A guest's link into the case that is quiet now, for anybody to try. */
export type SampleGuest = { name: string; link: string }

const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

const PARSER = { label: 'The parser of names writes past its end' }
const WRITER = { label: 'The writer trusts a length that it was sent' }

/** `invited`: hears the link of a guest who has not opened it yet. */
export function caseScenes(stage: Stage, invited: (guest: SampleGuest) => void): Scene[] {
  const { house, present } = stage
  const { cases } = house
  const { analyst, as, close, consent, consentByLink, happened, idOf, invite, inviteByLink, open, propose, read, say, sayByLink, states, statesByLink, turn } = caseHands(stage)

  return [
    scene(-96, async () => {
      await open('northgate-grid', 'names', {
        title: 'Names that are too long, in a library that many ship', summary: 'A device name of more than 4,096 letters overwrites memory in the meter library that several of us ship. The maintainer knows.',
        vulnerabilities: [PARSER, WRITER], roles: ['coordinator', 'vendor'], reportText: 'Give a meter a name of 4,097 letters over the service port. It restarts, and what it runs then can be chosen.',
      })
      await propose('northgate-grid', 'names', -41)
      for (const organisation of ['ferrous-works', 'aurora-chips', 'lumen-cloud']) await invite('northgate-grid', 'names', organisation)
      await inviteByLink('northgate-grid', 'names', 'Maintainer of libmeter')
    }),
    scene(-95.6, async () => {
      await consent('ferrous-works', 'names')
      await consentByLink('names')
      await read('ferrous-works', 'names')
    }),
    scene(-94, async () => {
      await consent('aurora-chips', 'names')
      await consent('lumen-cloud', 'names')
      await states('ferrous-works', 'names', { vulnerabilities: [1, 2], state: 'affected' })
      await states('lumen-cloud', 'names', { vulnerabilities: [1, 2], state: 'not-affected', justification: 'vulnerable_code_not_in_execute_path', words: 'Names come from our own list, never from a network.' })
      await say('ferrous-works', 'names', 'We ship **libmeter 2.1** in two drives. Is there a date for a fix?')
    }),
    scene(-90, async () => {
      await sayByLink('names', 'A fix is in review; it will be 2.1.4. Please try it before we tag it.')
      await cases.addTask(as('northgate-grid'), idOf('names'), { thread: 1, title: 'Try 2.1.4 on a drive X2', due: onDay({ present }, -80) })
      await states('aurora-chips', 'names', { vulnerabilities: [1], state: 'affected' })
      await states('aurora-chips', 'names', { vulnerabilities: [2], state: 'not-affected', justification: 'vulnerable_code_not_present' })
    }),
    scene(-60, async () => {
      for (const slug of ['ferrous-works', 'northgate-grid']) await states(slug, 'names', { vulnerabilities: [1, 2], state: 'fix-ready' })
      await statesByLink('names', { vulnerabilities: [1, 2], state: 'fix-ready' })
      await states('aurora-chips', 'names', { vulnerabilities: [1], state: 'fix-ready' })
      await cases.beginDraft(as('northgate-grid'), idOf('names'), { thread: 1, title: 'What we publish', text: 'A long name stops a meter. Update to libmeter 2.1.4.' })
    }),
    scene(-40.9, async () => {
      await turn()
      await happened('northgate-grid', 'names', 'became-public', 'Our advisories were published together.')
    }),
    scene(-38, () => close('northgate-grid', 'names', 'Published together, with a fix from everyone concerned.')),

    scene(-24, async () => {
      await open('lumen-cloud', 'tokens', { title: 'A token that is never forgotten', summary: 'Tokens of closed accounts go on working in the shared sign-in module.', vulnerabilities: [{ label: 'Tokens outlive their account', cve: 'CVE-2026-990202' }], roles: ['vendor', 'coordinator'] })
      await propose('lumen-cloud', 'tokens', 21)
      await invite('lumen-cloud', 'tokens', 'small-lantern')
    }),
    scene(-23, async () => {
      await consent('small-lantern', 'tokens')
      await states('small-lantern', 'tokens', { vulnerabilities: [1], state: 'investigating' })
    }),
    scene(-9, () => happened('small-lantern', 'tokens', 'became-public', 'Somebody has described it on a public mailing list, without knowing that we worked on it.')),
    scene(-8.8, () => say('lumen-cloud', 'tokens', 'It is out: the embargo is over for all of us. Our fix goes out tonight, here is what to tell customers.')),

    scene(-4, async () => {
      await open('northgate-grid', 'clock', { title: 'A clock that can be set from outside', summary: 'Meters take the time from whoever answers first.', vulnerabilities: [{ label: 'Time is taken from anybody' }], roles: ['vendor', 'coordinator'] })
      await propose('northgate-grid', 'clock', 26)
      await invite('northgate-grid', 'clock', 'ferrous-works')
      for (const organisation of ['aurora-chips', 'lumen-cloud']) await invite('northgate-grid', 'clock', organisation)
    }),
    scene(-3, async () => {
      await consent('ferrous-works', 'clock')
      await read('ferrous-works', 'clock')
      await say('northgate-grid', 'clock', 'Which of your drives take their time from the meter? We can lend you one.')
    }),
    scene(-2, async () => {
      const of = idOf('clock')
      await say('ferrous-works', 'clock', ['Three of them do, since they trust `settime` **without asking who sends it**:', '- drive X2, from 4.1', '- drive X3', '- the service unit, by radio only', 'How we tried it: [the notes of our bench](https://bench.ferrous-works.example/x2).'].join('\n'))
      await cases.addFile(as('ferrous-works'), of, { thread: 1, name: 'settime-capture.pcap', content: Buffer.from('One packet that sets the time of a drive X2; the sample alliance has no real one.\n').toString('base64') })
      const { parties } = await cases.case(as('northgate-grid'), of).then(({ opened }) => opened.state())
      const maker = [...parties.values()].find(({ organisation }) => organisation === analyst('ferrous-works').organisation)!
      await cases.addTask(as('northgate-grid'), of, { thread: 1, title: 'Lend a meter to the bench of Ferrous Works', for: maker.id, due: onDay({ present }, 3) })
      await cases.addTask(as('ferrous-works'), of, { thread: 1, title: 'Ask who else ships the time module', due: onDay({ present }, -1) })
      const { thread } = await cases.openThread(as('northgate-grid'), of, { kind: 'pair', title: 'The meter on loan', with: maker.id })
      await cases.post(as('northgate-grid'), of, thread, { text: 'It leaves us on Monday. Serial numbers stay between the two of us.', language: 'en' })
      const draft = await cases.beginDraft(as('northgate-grid'), of, { thread: 1, title: 'What we tell customers', text: '# Time from anybody\n\nA meter takes the time from whoever answers first.\n\nUpdate when we say so.' })
      await cases.reviseDraft(as('ferrous-works'), of, draft, { version: 1, text: '# Time from anybody\n\nA meter or a drive takes the time from whoever answers first.\n\nUpdate to the version of the day we publish.', words: 'Drives too; which version' })
      const name = 'Maintainer of opentime'
      const { link } = await cases.invite(as('northgate-grid'), of, { guest: { name }, roles: ['vendor'], words: 'You maintain what several of us ship. This link is yours; no account is needed.' })
      invited({ name, link: `${house.url}/case-guest?link=${link!}` })
    }),
  ]
}

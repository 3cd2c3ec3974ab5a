/**
 * Cases in the sample alliance: one of five parties whose embargo ended as they had agreed, one whose embargo ended early because it
 * became public, and one that is quiet now. Any likeness to a real product is chance.
 */
import type { CaseId } from '@openaccord/names'
import { anonymous, type Actor } from '../kernel/index.ts'
import { sealUp } from './keys.ts'
import { onDay, type Scene, type Stage } from './story.ts'

/** A guest's link into the case that is quiet now, for anybody to try. */
export type SampleGuest = { name: string; link: string }

type Act = Parameters<Stage['house']['cases']['prepareEmbargoAct']>[1]['kind']
const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

const PARSER = { label: 'The parser of names writes past its end' }
const WRITER = { label: 'The writer trusts a length that it was sent' }
const QUIET = 'We keep this to ourselves until the end, publish together at that moment, and tell each other first if it comes out earlier.'

/** `invited`: hears the link of a guest who has not opened it yet. */
export function caseScenes({ house, desks, people, present }: Stage, invited: (guest: SampleGuest) => void): Scene[] {
  const { cases } = house
  const ids = new Map<string, CaseId>()
  const links = new Map<string, string>()
  const idOf = (name: string): CaseId => ids.get(name)!
  const analyst = (slug: string): Actor => people.find(({ organisation, actor }) => organisation === slug && actor.may.has('reports.triage'))!.actor
  const as = (slug: string) => ({ actor: analyst(slug), link: undefined })
  const byLink = (name: string) => ({ actor: anonymous, link: links.get(name)! })
  const iso = (day: number): string => new Date(onDay({ present }, day) / 1000).toISOString()

  /** Signed with the organisation's key; what is left out follows from the case. */
  async function act(slug: string, kind: Act, name: string, says: Record<string, unknown> = {}): Promise<void> {
    const { robot, key } = desks.get(slug)!
    const { statement } = await cases.prepareEmbargoAct(robot, { kind, says: { case: idOf(name), ...says } })
    await cases.submitEmbargoAct(robot, { envelope: await sealUp(statement, key), ...(typeof says['text'] === 'string' ? { text: says['text'], language: 'en' } : {}) })
  }
  const propose = (slug: string, name: string, day: number): Promise<void> => act(slug, 'embargo-proposal', name, { ends: iso(day), zone: 'Europe/Copenhagen', text: QUIET })
  const open = async (slug: string, name: string, wish: Parameters<typeof cases.open>[1]): Promise<void> => void ids.set(name, (await cases.open(analyst(slug), wish)).case)
  const invite = (slug: string, name: string, organisation: string, roles: ('vendor' | 'coordinator' | 'observer')[] = ['vendor']) => cases.invite(as(slug), idOf(name), { organisation, roles })
  /** Reading is noted, as it is when a page is opened. */
  async function read(slug: string, name: string): Promise<void> {
    await cases.noteReading(as(slug), (await cases.case(as(slug), idOf(name))).opened)
  }
  const say = (slug: string, name: string, text: string) => cases.post(as(slug), idOf(name), 1, { text, language: 'en' })

  return [
    scene(-96, async () => {
      await open('northgate-grid', 'names', {
        title: 'Names that are too long, in a library that many ship', summary: 'A device name of more than 4,096 letters overwrites memory in the meter library that several of us ship. The maintainer knows.',
        vulnerabilities: [PARSER, WRITER], roles: ['coordinator', 'vendor'], reportText: 'Give a meter a name of 4,097 letters over the service port. It restarts, and what it runs then can be chosen.',
      })
      await propose('northgate-grid', 'names', -41)
      for (const organisation of ['ferrous-works', 'aurora-chips', 'lumen-cloud']) await invite('northgate-grid', 'names', organisation)
      const { link } = await cases.invite(as('northgate-grid'), idOf('names'), { guest: { name: 'Maintainer of libmeter' }, roles: ['vendor'], words: 'You need no account: this link is yours.' })
      links.set('names', link!)
    }),
    scene(-95.6, async () => {
      await act('ferrous-works', 'embargo-consent', 'names')
      await cases.answerAsGuest(byLink('names'), idOf('names'), { kind: 'embargo-consent' })
      await read('ferrous-works', 'names')
    }),
    scene(-94, async () => {
      await act('aurora-chips', 'embargo-consent', 'names')
      await act('lumen-cloud', 'embargo-consent', 'names')
      await cases.state(as('ferrous-works'), idOf('names'), { vulnerabilities: [1, 2], state: 'affected' })
      await cases.state(as('lumen-cloud'), idOf('names'), { vulnerabilities: [1, 2], state: 'not-affected', justification: 'vulnerable_code_not_in_execute_path', words: 'Names come from our own list, never from a network.' })
      await say('ferrous-works', 'names', 'We ship **libmeter 2.1** in two drives. Is there a date for a fix?')
    }),
    scene(-90, async () => {
      await cases.post(byLink('names'), idOf('names'), 1, { text: 'A fix is in review; it will be 2.1.4. Please try it before we tag it.' })
      await cases.addTask(as('northgate-grid'), idOf('names'), { thread: 1, title: 'Try 2.1.4 on a drive X2', due: onDay({ present }, -80) })
      await cases.state(as('aurora-chips'), idOf('names'), { vulnerabilities: [1], state: 'affected' })
      await cases.state(as('aurora-chips'), idOf('names'), { vulnerabilities: [2], state: 'not-affected', justification: 'vulnerable_code_not_present' })
    }),
    scene(-60, async () => {
      for (const slug of ['ferrous-works', 'northgate-grid']) await cases.state(as(slug), idOf('names'), { vulnerabilities: [1, 2], state: 'fix-ready' })
      await cases.state(byLink('names'), idOf('names'), { vulnerabilities: [1, 2], state: 'fix-ready' })
      await cases.state(as('aurora-chips'), idOf('names'), { vulnerabilities: [1], state: 'fix-ready' })
      await cases.beginDraft(as('northgate-grid'), idOf('names'), { thread: 1, title: 'What we publish', text: 'A long name stops a meter. Update to libmeter 2.1.4.' })
    }),
    scene(-40.9, async () => {
      await cases.turnEmbargoes(cases.remindOfClocks)
      await cases.happened(as('northgate-grid'), idOf('names'), { what: 'became-public', words: 'Our advisories were published together.' })
    }),
    scene(-38, () => cases.closeCase(as('northgate-grid'), idOf('names'), { outcome: 'published', words: 'Published together, with a fix from everyone concerned.' })),

    scene(-24, async () => {
      await open('lumen-cloud', 'tokens', { title: 'A token that is never forgotten', summary: 'Tokens of closed accounts go on working in the shared sign-in module.', vulnerabilities: [{ label: 'Tokens outlive their account', cve: 'CVE-2026-990202' }], roles: ['vendor', 'coordinator'] })
      await propose('lumen-cloud', 'tokens', 21)
      await invite('lumen-cloud', 'tokens', 'small-lantern')
    }),
    scene(-23, async () => {
      await act('small-lantern', 'embargo-consent', 'tokens')
      await cases.state(as('small-lantern'), idOf('tokens'), { vulnerabilities: [1], state: 'investigating' })
    }),
    scene(-9, () => cases.happened(as('small-lantern'), idOf('tokens'), { what: 'became-public', words: 'Somebody has described it on a public mailing list, without knowing that we worked on it.' })),
    scene(-8.8, () => say('lumen-cloud', 'tokens', 'It is out: the embargo is over for all of us. Our fix goes out tonight, here is what to tell customers.')),

    scene(-4, async () => {
      await open('northgate-grid', 'clock', { title: 'A clock that can be set from outside', summary: 'Meters take the time from whoever answers first.', vulnerabilities: [{ label: 'Time is taken from anybody' }], roles: ['vendor', 'coordinator'] })
      await propose('northgate-grid', 'clock', 26)
      await invite('northgate-grid', 'clock', 'ferrous-works')
      for (const organisation of ['aurora-chips', 'lumen-cloud']) await invite('northgate-grid', 'clock', organisation)
    }),
    scene(-3, async () => {
      await act('ferrous-works', 'embargo-consent', 'clock')
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

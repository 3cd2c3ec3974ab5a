/**
 * What the scenes of cases are played with: who works on a case for whom, and each act the way that anybody's goes. An organisation
 * signs with its key; a guest clicks. Follows the verbs of the room of cases.
 */
import type { CaseId } from '@openaccord/names'
import { anonymous, type Actor } from '../kernel/index.ts'
import { sealUp } from './keys.ts'
import { onDay, type Stage } from './story.ts'

type Cases = Stage['house']['cases']
type Act = Parameters<Cases['prepareEmbargoAct']>[1]['kind']
type Asking = Parameters<Cases['state']>[0]
type Role = Parameters<Cases['invite']>[2]['roles'][number]
export type Statement = Parameters<Cases['state']>[2]
export type CaseHands = ReturnType<typeof caseHands>

const QUIET = 'We keep this to ourselves until the end, publish together at that moment, and tell each other first if it comes out earlier.'
const BROWSER = { address: '127.0.0.1', userAgent: 'sample alliance', previous: undefined }
const TOKEN_DAYS = 366

export function caseHands({ house: { cases, members }, desks, people, present }: Stage) {
  const ids = new Map<string, CaseId>()
  const links = new Map<string, string>()
  const signers = new Map<string, Promise<Actor>>()
  const idOf = (name: string): CaseId => ids.get(name)!
  const iso = (day: number): string => new Date(onDay({ present }, day) / 1000).toISOString()
  const at = (slug: string) => people.filter(({ organisation, actor }) => organisation === slug && actor.may.has('cases.work')).map(({ actor }) => actor)
  /** Who reads reports, or else who may work on cases: hospitals have no such team. */
  const analyst = (slug: string): Actor => at(slug).find(({ may }) => may.has('reports.triage')) ?? at(slug)[0]!
  const as = (slug: string): Asking => ({ actor: analyst(slug), link: undefined })
  const byLink = (name: string): Asking => ({ actor: anonymous, link: links.get(name)! })

  /** The token that hands acts in. That of the secretariat's keepers may not read cases, its coordinator's may. */
  async function signerOf(slug: string): Promise<Actor> {
    const { robot } = desks.get(slug)!
    if (robot.may.has('cases.work')) return robot
    const { secret } = await members.makeToken(analyst(slug), { name: 'Signing for cases', scopes: ['acts.sign', 'cases.work'], days: TOKEN_DAYS }, BROWSER)
    return members.authenticate({ authorization: `Bearer ${secret}`, address: BROWSER.address, userAgent: BROWSER.userAgent })
  }

  /** Signed with the organisation's key; what is left out follows from the case. */
  async function act(slug: string, kind: Act, name: string, says: Record<string, unknown> = {}): Promise<void> {
    const signer = signers.get(slug) ?? signerOf(slug)
    signers.set(slug, signer)
    const { statement } = await cases.prepareEmbargoAct(await signer, { kind, says: { case: idOf(name), ...says } })
    await cases.submitEmbargoAct(await signer, { envelope: await sealUp(statement, desks.get(slug)!.key), ...(typeof says['text'] === 'string' ? { text: says['text'], language: 'en' } : {}) })
  }

  return {
    analyst, as, byLink, idOf, iso, act,
    open: async (slug: string, name: string, wish: Parameters<Cases['open']>[1]): Promise<void> => void ids.set(name, (await cases.open(analyst(slug), wish)).case),
    propose: (slug: string, name: string, day: number): Promise<void> => act(slug, 'embargo-proposal', name, { ends: iso(day), zone: 'Europe/Copenhagen', text: QUIET }),
    consent: (slug: string, name: string): Promise<void> => act(slug, 'embargo-consent', name),
    consentByLink: (name: string) => cases.answerAsGuest(byLink(name), idOf(name), { kind: 'embargo-consent' }),
    invite: (slug: string, name: string, organisation: string, roles: Role[] = ['vendor']) => cases.invite(as(slug), idOf(name), { organisation, roles }),
    /** Where no embargo stands. */
    join: (slug: string, name: string) => cases.join(as(slug), idOf(name)),
    async inviteByLink(slug: string, name: string, guest: string): Promise<void> {
      const { link } = await cases.invite(as(slug), idOf(name), { guest: { name: guest }, roles: ['vendor'], words: 'You need no account: this link is yours.' })
      links.set(name, link!)
    },
    /** Reading is noted, as it is when a page is opened. */
    async read(slug: string, name: string): Promise<void> {
      await cases.noteReading(as(slug), (await cases.case(as(slug), idOf(name))).opened)
    },
    say: (slug: string, name: string, text: string, thread = 1) => cases.post(as(slug), idOf(name), thread, { text, language: 'en' }),
    sayByLink: (name: string, text: string) => cases.post(byLink(name), idOf(name), 1, { text, language: 'en' }),
    states: (slug: string, name: string, statement: Statement) => cases.state(as(slug), idOf(name), statement),
    statesByLink: (name: string, statement: Statement) => cases.state(byLink(name), idOf(name), statement),
    happened: (slug: string, name: string, what: 'became-public' | 'exploit-published' | 'attacked', words: string) => cases.happened(as(slug), idOf(name), { what, words }),
    task: (slug: string, name: string, title: string, due: number) => cases.addTask(as(slug), idOf(name), { thread: 1, title, due: onDay({ present }, due) }),
    duty: (slug: string, name: string, trigger: Parameters<Cases['startClock']>[2]['trigger'], day: number) => cases.startClock(as(slug), idOf(name), { trigger, at: iso(day) }),
    meet: (slug: string, name: string, clock: Parameters<Cases['meetClock']>[2]['clock']) => cases.meetClock(as(slug), idOf(name), { clock }),
    turn: () => cases.turnEmbargoes(cases.remindOfClocks),
    close: (slug: string, name: string, words: string) => cases.closeCase(as(slug), idOf(name), { outcome: 'published', words }),
  }
}

/**
 * What outsiders brought up in the sample alliance: one concern that led to a suspension, by panel and ballot; one answered, one that
 * waits for its answer, one still being screened and seen by nobody; corrections; and a member from whom nothing is heard.
 */
import { solveEffort } from '../platform/effort.ts'
import { sealUp } from './keys.ts'
import { statePledgeAct, type Scene, type Stage } from './story.ts'

/** Suspended by a ballot; falling silent. Neither takes part in anything else that the sample tells. */
export const SUSPENDED = 'vantage-signals'
export const SILENT = 'hollow-pine'
const ADDRESS = '127.0.0.1'

type Wish = Omit<Parameters<Stage['house']['concerns']['file']>[0], 'effort'>
type Kind = Parameters<Stage['house']['concerns']['prepareAct']>[1]['kind']

const SIGNED: Readonly<Record<string, { legalName: string; officer: { name: string; title: string } }>> = {
  [SUSPENDED]: { legalName: 'Vantage Signals Ltd', officer: { name: 'Leonie Marsh', title: 'Managing director' } },
  [SILENT]: { legalName: 'Hollow Pine Games AB', officer: { name: 'Elin Strand', title: 'Chief executive' } },
}

const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

export function concernScenes(stage: Stage): Scene[] {
  const { house, desks, people, secretariat } = stage
  const { concerns, ballots } = house
  const ombuds = () => people.find(({ role }) => role === 'ombudsperson')!.actor
  const known = new Map<string, string>()
  const idOf = (name: string): string => known.get(name)!
  let panel: string[] = []

  async function file(name: string, wish: Wish): Promise<void> {
    const given = await house.effort.challenge('concern')
    const { concern } = await concerns.file({ ...wish, effort: { challenge: given.challenge, number: solveEffort(given) } }, { address: ADDRESS, speaks: 'en' })
    known.set(name, concern)
  }
  async function act(slug: string, kind: Kind, says: Record<string, unknown>): Promise<string> {
    const { robot, key } = desks.get(slug)!
    const { statement } = await concerns.prepareAct(robot, { kind, says })
    return (await concerns.submitAct(robot, { envelope: await sealUp(statement, key) })).fact
  }
  const open = (name: string, summary: string) => concerns.open(ombuds(), idOf(name), { summary, language: 'en' })
  const sign = (slug: string) => statePledgeAct(stage, slug, 'pledge-signature', { ...SIGNED[slug]!, authority: { kind: 'register-extract' }, scope: { reach: 'group' } })

  /** By the sample's own log: whoever starts another sample draws another panel. */
  async function draw(): Promise<void> {
    await concerns.drawPanels()
    await house.ledger.settled()
    await concerns.drawPanels()
    const seats = async () => {
      const { subject: { events } } = await concerns.concern(idOf('trackers'))
      const last = events.findLast((event) => event.kind === 'panel-drawn' || event.kind === 'panel-recused')
      const ids = last !== undefined && 'panel' in last ? last.panel : []
      return [...desks.values()].filter(({ robot }) => ids.some((id) => id === robot.organisation)).map(({ slug }) => slug)
    }
    // who is silent stays so: it gives the seat to the next of the lot
    if ((await seats()).includes(SILENT)) await concerns.recuse(desks.get(SILENT)!.first, idOf('trackers'))
    panel = await seats()
  }

  async function find(): Promise<void> {
    const [first, second] = panel
    const finding = await act(first!, 'concern-finding', {
      concern: idOf('trackers'), finding: 'upheld', measure: 'suspension', language: 'en',
      reasons: 'We have seen the contract, spoken with the company and with those who were followed. The probes were sold to a ministry together with training in following single people, after the company had signed.\n\nThe company does not dispute the sale. It says that it did not know the purpose; the training says otherwise.',
    })
    await act(second!, 'concern-finding-position', { finding, position: 'joins' })
  }

  const ballot = async (): Promise<string> => {
    const called = (await concerns.concern(idOf('trackers'))).subject.events.find((event) => event.kind === 'ballot-called')
    return called !== undefined && 'ballot' in called ? called.ballot : ''
  }
  /** A hub whose log nobody cosigns draws no panel: its sample goes on without what the panel began. */
  const drawn = (day: number, play: Scene['play']): Scene => scene(day, async () => {
    if (panel.length > 0) await play()
  })
  const vote = (day: number, slug: string, position: 'yes' | 'no' | 'abstain', reason?: string): Scene => drawn(day, async () => {
    const { robot, key } = desks.get(slug)!
    const { statement } = await ballots.prepareAct(robot, { kind: 'vote', says: { ballot: await ballot(), position, ...(reason === undefined ? {} : { reason }) } })
    await ballots.submitAct(robot, { envelope: await sealUp(statement, key) })
  })

  return [
    scene(-128, () => sign(SUSPENDED)),
    scene(-214, () => sign(SILENT)),

    scene(-97, () => file('trackers', {
      kind: 'concern', organisation: SUSPENDED, language: 'en', title: 'Probes that follow people, sold to a ministry',
      text: 'The company sold its network probes to a ministry, with a course in following single people through them. I have the invoice and the slides of the course, and can name somebody who was followed.',
    })),
    scene(-94, () => open('trackers', 'Whoever filed this says that the company sold network probes to a ministry together with training in following single people, and offers documents. If that is so, clauses P2.1 and P2.2 of the pledge are concerned.')),
    scene(-83, () => act(SUSPENDED, 'concern-answer', {
      concern: idOf('trackers'), language: 'en',
      text: 'We sold probes for measuring networks, as we do to thirty operators. What a customer looks for in its own network is the customer’s affair. The course was given by a partner company under our name, and we have ended that partnership.',
    })),
    scene(-78, () => concerns.callPanel(ombuds(), idOf('trackers'), {})),
    scene(-77.9, draw),
    drawn(-70, find),
    drawn(-62.5, async () => {
      const id = await ballot()
      await ballots.freeze(secretariat.first, id)
      const { motions } = await ballots.move(secretariat.first, id, 'open-voting')
      await ballots.confirm(secretariat.second, id, motions[0]!.id)
    }),
    ...(['northgate-grid', 'lumen-cloud', 'cedar-bank', 'pelican-mail', 'small-lantern', 'meridian-health', 'ferrous-works'] as const).map((slug, index) => vote(-62 + index / 4, slug, 'yes')),
    vote(-60, 'kestrel-telecom', 'abstain'),
    scene(-55.4, () => ballots.turn()),
    drawn(-54, async () => {
      const { robot, key } = desks.get('secretariat')!
      const { statement } = await ballots.prepareAct(robot, { kind: 'ballot-certificate', says: { ballot: await ballot() } })
      await ballots.submitAct(robot, { envelope: await sealUp(statement, key) })
    }),
    drawn(-46.9, async () => {
      await ballots.turn()
      await concerns.followBallots()
      await concerns.publish(secretariat.first, idOf('trackers'))
    }),
    drawn(-46, () => concerns.publish(secretariat.second, idOf('trackers'))),

    scene(-52, () => file('elsewhere', { kind: 'concern', organisation: 'cedar-bank', language: 'es', title: 'Comisiones', text: 'Mi banco me cobra comisiones por una cuenta que cerré hace un año, y nadie me contesta.' })),
    scene(-49, () => concerns.decline(ombuds(), idOf('elsewhere'), { ground: 'outside-the-pledge', words: 'Lo que describe puede ser injusto, pero el compromiso no trata de comisiones. El defensor del cliente de su país puede ayudarle.', language: 'es' })),

    scene(-41, () => file('country', { kind: 'correction', organisation: 'kestrel-telecom', page: '/register/kestrel-telecom', language: 'en', title: 'Where their networks are', text: 'The page says that their networks reach from Arica to Punta Arenas. They sold the network of Magallanes in March.' })),
    scene(-38, () => concerns.correct(secretariat.first, idOf('country'), { words: 'Kestrel Telecom sold its network in Magallanes in March. Its networks reach from Arica to Puerto Montt; its description is being rewritten.', language: 'en' })),

    scene(-29, () => concerns.walkLadders()),
    scene(-24, () => file('forwarding', { kind: 'concern', organisation: 'pelican-mail', language: 'fr', title: 'Règles de transfert', text: 'Une règle de transfert a été créée sur le compte de notre école sans le délai annoncé, et les courriels des parents sont partis ailleurs pendant trois jours.' })),
    scene(-19, () => open('forwarding', 'Whoever filed this says that a forwarding rule took effect on a school’s account at once, although the company had announced a day’s wait and a second look.')),
    scene(-14.9, () => concerns.walkLadders()),
    scene(-8, () => act('pelican-mail', 'concern-answer', {
      concern: idOf('forwarding'), language: 'en',
      text: 'That is right, and we are sorry. Accounts that were moved from an older system kept the old rule until the 3rd of this month. We have found 214 of them, written to each, and moved them all.',
    })),
    scene(-16, () => file('firmware', { kind: 'concern', organisation: 'ferrous-works', language: 'de', title: 'Kein Update für ältere Antriebe', text: 'Für die Antriebe der Reihe F2 gibt es seit einem Jahr eine bekannte Lücke und kein Update, obwohl der Hersteller fünfzehn Jahre Pflege zugesagt hat.' })),
    scene(-11, () => open('firmware', 'Whoever filed this says that drives of one series have had a known vulnerability for a year without a fix, although the company promised fifteen years of care.')),

    scene(-6, () => file('screening', { kind: 'concern', organisation: 'lumen-cloud', language: 'ar', title: 'نسخ احتياطية في بلد آخر', text: 'حُفظت نسخ احتياطية لبياناتنا في بلد آخر دون أن يُقال لنا ذلك، وعلمنا به من فاتورة.' })),
    scene(-3, () => file('tip', { kind: 'tip', language: 'en', title: 'A new customer', text: 'Ask one of your members who its new customer in the capital is, and what it is paid for.' })),
    scene(-2, () => file('founded', { kind: 'correction', page: '/register/founders-2018', language: 'nl', title: 'Een naam', text: 'De naam van één van de ondertekenaars van 2018 is verkeerd gespeld op deze pagina.' })),
    scene(-0.8, () => concerns.walkLadders()),
  ]
}

/**
 * What the sample alliance decides: one guideline adopted, one without a quorum, one contested, an emergency that lapses unless it
 * is confirmed, one that is voted on now, and one that is discussed in its second version, with a question to be answered.
 */
import type { BallotId } from '@openaccord/names'
import { sealUp } from './keys.ts'
import type { Scene, Stage } from './story.ts'

type Kind = Parameters<Stage['house']['ballots']['prepareAct']>[1]['kind']
type Draft = Parameters<Stage['house']['ballots']['propose']>[1]
type Said = [slug: string, position: 'yes' | 'no' | 'abstain' | 'recuse', reason?: string]

const TWO_PEOPLE: Draft = {
  kind: 'guideline', title: 'Two people on every report',
  text: '# Two people on every report\n\nWho receives reports of vulnerabilities names two people who read them.\n\nNeither is away while the other is.',
}
const HOSPITALS: Draft = {
  kind: 'joint-statement', title: 'On the attacks on hospital networks',
  text: '# On the attacks on hospital networks\n\nWe have seen attacks on the networks of hospitals in three countries. Whoever is behind them attacks the sick.\n\nWe help those who were attacked, whoever they are, and ask nothing for it.',
}
const ONE_ADDRESS: Draft = {
  kind: 'guideline', title: 'One address for every report',
  text: '# One address for every report\n\nEach signatory takes reports at one address, which is the same for all of its products.\n\nIt is written in its security.txt.',
}
const INDICATORS: Draft = {
  kind: 'emergency', title: 'Indicators of the meter attack to all, at once',
  text: '# Indicators of the meter attack to all, at once\n\nWhat signatories know of the attack on meter gateways is shared with all signatories and partners within the hour, for as long as this holds.',
}
const UPDATES: Draft = {
  kind: 'guideline', title: 'The same update for everyone, on the same day',
  text: '# The same update for everyone, on the same day\n\nA fix of a critical vulnerability is offered in all regions and languages on the same day.\n\nWhere a law stands in the way, that is said in public.',
}
const AWAY = 'Whoever is one person on a report is away one day, and on that day nobody reads it.'
const RETIREMENT: Draft = {
  kind: 'guideline', title: 'Saying when support ends',
  text: '# Saying when support ends\n\nEach product says on its first page until which day it receives fixes.\n\nThe day is not moved forward.',
}

const scene = (day: number, play: () => Promise<unknown>): Scene => ({ day, play })

export function ballotScenes(stage: Stage): Scene[] {
  const { house, desks, secretariat } = stage
  const { ballots } = house

  async function act(slug: string, kind: Kind, says: Record<string, unknown>): Promise<void> {
    const { robot, key } = desks.get(slug)!
    const { statement } = await ballots.prepareAct(robot, { kind, says })
    await ballots.submitAct(robot, { envelope: await sealUp(statement, key) })
  }

  /** Proposed by one organisation; `at` gives the scenes of what follows, which know its id once it has one. */
  function ballot(day: number, by: string, draft: Draft) {
    let id = '' as BallotId
    const proposer = () => desks.get(by)!.first
    return {
      begin: scene(day, async () => {
        id = (await ballots.propose(proposer(), draft)).id
        await ballots.open(proposer(), id)
      }),
      write: (at: number, text: string): Scene => scene(at, () => ballots.write(proposer(), id, { text })),
      say: (at: number, slug: string, text: string): Scene => scene(at, () => ballots.comment(desks.get(slug)!.first, id, text)),
      ask: (at: number, slug: string, text: string): Scene => scene(at, () => ballots.ask(desks.get(slug)!.first, id, text)),
      answer: (at: number, text: string): Scene => scene(at, async () => {
        const { ballot: { questions } } = await ballots.ballot(proposer(), id)
        await ballots.answer(proposer(), id, questions.find(({ answer }) => answer === null)!.id, text)
      }),
      vote: (at: number): Scene => scene(at, async () => {
        await ballots.freeze(secretariat.first, id)
        const { motions } = await ballots.move(secretariat.first, id, 'open-voting')
        await ballots.confirm(secretariat.second, id, motions[0]!.id)
      }),
      votes: (from: number, ...said: Said[]): Scene[] => said.map(([slug, position, reason], index) =>
        scene(from + index / 4, () => act(slug, 'vote', { ballot: id, position, ...(reason === undefined ? {} : { reason }) }))),
      count: (at: number): Scene => scene(at, () => ballots.turn()),
      certify: (at: number): Scene => scene(at, () => act('secretariat', 'ballot-certificate', { ballot: id })),
      contest: (at: number, slug: string, reasons: string): Scene => scene(at, () => act(slug, 'ballot-contest', { ballot: id, reasons })),
    }
  }

  const people = ballot(-140, 'lumen-cloud', TWO_PEOPLE)
  const hospitals = ballot(-85, 'meridian-health', HOSPITALS)
  const address = ballot(-34, 'pelican-mail', ONE_ADDRESS)
  const indicators = ballot(-13, 'northgate-meters', INDICATORS)
  const updates = ballot(-11.5, 'small-lantern', UPDATES)
  const retirement = ballot(-9, 'ferrous-works', RETIREMENT)
  return [
    people.begin, people.say(-138, 'small-lantern', 'We are ten. Two of us can do this; five could not.'), people.vote(-132),
    ...people.votes(-131, ['northgate-grid', 'yes'], ['lumen-cloud', 'yes'], ['small-lantern', 'abstain'], ['cedar-bank', 'yes'], ['meridian-health', 'yes'], ['kestrel-telecom', 'no', 'We would need a third person for the nights.'], ['small-lantern', 'yes', AWAY], ['northgate-meters', 'yes']),
    people.count(-124.9), people.certify(-123), people.count(-115.9),

    hospitals.begin, hospitals.vote(-77), ...hospitals.votes(-76, ['meridian-health', 'yes'], ['small-lantern', 'yes']), hospitals.count(-69.9),

    address.begin, address.ask(-31, 'cedar-bank', 'May the address differ by country, where a law asks for it?'), address.answer(-29, 'Yes, as long as the one in security.txt leads to it.'), address.vote(-26),
    ...address.votes(-25, ['northgate-grid', 'yes'], ['lumen-cloud', 'yes'], ['pelican-mail', 'yes'], ['small-lantern', 'yes'], ['cedar-bank', 'no', 'One address for twelve countries is a queue, not an address.'], ['ferrous-works', 'recuse'], ['meridian-health', 'yes']),
    address.count(-18.9), address.certify(-9), address.contest(-4, 'cedar-bank', 'The answer to our question changed what the text means, and the text was not changed. A new version would have begun the seven days again.'),

    indicators.begin, indicators.vote(-11.9), ...indicators.votes(-11.8, ['northgate-meters', 'yes'], ['lumen-cloud', 'yes'], ['small-lantern', 'yes'], ['ferrous-works', 'yes'], ['pelican-mail', 'abstain']), indicators.count(-9.8), indicators.certify(-9.6), indicators.count(-2.5),

    updates.begin, updates.say(-9.5, 'kestrel-telecom', 'We publish in two languages. The second takes us a day today; we will make it hours.'), updates.vote(-3.5),
    ...updates.votes(-3, ['small-lantern', 'yes'], ['northgate-grid', 'no', 'Grid operators test for a week. The same day is not safe for them.'], ['northgate-meters', 'yes', 'Our group has talked: the text asks to offer, not to install.'], ['kestrel-telecom', 'abstain']),

    retirement.begin, retirement.say(-7, 'meridian-health', 'Devices in hospitals live for fifteen years. Say how many years at least.'),
    retirement.write(-4, RETIREMENT.text.replace('receives fixes.', 'receives fixes, and that is at least five years after it was last sold.')),
    retirement.ask(-2, 'lumen-cloud', 'Does a service that is changed every week have a day on which it was last sold?'),
  ]
}

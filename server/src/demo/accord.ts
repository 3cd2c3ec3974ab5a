/**
 * How the sample alliance came to be: a pledge in two versions, a founding ceremony, renewals, a key that was rotated
 * and one that was lost, a conflict of law, an organisation that became part of another, and one that left.
 * Every act goes the way that anybody's goes: prepared, signed with the organisation's key, handed in.
 */
import { readFileSync } from 'node:fs'
import type { OrganisationId } from '@openaccord/names'
import type { House } from '../compose/house.ts'
import { iso } from '../kernel/index.ts'
import { compromiseKey, makeKey, registerKey, type Desk } from './keys.ts'
import { onDay, statePledgeAct, type PledgeKind, type Scene, type Stage } from './story.ts'
import type { Zone } from './zone.ts'

const LANGUAGES = ['fr', 'es', 'ar', 'nl']
const OFFICERS: Readonly<Record<string, { legalName: string; name: string; title: string }>> = {
  'northgate-grid': { legalName: 'Northgate Grid A/S', name: 'Karen Storm', title: 'Chief executive' },
  'northgate-meters': { legalName: 'Northgate Meters A/S', name: 'Karen Storm', title: 'Chair of the board' },
  'lumen-cloud': { legalName: 'Lumen Cloud Limited', name: 'Fergus Daly', title: 'Chief executive' },
  'brightwell-apps': { legalName: 'Brightwell Apps Limited', name: 'Niamh Kelly', title: 'Managing director' },
  'cedar-bank': { legalName: 'Banco Cedar, S.A.', name: 'Isabel Ferrer', title: 'Presidenta' },
  'pelican-mail': { legalName: 'Pelican Mail Inc.', name: 'Ruth Abelson', title: 'President' },
  'ferrous-works': { legalName: 'Ferrous Works GmbH', name: 'Heike Sommer', title: 'Geschäftsführerin' },
  'small-lantern': { legalName: 'Small Lantern, Lda.', name: 'Rita Fonseca', title: 'Gerente' },
  'meridian-health': { legalName: 'Meridian Health Systems (Pty) Ltd', name: 'Sipho Nkosi', title: 'Chief executive' },
  'kestrel-telecom': { legalName: 'Kestrel Telecom S.A.', name: 'Valentina Rojas', title: 'Gerenta general' },
  'tidewater-media': { legalName: 'Tidewater Media Ltd', name: 'Harriet Cole', title: 'Chief executive' },
  'aurora-chips': { legalName: 'Aurora Chips Co., Ltd.', name: 'Seoyeon Lim', title: 'Vice president' },
  'civic-shield': { legalName: 'Civic Shield Trust', name: 'Wanjiru Kamau', title: 'Director' },
}
const FOUNDERS = ['northgate-grid', 'northgate-meters', 'lumen-cloud', 'brightwell-apps', 'cedar-bank', 'pelican-mail', 'ferrous-works', 'meridian-health', 'tidewater-media']

const scene = (day: number, play: Scene['play']): Scene => ({ day, play })

/** From the first draft to the eve of the sample's last month, in the order in which it happened. */
export function accordScenes(stage: Stage): Scene[] {
  const { house, zone, desks, organisations, secretariat } = stage
  const desk = (slug: string): Desk => desks.get(slug)!
  const idOf = (slug: string): OrganisationId => organisations.get(slug)!
  let ceremony = ''

  const act = (slug: string, kind: PledgeKind, says: Record<string, unknown>, held?: string): Promise<string> => statePledgeAct(stage, slug, kind, says, held)
  const sign = (slug: string, held?: string): Promise<string> =>
    act(slug, 'pledge-signature', { legalName: OFFICERS[slug]!.legalName, officer: officerOf(slug), authority: { kind: slug === 'northgate-meters' ? 'board-resolution' : 'register-extract' }, scope: { reach: 'group' } }, held)
  const secretariatStates = async (kind: 'pledge-version' | 'affiliation' | 'succession', says: Record<string, unknown>): Promise<void> => {
    await house.pledges.confirmProposal(secretariat.second, await act('secretariat', kind, says))
  }
  const draft = async (version: string, title: string, major: boolean, until: number): Promise<void> => {
    await house.pledges.draftPledge(secretariat.first, { version, title, major, languageOfRecord: 'en', text: textOf(version, 'en') })
    for (const language of LANGUAGES) await house.pledges.writePledge(secretariat.first, version, language, { text: textOf(version, language) })
    await house.pledges.openForComment(secretariat.first, version, { from: house.clock(), until: onDay(stage, until) })
  }

  return [
    scene(-429, async () => {
      for (const each of desks.values()) await registerKey(house, zone, each, each.key)
    }),
    scene(-425, () => draft('1.0', 'The Harbour pledge', true, -417)),
    scene(-416, () => secretariatStates('pledge-version', { version: '1.0' })),
    scene(-412, async () => {
      ceremony = (await house.pledges.openCeremony(secretariat.first, { title: 'Founding of the Harbour Accord', at: onDay(stage, -405), organisations: [...FOUNDERS, 'aurora-chips'] })).id
    }),
    ...FOUNDERS.map((slug, index) => scene(-411.5 + index / 2, () => sign(slug, ceremony))),
    scene(-405, () => house.pledges.holdCeremonies()),
    scene(-404, () => act('northgate-grid', 'statement', {
      title: 'Why we signed', language: 'en', clauses: ['P1.1'],
      text: 'We run the lines that keep hospitals lit. Whoever attacks them attacks everyone on them.\n\nWe signed because we would rather be held to our word than be thanked for it.',
    })),
    scene(-398, () => act('civic-shield', 'pledge-endorsement', { legalName: OFFICERS['civic-shield']!.legalName, officer: officerOf('civic-shield') })),
    scene(-380, () => secretariatStates('affiliation', { group: 'Northgate', organisations: [idOf('northgate-grid'), idOf('northgate-meters')] })),
    scene(-345, () => sign('kestrel-telecom')),
    scene(-344, () => act('kestrel-telecom', 'conflict-of-law', {
      jurisdiction: 'CL', law: 'Telecommunications secrecy order (invented for this sample)', clauses: ['P2.1'],
      effect: 'An order under this law may forbid us to tell a customer that we were asked for help against them. We refuse such help; we may not be free to say that we were asked.',
    })),
    scene(-300, () => rotate(house, zone, desk('lumen-cloud'))),
    scene(-240, () => sign('small-lantern')),
    scene(-236, () => act('small-lantern', 'statement', { title: 'Dez pessoas, a mesma palavra', language: 'pt', text: 'Somos dez. Assinámos o mesmo texto que os grandes, com as mesmas obrigações, e publicamos aqui o que fazemos.' })),
    scene(-201, () => act('pelican-mail', 'statement', { title: 'New limits for forwarding rules', language: 'en', text: 'From today a new forwarding rule waits for a day and a second look. Most account thefts we saw used one.' })),
    scene(-198, async () => {
      const pelican = desk('pelican-mail')
      const lost = pelican.key
      const fresh = await makeKey()
      await registerKey(house, zone, pelican, fresh)
      pelican.key = fresh
      await compromiseKey(house, pelican, lost, iso(onDay(stage, -202)), 'A laptop with a copy of the key was stolen.')
    }),
    scene(-160, () => act('aurora-chips', 'pledge-endorsement', { legalName: OFFICERS['aurora-chips']!.legalName, officer: officerOf('aurora-chips') })),
    scene(-130, () => draft('2.0', 'The Harbour pledge', true, -100)),
    scene(-120, () => act('tidewater-media', 'pledge-withdrawal', { reason: 'Our board has decided to leave associations that publish statements in our name.' })),
    scene(-110, () => secretariatStates('succession', { predecessor: idOf('brightwell-apps'), successor: idOf('lumen-cloud'), how: 'merged', on: iso(onDay(stage, -112)).slice(0, 10), note: 'Its products and people are Lumen Cloud’s now.' })),
    ...([[-95, 'northgate-grid'], [-94, 'northgate-meters'], [-92, 'lumen-cloud'], [-91, 'cedar-bank']] as const).map(([day, slug]) =>
      scene(day, () => act(slug, 'pledge-renewal', { officer: officerOf(slug) }))),
    scene(-89, async () => {
      for (const slug of ['tidewater-media', 'brightwell-apps']) await house.database.transact((tx) => house.members.removeWithin(tx, idOf(slug), { by: null, now: house.clock() }))
    }),
    scene(-75, () => secretariatStates('pledge-version', { version: '2.0' })),
    ...([[-70, 'small-lantern'], [-66, 'northgate-grid'], [-66, 'northgate-meters'], [-58, 'ferrous-works'], [-52, 'lumen-cloud'], [-47, 'meridian-health'], [-44, 'pelican-mail']] as const).map(([day, slug]) =>
      scene(day, () => sign(slug))),
    scene(-40, () => act('cedar-bank', 'statement', { title: 'La versión 2.0 está en nuestro consejo', language: 'es', text: 'El consejo la trata en su próxima reunión. Hasta entonces vale nuestra firma de la versión 1.0, renovada este año.' })),
  ]
}

/** A new key takes the place of the old one: both sign its registration. */
async function rotate(house: House, zone: Zone, desk: Desk): Promise<void> {
  const old = desk.key
  const fresh = await makeKey()
  await registerKey(house, zone, desk, fresh, old)
  desk.key = fresh
}

function officerOf(slug: string): { name: string; title: string } {
  const { name, title } = OFFICERS[slug]!
  return { name, title }
}

const textOf = (version: string, language: string): string => readFileSync(new URL(`../capabilities/pledges/texts/${version}/${language}.md`, import.meta.url), 'utf8')

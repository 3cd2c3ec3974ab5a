/** Organisations that sign, and an embargo of theirs, for tests. */
import { SECOND, type Actor } from '../../../kernel/index.ts'
import { bring } from '../../members/testing/house.ts'
import { activeKey, robotOf, sealUp, type TestKey } from '../../members/testing/keys.ts'
import type { EmbargoAct } from '../verbs/embargo.ts'
import { openStory, type CaseHouse, type Story, type Team } from './house.ts'

export type Signer = Team & { robot: Actor; key: TestKey }
export type SigningStory = Omit<Story, 'owner' | 'vendor' | 'other'> & { owner: Signer; vendor: Signer; other: Signer }
export const TERMS = 'We keep quiet about this until the end, and publish together.'

/** A key, confirmed by two people, and a program that uses it. */
export async function withKey(house: CaseHouse, team: Team): Promise<Signer> {
  const second = await bring(house, team.manager, `second@${team.slug}.example`, ['representative'])
  const robot = await robotOf(house, team.manager)
  return { ...team, robot, key: await activeKey(house, robot, second) }
}

export async function openSigningStory(...how: Parameters<typeof openStory>): Promise<SigningStory> {
  const story = await openStory(...how)
  const { house, owner, vendor, other } = story
  return { ...story, owner: await withKey(house, owner), vendor: await withKey(house, vendor), other: await withKey(house, other) }
}

/** Prepared, signed with the organisation's key, handed in by its program. */
export async function act({ house, id }: Pick<SigningStory, 'house' | 'id'>, { robot, key }: Signer, kind: EmbargoAct, says: Record<string, unknown> = {}) {
  house.pass(SECOND)
  const { statement } = await house.cases.prepareEmbargoAct(robot, { kind, says: { case: id, ...says } })
  return house.cases.submitEmbargoAct(robot, { envelope: await sealUp(statement, key), ...(typeof says['text'] === 'string' ? { text: says['text'] } : {}) })
}

export const inDays = ({ now }: CaseHouse, days: number): string => new Date(Math.round(now() / 1000) + days * 86_400_000).toISOString()

export const propose = async (story: Pick<SigningStory, 'house' | 'id'>, signer: Signer, days: number) => {
  await act(story, signer, 'embargo-proposal', { ends: inDays(story.house, days), zone: 'Europe/Paris', text: TERMS })
  return (await view(story, signer)).story.state.embargo.open.at(-1)?.id
}
export const view = ({ house, id }: Pick<SigningStory, 'house' | 'id'>, { asking }: Pick<Team, 'asking'>) => house.cases.embargo(asking, id)
export const stateOf = async (story: Pick<SigningStory, 'house' | 'id' | 'owner'>) => (await view(story, story.owner)).story.state.embargo.state

/** Invited, and by accepting the terms in force a participant; or by joining where none are. */
export async function askIn({ house, owner, id }: Pick<SigningStory, 'house' | 'owner' | 'id'>, team: Team) {
  house.pass(SECOND)
  return (await house.cases.invite(owner.asking, id, { organisation: team.slug, roles: ['vendor'] })).party
}

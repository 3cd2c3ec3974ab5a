/**
 * The sample alliance's story: scenes of every room, played in the order of their days, with the hub's clock set to each.
 * Every act goes the way that anybody's goes: prepared, signed with the organisation's key, handed in.
 */
import type { OrganisationId } from '@openaccord/names'
import type { House } from '../compose/house.ts'
import type { Actor } from '../kernel/index.ts'
import { sealUp, type Desk } from './keys.ts'
import type { Role } from './words.ts'
import type { Zone } from './zone.ts'

/** Somebody of the sample, signed in. */
export type Seated = { organisation: string; name: string; actor: Actor; role: Role }
export type Stage = {
  house: House
  zone: Zone
  /** By organisation's slug: where two people look after its keys. */
  desks: ReadonlyMap<string, Desk>
  organisations: ReadonlyMap<string, OrganisationId>
  people: readonly Seated[]
  /** Two persons of the secretariat, signed in. */
  secretariat: { first: Actor; second: Actor }
  /** What the hub has mailed so far, links in it. */
  mails: readonly { to: string; text: string }[]
  /** Milliseconds since 1970: the sample's present. */
  present: number
}
/** `day` counts from the present: -30 is a month ago, -29.5 half a day later. Scenes of one day play in the order given. */
export type Scene = { day: number; play: () => Promise<unknown> }

export const DAY_MS = 86_400_000

/** `travel` sets the hub's clock, in milliseconds since 1970. */
export async function tell(scenes: readonly Scene[], present: number, travel: (toMilliseconds: number) => void): Promise<void> {
  for (const { day, play } of scenes.toSorted((a, b) => a.day - b.day)) {
    travel(Math.round(present + day * DAY_MS))
    await play()
  }
}

/** The instant of a day of the story, in microseconds since 1970. */
export const onDay = ({ present }: Pick<Stage, 'present'>, day: number): number => Math.round(present + day * DAY_MS) * 1000

export type PledgeKind = Parameters<House['pledges']['prepareAct']>[1]['kind']

/** An act of the pledge's room. Gives the fact, or the proposal that waits for a second person. */
export async function statePledgeAct({ house, desks }: Pick<Stage, 'house' | 'desks'>, slug: string, kind: PledgeKind, says: Record<string, unknown>, ceremony?: string): Promise<string> {
  const { robot, key } = desks.get(slug)!
  const { statement } = await house.pledges.prepareAct(robot, { kind, says })
  const { fact, proposal } = await house.pledges.submitAct(robot, { envelope: await sealUp(statement, key), ...(ceremony === undefined ? {} : { ceremony }) })
  return fact ?? proposal ?? ''
}

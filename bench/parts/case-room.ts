/** A case as large as cases get, written through the room's verbs, and the room's own addresses behind a door. */
import { randomBytes } from 'node:crypto'
import { contract } from '@openaccord/api'
import { casesEndpoints, createCases, embargoEndpoints } from '../../server/src/capabilities/cases/index.ts'
import { act, openSigningStory, propose } from '../../server/src/capabilities/cases/testing/embargo.ts'
import { askBy, bringIn, type CaseHouse } from '../../server/src/capabilities/cases/testing/house.ts'
import { SECOND, type Actor } from '../../server/src/kernel/index.ts'
import type { Database } from '../../server/src/platform/database.ts'
import type { RouteShape } from '../../server/src/platform/endpoint.ts'
import { openRoomDoor } from '../../server/src/platform/testing/room-door.ts'
import { createVault, vaultKey } from '../../server/src/platform/vault.ts'

export type Size = { vendors: number; vulnerabilities: number; messages: number }
/** What another process needs to ask the same. */
export type Filled = { id: string; draft: string; message: string; owner: Actor; vendor: Actor; now: number }

export const TEXT = 'The parser of names writes past its end where a name has more than 4,096 letters. '.repeat(6)
/** The same in every process of a run. */
export const benchVault = () => createVault({ keys: [vaultKey(Buffer.alloc(32, 7))], random: randomBytes })

/** Every vendor has accepted an embargo; a third never looked, a third has seen, a third has said something of every vulnerability. */
export async function fillCase(database: Database, { vendors, vulnerabilities, messages }: Size): Promise<{ house: CaseHouse; filled: Filled }> {
  const numbers = Array.from({ length: vulnerabilities }, (_, at) => at + 1)
  const story = await openSigningStory(database, { vulnerabilities: numbers.map((n) => ({ label: `Flaw ${n} of the parser` })) }, { vault: benchVault() })
  const { house, owner, vendor, id } = story
  await bringIn(story, vendor)
  await act(story, vendor, 'embargo-consent', { terms: await propose(story, owner, 90) })
  const guests = []
  for (let n = 1; n < vendors; n++) {
    house.pass(SECOND)
    const { link } = await house.cases.invite(owner.asking, id, { guest: { name: `Vendor ${n}` }, roles: ['vendor'] })
    const asking = askBy(link!)
    await house.cases.answerAsGuest(asking, id, { kind: 'embargo-consent' })
    if (n % 3 > 0) await house.cases.noteReading(asking, (await house.cases.case(asking, id)).opened)
    if (n % 3 === 2) await house.cases.state(asking, id, { vulnerabilities: numbers, state: 'affected' })
    guests.push(asking)
  }
  const draft = await house.cases.beginDraft(owner.asking, id, { thread: 1, title: 'Advisory', text: TEXT.repeat(10) })
  await house.cases.addTask(owner.asking, id, { thread: 1, title: 'Reserve a CVE' })
  let message = ''
  for (let n = 0; n < messages; n++) {
    house.pass(SECOND)
    message = (await house.cases.post(guests[n % guests.length]!, id, 1, { text: `${n} ${TEXT}` })).message.id
  }
  return { house, filled: { id, draft, message, owner: owner.analyst, vendor: vendor.analyst, now: house.now() } }
}

type Ask = { name: string; route: RouteShape; params?: Record<string, string | number>; query?: string }
const { cases: routes, embargo } = contract

/** Every address of this room that only reads. */
export const readsOf = ({ draft, message }: Filled): Ask[] => [
  { name: 'list', route: routes.cases }, { name: 'overview', route: routes.case }, { name: 'people', route: routes.people }, { name: 'matrix', route: routes.matrix }, { name: 'threads', route: routes.threads },
  { name: 'thread, 50 messages', route: routes.thread, params: { thread: 1 } }, { name: 'thread, 200 messages', route: routes.thread, params: { thread: 1 }, query: '?limit=200' },
  { name: 'versions of a message', route: routes.messageVersions, params: { message } }, { name: 'files', route: routes.files }, { name: 'tasks', route: routes.tasks },
  { name: 'drafts', route: routes.drafts }, { name: 'a draft', route: routes.draft, params: { draft } }, { name: 'notes', route: routes.notes },
  { name: 'search, few found', route: routes.search, query: '?words=names%20499' }, { name: 'search, all found', route: routes.search, query: '?words=parser' },
  { name: 'time line, 50 entries', route: routes.timeline }, { name: 'time line, 200 entries', route: routes.timeline, query: '?limit=200' }, { name: 'embargo', route: embargo.embargo }, { name: 'process', route: embargo.process }, { name: 'clocks', route: embargo.clocks },
  { name: 'default of the embargo', route: embargo.embargoDefault }, { name: 'calendar', route: embargo.calendar }, { name: 'figures', route: routes.figures },
]

/** A room that remembers nothing yet. */
export async function openRoom({ means, now }: Pick<CaseHouse, 'means' | 'now'>) {
  const cases = createCases(means)
  const { fetch } = await openRoomDoor({ clock: now, endpoints: [...casesEndpoints(cases), ...embargoEndpoints(cases)] })
  return async (id: string, { route, params, query = '' }: Ask, as: Actor): Promise<void> => {
    const { statusCode, body } = await fetch(route, { params: { case: id, ...params }, query, as })
    if (statusCode !== 200) throw new Error(`${route.path}: ${body}`)
  }
}

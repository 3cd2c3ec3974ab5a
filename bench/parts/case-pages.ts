/** A whole hub, its pages and one case with many vendors in it: what each page of that case takes to be made, and what it weighs. */
import { join } from 'node:path'
import { asking, SESSION, signIn } from '../../conformance/asking.ts'
import { accountOf } from '../../conformance/everywhere.ts'
import { startTestHouse } from '../../conformance/start.ts'
import { caseMatrixFile, pathTo } from '../../portal/app/paths.ts'
import { askBy } from '../../server/src/capabilities/cases/testing/house.ts'
import { TEXT, type Size } from './case-room.ts'

export type Weighed = { status: number; bytes: number }
export type Pages = { paths: readonly { name: string; path: string }[]; get: (path: string) => Promise<Weighed>; close: () => Promise<void> }

const PORTAL = join(import.meta.dirname, '..', '..', 'portal')
const OWNER = 'Aisha Rahman'
/** A case of hers in the sample alliance whose embargo is in force. */
const TITLE = 'A clock that can be set from outside'

/** Every page of the case, asked for over a socket with a session, as a browser does. */
export async function openPages(size: Size): Promise<Pages> {
  const hub = await startTestHouse({ portal: PORTAL })
  const ask = asking(hub.url)
  const { token, signInUrl } = accountOf(hub.guide, OWNER)
  const list = (await ask('/api/v1/cases?limit=200', { token })).json() as { cases: { id: string; inside: { title: string } | null }[] }
  const id = list.cases.find(({ inside }) => inside?.title === TITLE)?.id
  if (id === undefined) throw new Error(`no case “${TITLE}”`)
  await fill(hub, id, token, size)
  await hub.house.settle()
  await hub.house.door.warm()
  const session = await signIn(ask, signInUrl)
  const at = (name: Parameters<typeof pathTo>[0], query = {}): string => pathTo(name, { id }, query)
  return {
    paths: [
      { name: 'cases', path: pathTo('cases') }, { name: 'overview with the matrix', path: at('case') }, { name: 'the same, silent ones', path: at('case', { state: 'silent' }) },
      { name: 'people', path: at('casePeople') }, { name: 'threads', path: at('caseThreads') }, { name: 'a thread', path: pathTo('caseThread', { id, thread: '1' }) },
      { name: 'files', path: at('caseFiles') }, { name: 'tasks', path: at('caseTasks') }, { name: 'drafts', path: at('caseDrafts') }, { name: 'embargo', path: at('caseEmbargo') },
      { name: 'time line', path: at('caseTimeline') }, { name: 'search', path: at('caseSearch', { words: 'names 499' }) }, { name: 'notes', path: at('caseNotes') }, { name: 'matrix as a file', path: caseMatrixFile(id, {}) },
    ],
    async get(path) {
      const { status, bytes } = await ask(path, { headers: { accept: 'text/html', 'accept-encoding': 'gzip', cookie: `${SESSION}=${session}` } })
      return { status, bytes: bytes.length }
    },
    close: hub.close,
  }
}

/** Guests as vendors, each bound by the embargo; a third never looked, a third has seen, a third has said of every second one this, of the others that. */
async function fill({ house }: Awaited<ReturnType<typeof startTestHouse>>, id: string, token: string, { vendors, vulnerabilities, messages }: Size): Promise<void> {
  const actor = await house.members.authenticate({ authorization: `Bearer ${token}`, address: '127.0.0.1', userAgent: 'bench' })
  const owner = { actor, link: undefined }
  const present = async () => [...(await house.cases.case(owner, id)).opened.seen.state.vulnerabilities.values()].map(({ n }) => n)
  for (let n = (await present()).length; n < vulnerabilities; n++) await house.cases.addVulnerability(owner, id, { label: `Flaw ${n + 1} of the parser` })
  const numbers = await present()
  const guests = []
  for (let n = 1; n <= vendors; n++) {
    const { link } = await house.cases.invite(owner, id, { guest: { name: `Vendor ${n}` }, roles: ['vendor'] })
    const guest = askBy(link!)
    await house.cases.answerAsGuest(guest, id, { kind: 'embargo-consent' })
    if (n % 3 > 0) await house.cases.noteReading(guest, (await house.cases.case(guest, id)).opened)
    if (n % 3 === 2) await house.cases.state(guest, id, { vulnerabilities: numbers.filter((_, at) => at % 2 === 0), state: 'affected' })
    if (n % 3 === 2) await house.cases.state(guest, id, { vulnerabilities: numbers.filter((_, at) => at % 2 === 1), state: 'investigating' })
    guests.push(guest)
  }
  for (let n = 0; n < messages; n++) await house.cases.post(guests[n % guests.length]!, id, 1, { text: `${n} ${TEXT}` })
}

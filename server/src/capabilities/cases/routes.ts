/** The contract's routes of this room: parse, call one verb, show. Whoever asks is a person with a session or token, or a guest by cookie. */
import { contract } from '@openaccord/api'
import { parseReportId } from '@openaccord/names'
import { microsOfIso } from '../../kernel/index.ts'
import { readPlace } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { GUEST_COOKIE, guestCookie, KEPT_SECONDS } from './routes/cookie.ts'
import {
  showCard, showCase, showDraft, showEntry, showFigures, showFile, showFound, showMatrix, showMessage, showParty, showPeople, showTask, showThread, showVersions, sortTasks, type Around,
} from './routes/show.ts'
import { coordinates, isIn } from './model/fold.ts'
import { movesOf, needInside } from './model/may.ts'
import { LIMITS } from './model/limits.ts'
import type { Asking, Opened } from './verbs/book.ts'
import { bytesKept, fileOf, taskOf } from './verbs/work.ts'
import type { Cases } from './verbs.ts'

const { cases: routes } = contract
type Caller = { actor: Asking['actor']; cookies: ReadonlyMap<string, string>; origin: string }

/** As the door knows who asks. */
export const askingOf = ({ actor, cookies, origin }: Caller): Asking => ({ actor, link: guestCookie({ cookies, isTls: origin.startsWith('https:') }) })

export function casesEndpoints(cases: Cases): Endpoint[] {
  return [...caseEndpoints(cases), ...guestEndpoints(cases), ...peopleEndpoints(cases), ...matrixEndpoints(cases), ...threadEndpoints(cases), ...fileEndpoints(cases), ...taskEndpoints(cases), ...draftEndpoints(cases), ...noteEndpoints(cases)]
}

function caseEndpoints(cases: Cases): Endpoint[] {
  /** Reading is noted: that is how *seen* comes about. */
  const shown = async (asking: Asking, id: string) => {
    const view = await cases.case(asking, id)
    await cases.noteReading(asking, view.opened)
    return showCase(view)
  }
  return [
    on(routes.cases, async ({ actor, query: { limit = 50, ...query } }) => {
      const { cards, roll, ...rest } = await cases.cases(actor, { ...query, limit })
      return { ...rest, cases: cards.map((card) => showCard(card, roll)) }
    }),
    on(routes.open, async ({ actor, body: { report, ...body } }) => cases.open(actor, { ...body, report: report === undefined ? undefined : parseReportId(report) })),
    on(routes.figures, async ({ query }) => {
      const { closed, all, members } = await cases.figures(query.slug)
      return { closed, all: showFigures(all), members: members.map(({ slug, name, ...figures }) => ({ slug, name, ...showFigures(figures) })) }
    }),
    on(routes.case, async (ask) => shown(askingOf(ask), ask.params.case)),
    on(routes.editCase, async (ask) => then(cases.editCase(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.addVulnerability, async (ask) => then(cases.addVulnerability(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.editVulnerability, async (ask) => then(cases.editVulnerability(askingOf(ask), ask.params.case, Number(ask.params.vulnerability), ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.closeCase, async (ask) => then(cases.closeCase(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.reopenCase, async (ask) => then(cases.reopenCase(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.splitCase, async (ask) => cases.splitCase(askingOf(ask), ask.params.case, ask.body)),
    on(routes.mergeCase, async (ask) => cases.mergeCase(askingOf(ask), ask.params.case, ask.body)),
    on(routes.join, async (ask) => then(cases.join(askingOf(ask), ask.params.case), () => shown(askingOf(ask), ask.params.case))),
    on(routes.decline, async (ask) => then(cases.decline(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.leave, async (ask) => then(cases.leave(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.timeline, async (ask) => {
      const { opened, entries, next } = await cases.timeline(askingOf(ask), ask.params.case, { after: placeOf(ask.query.after), limit: ask.query.limit ?? 50 })
      const around = await aroundOf(cases, opened)
      return { events: entries.map((entry) => showEntry(around, entry)), next: next === null ? null : String(next), whole: opened.whole }
    }),
    on(routes.search, async (ask) => {
      const { opened, found } = await cases.search(askingOf(ask), ask.params.case, ask.query.words)
      const around = await aroundOf(cases, opened)
      return { found: found.map((one) => showFound(around, one)) }
    }),
  ]
}

function guestEndpoints(cases: Cases): Endpoint[] {
  const shown = async (asking: Asking, link: string | undefined) => {
    const view = await cases.case(asking, await cases.guestCase(link))
    await cases.noteReading(asking, view.opened)
    return showCase(view)
  }
  return [
    on(routes.openGuest, async ({ actor, body, setCookie }) => {
      const reply = await shown({ actor, link: body.link }, body.link)
      setCookie({ name: GUEST_COOKIE, value: body.link.replace(/\s+/g, '').toLowerCase(), maxAgeSeconds: KEPT_SECONDS })
      return reply
    }),
    on(routes.guest, async (ask) => shown(askingOf(ask), askingOf(ask).link)),
    on(routes.closeGuest, async ({ setCookie }) => {
      setCookie({ name: GUEST_COOKIE, value: '', maxAgeSeconds: 0 })
      return { done: true as const }
    }),
  ]
}

function peopleEndpoints(cases: Cases): Endpoint[] {
  const shown = async (asking: Asking, id: string) => {
    const { opened } = await cases.case(asking, id)
    needInside(opened)
    return { people: showPeople(opened), own: await cases.ownReaders(asking, id) }
  }
  return [
    on(routes.people, async (ask) => shown(askingOf(ask), ask.params.case)),
    on(routes.invite, async (ask) => cases.invite(askingOf(ask), ask.params.case, ask.body)),
    on(routes.renewLink, async (ask) => cases.renewLink(askingOf(ask), ask.params.case, ask.params.party)),
    on(routes.editParty, async (ask) => then(cases.editParty(askingOf(ask), ask.params.case, ask.params.party, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.removeParty, async (ask) => then(cases.removeParty(askingOf(ask), ask.params.case, ask.params.party, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.handOver, async (ask) => then(cases.handOver(askingOf(ask), ask.params.case, ask.body.party), () => shown(askingOf(ask), ask.params.case))),
    on(routes.namePeople, async (ask) => then(cases.namePeople(askingOf(ask), ask.params.case, ask.body.people), () => shown(askingOf(ask), ask.params.case))),
  ]
}

function matrixEndpoints(cases: Cases): Endpoint[] {
  const shown = async (asking: Asking, id: string) => {
    const { opened, rows } = await cases.matrix(asking, id)
    return showMatrix(opened, rows)
  }
  return [
    on(routes.matrix, async (ask) => shown(askingOf(ask), ask.params.case)),
    on(routes.state, async (ask) => then(cases.state(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
  ]
}

function threadEndpoints(cases: Cases): Endpoint[] {
  return [
    on(routes.threads, async (ask) => {
      const { opened, marks } = await cases.threads(askingOf(ask), ask.params.case)
      const { seen: { state, names }, viewer, party } = opened
      const mayOpen = movesOf(opened).includes('write') ? (['all', 'pair', ...(coordinates(party) ? ['coordinators' as const] : [])] as const) : []
      const parties = [...state.parties.values()].filter((one) => isIn(one) && one.id !== viewer.party && names(one.id))
      return { threads: [...state.threads.values()].map((thread) => showThread({ opened }, thread, marks)), mayOpen: [...mayOpen], parties: parties.map(({ id }) => showParty(opened, id)) }
    }),
    on(routes.openThread, async (ask) => cases.openThread(askingOf(ask), ask.params.case, ask.body)),
    on(routes.thread, async (ask) => {
      const asking = askingOf(ask)
      const n = Number(ask.params.thread)
      const { opened, thread, marks, messages, next } = await cases.thread(asking, ask.params.case, n, { after: placeOf(ask.query.after), limit: ask.query.limit ?? 50 })
      const around = await aroundOf(cases, opened)
      const { files, drafts, tasks } = opened.seen.state
      const here = <T extends { thread: number }>(all: Iterable<T>): T[] => [...all].filter((one) => one.thread === n)
      return {
        thread: showThread(around, thread, marks), messages: messages.map((message) => showMessage(around, message)), next: next === null ? null : String(next),
        files: here(files.values()).map((file) => showFile(around, file)), drafts: here(drafts.values()).map((draft) => showDraft(around, draft)), tasks: sortTasks(here(tasks.values())).map((task) => showTask(around, task)),
      }
    }),
    on(routes.markRead, async (ask) => then(cases.markRead(askingOf(ask), ask.params.case, Number(ask.params.thread)), () => ({ done: true as const }))),
    on(routes.post, async (ask) => {
      const { opened, message } = await cases.post(askingOf(ask), ask.params.case, Number(ask.params.thread), ask.body)
      return showMessage(await aroundOf(cases, opened), message)
    }),
    on(routes.editMessage, async (ask) => {
      const { opened, message } = await cases.editMessage(askingOf(ask), ask.params.case, ask.params.message, ask.body)
      return showMessage(await aroundOf(cases, opened), message)
    }),
    on(routes.removeMessage, async (ask) => {
      const { opened, message } = await cases.removeMessage(askingOf(ask), ask.params.case, ask.params.message)
      return showMessage(await aroundOf(cases, opened), message)
    }),
    on(routes.messageVersions, async (ask) => {
      const { message, versions } = await cases.messageVersions(askingOf(ask), ask.params.case, ask.params.message)
      return { message: message.id, thread: message.thread, versions: versions.map(({ at, ...version }) => ({ ...version, at: isoOf(at) })) }
    }),
  ]
}

function fileEndpoints(cases: Cases): Endpoint[] {
  const one = async (asking: Asking, id: string, file: string) => {
    const { opened } = await cases.case(asking, id)
    return showFile(await aroundOf(cases, opened), fileOf(opened, file))
  }
  return [
    on(routes.files, async (ask) => {
      const { opened } = await cases.case(askingOf(ask), ask.params.case)
      needInside(opened)
      const around = await aroundOf(cases, opened)
      const files = [...opened.seen.state.files.values()]
      return { files: files.toReversed().map((file) => showFile(around, file)), bytes: bytesKept(files), mostBytes: LIMITS.allFileBytes }
    }),
    on(routes.addFile, async (ask) => one(askingOf(ask), ask.params.case, await cases.addFile(askingOf(ask), ask.params.case, ask.body))),
    on(routes.removeFile, async (ask) => then(cases.removeFile(askingOf(ask), ask.params.case, ask.params.file), () => one(askingOf(ask), ask.params.case, ask.params.file))),
  ]
}

function taskEndpoints(cases: Cases): Endpoint[] {
  const one = async (asking: Asking, id: string, task: string) => {
    const { opened } = await cases.case(asking, id)
    return showTask(await aroundOf(cases, opened), taskOf(opened, task))
  }
  return [
    on(routes.tasks, async (ask) => {
      const { opened } = await cases.case(askingOf(ask), ask.params.case)
      needInside(opened)
      const around = await aroundOf(cases, opened)
      return { tasks: sortTasks(opened.seen.state.tasks.values()).map((task) => showTask(around, task)) }
    }),
    on(routes.addTask, async (ask) => {
      const { due, ...body } = ask.body
      return one(askingOf(ask), ask.params.case, await cases.addTask(askingOf(ask), ask.params.case, { ...body, due: due === undefined ? undefined : microsOfIso(due) }))
    }),
    on(routes.editTask, async (ask) => {
      const { due, ...body } = ask.body
      await cases.editTask(askingOf(ask), ask.params.case, ask.params.task, { ...body, due: due === undefined || due === null ? due : microsOfIso(due) })
      return one(askingOf(ask), ask.params.case, ask.params.task)
    }),
  ]
}

function draftEndpoints(cases: Cases): Endpoint[] {
  const one = async (asking: Asking, id: string, draft: string) => {
    const { opened, draft: found } = await cases.draft(asking, id, draft, {})
    return showDraft(await aroundOf(cases, opened), found)
  }
  return [
    on(routes.drafts, async (ask) => {
      const { opened } = await cases.case(askingOf(ask), ask.params.case)
      needInside(opened)
      const around = await aroundOf(cases, opened)
      return { drafts: [...opened.seen.state.drafts.values()].map((draft) => showDraft(around, draft)) }
    }),
    on(routes.beginDraft, async (ask) => one(askingOf(ask), ask.params.case, await cases.beginDraft(askingOf(ask), ask.params.case, ask.body))),
    on(routes.draft, async (ask) => {
      const { opened, draft, text, from, to, redline } = await cases.draft(askingOf(ask), ask.params.case, ask.params.draft, ask.query)
      const around = await aroundOf(cases, opened)
      return { draft: showDraft(around, draft), text, versions: showVersions(around, draft), from, to, redline }
    }),
    on(routes.reviseDraft, async (ask) => then(cases.reviseDraft(askingOf(ask), ask.params.case, ask.params.draft, ask.body), () => one(askingOf(ask), ask.params.case, ask.params.draft))),
  ]
}

function noteEndpoints(cases: Cases): Endpoint[] {
  const all = async (asking: Asking, id: string) => (await cases.notes(asking, id)).map(({ id: note, name, at, text, own }) => ({ id: note, person: name, at: isoOf(at), text, own }))
  return [
    on(routes.notes, async (ask) => ({ notes: await all(askingOf(ask), ask.params.case) })),
    on(routes.addNote, async (ask) => {
      const note = await cases.addNote(askingOf(ask), ask.params.case, ask.body)
      return (await all(askingOf(ask), ask.params.case)).find(({ id }) => id === note)!
    }),
    on(routes.removeNote, async (ask) => then(cases.removeNote(askingOf(ask), ask.params.case, ask.params.note), () => ({ done: true as const }))),
  ]
}

const isoOf = (at: number): string => new Date(Math.floor(at / 1000)).toISOString()

async function then<T>(done: Promise<unknown>, next: () => Promise<T> | T): Promise<T> {
  await done
  return next()
}

const aroundOf = async (cases: Cases, opened: Opened): Promise<Around> => ({ opened, people: await cases.colleaguesIn(opened) })

const placeOf = (cursor: string | undefined): number | undefined => (cursor === undefined ? undefined : readPlace(cursor, { room: 'cases', field: 'after' }))

/** The clocks of a case: reading them, starting and meeting those of one's own organisation, reminders with escalation, and a calendar feed that says nothing of what it is about. */
import { createHash } from 'node:crypto'
import type { ClockId } from '@openaccord/disclosure'
import type { CaseId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { DAY, iso, need, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { fault, notYours, type Data } from '../model.ts'
import { caseClocks, clockNoteOf, momentsOf, TRIGGERS, type CaseClock, type CaseClockId, type ClockNote, type Trigger } from '../model/clocks.ts'
import { cleanText } from '../model/limits.ts'
import { needWorking } from '../model/embargo-may.ts'
import { storyOf } from '../model/process.ts'
import { needInside } from '../model/may.ts'
import { isIn, type Party } from '../model/fold.ts'
import { look, seenBy, viewerOf, type Viewer } from '../model/sight.ts'
import { headsOf } from '../store.ts'
import { feedByLink, feedOf, noteReminder, removeFeed, saveFeed } from '../store/embargo.ts'
import { byOf, type Asking, type Book, type Opened, type Work } from './book.ts'
import { createRecorder, storyIn } from './embargo-record.ts'
import { dueMail } from '../wording-embargo.ts'

/** Backwards: an incident may have become known before anybody wrote it down. */
const LONG_AGO = 400 * DAY
const ESCALATE_AFTER = DAY / 4
const SECRET = /^[A-Za-z0-9_-]{43}$/

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
export type FeedEvent = { uid: string; of: CaseId; at: Micros; kind: CaseClock['kind']; changed: Micros }

export function createClockVerbs(means: Means, book: Book) {
  const { database, clock, random, members, mail, origin } = means
  const record = createRecorder(means)

  /** Each moment of each clock of each party is said once; who has not done it by a quarter of a day after is said to the next contact. */
  async function remind(tx: Tx, work: Work): Promise<void> {
    const story = storyIn(work)
    const whole = work.state()
    for (const party of whole.parties.values()) {
      if (!isIn(party) || party.organisation === null) continue
      const viewer: Viewer = { party: party.id, person: null, roles: party.roles, standing: party.standing, until: work.terms().lapsed.get(party.id) ?? Number.POSITIVE_INFINITY }
      for (const one of caseClocks(seenBy(viewer, { entries: work.entries() }), story, party.id, work.now)) await remindOf(tx, work, party, one)
    }
  }

  async function remindOf(tx: Tx, work: Work, party: Party, one: CaseClock): Promise<void> {
    const passed = momentsOf(one).findLast((at) => at <= work.now)
    if (passed === undefined) return
    const alliance = (await members.allianceName(tx)) ?? ''
    const key = `${work.id} ${party.id} ${one.clock} ${one.trigger.at}`
    if (await noteReminder(tx, `${key} ${passed}`, work.now)) {
      for (const { mail: to } of await book.readersOf(tx, party)) await mail(tx, dueMail(to, { alliance, origin, of: work.id, due: one.due, late: one.due < work.now }))
    }
    if (work.now < one.due + ESCALATE_AFTER || one.clock === 'embargo-end') return
    if (!(await noteReminder(tx, `${key} escalated`, work.now))) return
    for (const to of await means.contacts(tx, party.organisation!)) await mail(tx, dueMail(to, { alliance, origin, of: work.id, due: one.due, late: true }))
  }

  return {
    remindOfClocks: remind,

    clocks: (asking: Asking, id: string) => book.read(asking, id, (opened) => ({ opened, clocks: clocksFor(opened), triggers: triggersOf(opened) })),

    startClock: (asking: Asking, id: string, { trigger, at }: { trigger: Trigger; at: string }): Promise<void> => book.change(asking, id, async (opened, tx) => {
      const moment = momentOf(at, '/at', opened.now)
      own(opened, { event: 'duty-started', trigger, at: iso(moment) }, TRIGGERS[trigger].words)
      await record.follow(tx, opened)
    }),

    meetClock: (asking: Asking, id: string, { clock: which, at, words }: { clock: CaseClockId; at?: string | undefined; words?: string | undefined }): Promise<void> => book.change(asking, id, async (opened, tx) => {
      const found = clocksFor(opened).find((one) => one.clock === which)
      if (found === undefined || found.kind !== 'law') throw notYours('only a clock of your own organisation’s duties is stated as met; the others are met by what happens')
      const moment = at === undefined ? opened.now : momentOf(at, '/at', opened.now)
      if (moment < found.trigger.at) throw fault('at', '/at', 'it is met after it has begun', 'choose a later moment')
      own(opened, { event: 'clock-met', clock: which as ClockId, at: iso(moment), words: words === undefined ? null : cleanText(words, '/words') }, 'A duty was met.')
      await record.follow(tx, opened)
    }),

    calendar: (actor: Actor): Promise<{ since: Micros | null }> => database.read(async (tx) => ({ since: (await feedOf(tx, need(actor, 'cases.work').person))?.at ?? null })),

    /** The secret is shown once; one made before ends. */
    makeCalendar: (actor: Actor): Promise<{ secret: string; since: Micros }> => database.transact(async (tx) => {
      const { person, organisation } = need(actor, 'cases.work')
      await tx.lock('cases')
      const secret = Buffer.from(random(32)).toString('base64url')
      const since = clock()
      await saveFeed(tx, { person, organisation, at: since, linkHash: hashOf(secret) })
      return { secret, since }
    }),

    removeCalendar: (actor: Actor): Promise<void> => database.transact(async (tx) => {
      await tx.lock('cases')
      await removeFeed(tx, need(actor, 'cases.work').person)
    }),

    /** What a feed shows: moments and where to look, for as long as its person may read cases of its organisation. */
    async feed(secret: string): Promise<FeedEvent[] | undefined> {
      if (!SECRET.test(secret)) return undefined
      return database.read(async (tx) => {
        const feed = await feedByLink(tx, hashOf(secret))
        const person = feed && (await members.colleagues(tx, feed.organisation)).find(({ id, may }) => id === feed.person && may.has('cases.work'))
        return feed === undefined || person === undefined ? undefined : feedEvents(tx, feed, person.may)
      })
    },
  }

  async function feedEvents(tx: Reader, { person, organisation }: { person: PersonId; organisation: OrganisationId }, may: Actor['may']): Promise<FeedEvent[]> {
    const now = clock()
    const heads = await headsOf(tx, organisation)
    const logs = await book.logs.load(tx, heads, { keeping: true })
    const active = new Set((await members.colleagues(tx, organisation)).map(({ id }) => id))
    return heads.filter(({ state }) => state === 'open').flatMap(({ id }) => {
      const log = logs.get(id)
      const viewer = log && viewerOf({ kind: 'person', person, organisation, may }, log.state, book.termsOf(log.entries, now), (one) => active.has(one))
      if (log === undefined || viewer === undefined || viewer.until === 0) return []
      const { entries } = look(viewer, log, log.state)
      const clocks = caseClocks(entries, storyOf(log.entries, now), viewer.party, now)
      return clocks.filter(({ met }) => met === null).map((one): FeedEvent => ({ uid: hashOf(`${id} ${viewer.party} ${one.clock} ${one.trigger.at}`).slice(0, 32), of: id, at: one.due, kind: one.kind, changed: one.trigger.at }))
    })
  }
}

const clocksFor = (opened: Opened): CaseClock[] => caseClocks(opened.seen.entries, storyIn(opened), opened.viewer.party, opened.now)

function own(opened: Opened, note: ClockNote, words: string): void {
  needWorking(opened)
  needInside(opened)
  opened.append({ kind: 'clock', words, data: note as unknown as Data }, { to: 'own', party: opened.party.id }, byOf(opened))
}

function triggersOf({ seen, viewer }: Opened): { trigger: Trigger; words: string; at: Micros | null }[] {
  const started = new Map<Trigger, Micros>()
  for (const entry of seen.entries) {
    const note = clockNoteOf(entry)
    if (note?.event === 'duty-started' && entry.by === viewer.party && !started.has(note.trigger)) started.set(note.trigger, Date.parse(note.at) * 1000)
  }
  return (Object.keys(TRIGGERS) as Trigger[]).map((trigger) => ({ trigger, words: TRIGGERS[trigger].words, at: started.get(trigger) ?? null }))
}

function momentOf(text: string, field: string, now: Micros): Micros {
  const at = Date.parse(text) * 1000
  if (Number.isNaN(at) || !/(?:Z|[+-]\d\d:\d\d)$/.test(text)) throw fault('moment', field, 'this is an instant with its zone', 'write it like 2026-11-22T08:00:00Z')
  if (at > now || at < now - LONG_AGO) throw fault('moment-span', field, 'it has happened, and not more than 400 days ago', 'choose the moment at which it did')
  return at
}

/** The text of the pledge: drafted, opened for comment, translated, compared. Adoption is an act: see `submit.ts`. */
import type { Micros } from '@openaccord/names'
import { canDo, DAY, iso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { conflict, needNextVersion } from '../model.ts'
import { redline, type RedlineBlock } from '../model/redline.ts'
import { canonicalText, needSameClauses, readText, type Reading } from '../model/text.ts'
import { isPublic, type ShownText, type Version } from '../model/versions.ts'
import { addText, addVersion, findBySha256, loadVersions, saveWindow } from '../store/texts.ts'
import { loadAllVersions, loadVersion, maySee, sha256Of, wordsOf } from './book.ts'

export type Draft = { version: string; title: string; major: boolean; languageOfRecord: string; text: string }
export type ReadPledge = { version: Version; text: ShownText; markdown: string; reading: Reading }

/** A text is open for comment for a week at least. */
export const LEAST_WINDOW = 7 * DAY
const LONGEST_TEXT = 200_000
const REDLINES_KEPT = 20

export function createTextVerbs({ database, clock, journal }: Pick<Means, 'database' | 'clock' | 'journal'>) {
  const kept = new Map<string, RedlineBlock[]>()

  /** Texts never change under their hash, and everyone compares the same few. */
  function compared(from: ReadPledge, to: ReadPledge): RedlineBlock[] {
    const pair = `${from.text.sha256} ${to.text.sha256}`
    const blocks = kept.get(pair) ?? redline(from.reading, to.reading)
    kept.delete(pair)
    kept.set(pair, blocks)
    for (const oldest of kept.keys()) if (kept.size > REDLINES_KEPT) kept.delete(oldest)
    return blocks
  }

  return {
    pledgeVersions: (actor: Actor): Promise<Version[]> => database.read(async (tx) => {
      const now = clock()
      return (await loadAllVersions(tx, now)).filter((version) => maySee(actor, version, now))
    }),

    pledge: (actor: Actor, version: string, language?: string): Promise<ReadPledge> => database.read(async (tx) => {
      const found = await loadVersion(tx, actor, version, clock())
      return textOf(tx, found, language ?? found.language)
    }),

    /** A text that was public once is found for ever. */
    pledgeByHash: (actor: Actor, sha256: string) => database.read(async (tx) => {
      const now = clock()
      const versions = await loadAllVersions(tx, now)
      for (const text of await findBySha256(tx, sha256)) {
        const version = versions.find((one) => one.version === text.version)
        if (version !== undefined && maySee(actor, version, now)) return { ...text, reading: readText(text.text) }
      }
      throw new Refusal('unknown', 'pledges.text-unknown', 'no public text of the pledge has this SHA-256')
    }),

    redline: (actor: Actor, from: string, to: string, language?: string): Promise<{ from: ReadPledge; to: ReadPledge; language: string; blocks: RedlineBlock[] }> =>
      database.read(async (tx) => {
        const [older, newer] = [await loadVersion(tx, actor, from, clock()), await loadVersion(tx, actor, to, clock())]
        const chosen = language ?? newer.language
        const [before, after] = [await textOf(tx, older, chosen), await textOf(tx, newer, chosen)]
        return { from: before, to: after, language: chosen, blocks: compared(before, after) }
      }),

    async draftPledge(actor: Actor, draft: Draft): Promise<Version> {
      need(actor, 'accord.keep')
      const now = clock()
      const text = fitText(draft.text)
      readText(text)
      return database.transact(async (tx) => {
        await tx.lock('pledges')
        needNextVersion(draft.version, draft.major, (await loadVersions(tx)).map(({ version }) => version))
        const { version, major, languageOfRecord: language } = draft
        await addVersion(tx, { version, title: draft.title.trim(), major, language, draftedAt: now, commentFrom: null, commentUntil: null })
        await addText(tx, { version, language, revision: 1, sha256: sha256Of(text), madeFrom: null, machine: false, translator: null, at: now, text })
        return loadVersion(tx, actor, version, now)
      })
    },

    async writePledge(actor: Actor, version: string, language: string, given: { text: string; machine?: boolean; translator?: string }): Promise<Version> {
      need(actor, 'accord.keep')
      const now = clock()
      const text = fitText(given.text)
      const reading = readText(text)
      return database.transact(async (tx) => {
        await tx.lock('pledges')
        const found = await loadVersion(tx, actor, version, now)
        const isRecord = language === found.language
        if (isRecord) needOpen(found)
        else needSameClauses(readText((await textOf(tx, found, found.language)).markdown), reading)
        const sha256 = sha256Of(text)
        const last = found.texts.find((one) => one.language === language)
        if (last?.sha256 === sha256 && last.state !== 'behind' && last.machine === (given.machine ?? false)) return found
        const card = { version, language, revision: (last?.revision ?? 0) + 1, sha256, at: now, text }
        await addText(tx, isRecord ? { ...card, madeFrom: null, machine: false, translator: null } : { ...card, madeFrom: found.sha256, machine: given.machine ?? false, translator: given.translator?.trim() ?? null })
        const { commentFrom, commentUntil } = found
        if (isRecord && commentFrom !== null && commentUntil !== null && commentFrom > now) {
          await tell(journal, tx, { fact: 'version.opened-for-comment', version, sha256, from: iso(commentFrom), until: iso(commentUntil) }, now)
        }
        if (isPublic(found, now)) await tell(journal, tx, { fact: 'text.published', version, language, sha256 }, now)
        return loadVersion(tx, actor, version, now)
      })
    },

    async openForComment(actor: Actor, version: string, { from, until }: { from: Micros; until: Micros }): Promise<Version> {
      need(actor, 'accord.keep')
      const now = clock()
      if (from < now - DAY) throw window('/from', 'the window does not begin in the past', `write ${iso(now)} or later`)
      if (until - from < LEAST_WINDOW) throw window('/until', 'a text is open for comment for 7 days at least', `write ${iso(from + LEAST_WINDOW)} or later`)
      return database.transact(async (tx) => {
        await tx.lock('pledges')
        const found = await loadVersion(tx, actor, version, now)
        needOpen(found)
        const start = isPublic(found, now) ? now : Math.max(from, now)
        await saveWindow(tx, version, start, until)
        await tell(journal, tx, { fact: 'version.opened-for-comment', version, sha256: found.sha256, from: iso(start), until: iso(until) }, now)
        return loadVersion(tx, actor, version, now)
      })
    },

    /** Whether this actor is shown what is not public yet. */
    seesDrafts: (actor: Actor): boolean => canDo(actor, 'accord.keep'),
  }
}

async function textOf(tx: Reader, version: Version, language: string): Promise<ReadPledge> {
  const text = version.texts.find((one) => one.language === language)
  if (text === undefined) throw new Refusal('unknown', 'pledges.text-unknown', `version ${version.version} has no text in “${language}”; there are ${version.texts.map((one) => one.language).join(', ')}`)
  const markdown = await wordsOf(tx, text)
  return { version, text, markdown, reading: readText(markdown) }
}

/** What was adopted stays as it is, and what waits for a second person is not changed under the hand of the first. */
function needOpen({ state, version }: Version): void {
  if (state === 'adopted' || state === 'superseded') throw conflict('adopted-already', `version ${version} is adopted: its text of record never changes; draft a new version`)
  if (state === 'proposed') throw conflict('adoption-waits', `the adoption of version ${version} waits for a second person: decline it first`)
}

function fitText(text: string): string {
  const canonical = canonicalText(text)
  if (canonical.length > LONGEST_TEXT) throw new Refusal('unprocessable', 'pledges.text', 'the text is too long', { faults: [{ field: '/text', rule: `at most ${LONGEST_TEXT} characters`, fix: 'shorten it' }] })
  return canonical
}

const window = (field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', 'pledges.window', rule, { faults: [{ field, rule, fix }] })

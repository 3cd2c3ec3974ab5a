/**
 * The embargo of a case: terms offered, accepted, refused, revised, left; ended by hand, by time, by what became known. Whoever has
 * a key signs, a guest clicks; either way the log gets a commitment in the same transaction.
 */
import { createHash } from 'node:crypto'
import { EMBARGO_REASON, type Act, type Json } from '@openaccord/facts'
import { newId, type CaseId, type FactId, type Micros } from '@openaccord/names'
import type { CaseEvent, Ground } from '@openaccord/disclosure'
import { DAY, iso, microsOfIso, minuteUtc, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { PreparedAct } from '../../members/index.ts'
import type { Means } from '../means.ts'
import { fault, notYours, type PartyId } from '../model.ts'
import { cleanText } from '../model/limits.ts'
import { aboutParty } from '../model/may.ts'
import { needAllowed, needEnd, needWorking, needZone } from '../model/embargo-may.ts'
import type { Story } from '../model/process.ts'
import { defaultOf, saveDefault } from '../store/embargo.ts'
import { ALL, byOf, type Asking, type Book, type Opened } from './book.ts'
import { tellSiblings } from './enter.ts'
import { createRecorder, storyIn } from './embargo-record.ts'

export const EMBARGO_ACTS = ['embargo-proposal', 'embargo-revision', 'embargo-consent', 'embargo-refusal', 'embargo-exit'] as const
export type EmbargoAct = (typeof EMBARGO_ACTS)[number]
type EmbargoActs = Extract<Act, { kind: EmbargoAct }>
/** What a party says, signed or clicked. */
export type Wish = { kind: EmbargoAct; terms?: string | undefined; ends?: string | undefined; zone?: string | undefined; text?: string | undefined; language?: string | undefined; reason?: string | undefined }
export type ActOutcome = { outcome: 'sealed'; kind: EmbargoAct; at: Micros; fact: FactId; case: CaseId }
type Sealed = { signed: boolean; seal(): Promise<FactId> }

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')
const TERMS_TEXT = 4000

export function createEmbargoVerbs(means: Means, book: Book) {
  const { database, clock, random, signing, members } = means
  const record = createRecorder(means)

  /** What the machine says first, then the seal, then the entry, then what follows from it. */
  async function say(tx: Tx, opened: Opened, wish: Wish & { kind: EmbargoAct }, { signed, seal }: Sealed): Promise<FactId> {
    needWorking(opened)
    const story = storyIn(opened)
    const reason = reasonOf(wish.reason)
    const by = byOf(opened)
    const about = aboutParty(opened.party)
    if (wish.kind === 'embargo-proposal' || wish.kind === 'embargo-revision') {
      const said = termsOf(wish, opened.now)
      needAllowed(story.state, { kind: 'terms-proposed', by: by.party, terms: said.terms, ends: Date.parse(said.ends), reason: reason ?? undefined })
      const fact = await seal()
      record.append(opened, 'embargo', { event: 'terms-proposed', ...said, reason, signed, fact }, `Terms of an embargo were proposed that end on ${minuteUtc(microsOfIso(said.ends))}.`, record.OFFER, by)
      await follow(tx, opened, story)
      return fact
    }
    const terms = wish.terms ?? story.state.embargo.inForce?.id ?? story.state.embargo.open[0]?.id
    if (terms === undefined) throw fault('terms', '/terms', 'there are no terms to answer', 'wait for a proposal, or make one')
    if (wish.kind === 'embargo-exit') return exit(tx, opened, story, { reason, terms, sealed: { signed, seal } })
    const isYes = wish.kind === 'embargo-consent'
    needAllowed(story.state, { kind: isYes ? 'terms-accepted' : 'terms-declined', by: by.party, terms })
    const fact = await seal()
    record.append(opened, 'embargo', { event: isYes ? 'terms-accepted' : 'terms-declined', terms, reason, signed, fact }, isYes ? 'The terms were accepted.' : 'The terms were not accepted.', about, by)
    await follow(tx, opened, story)
    return fact
  }

  /** Leaving is for oneself: the embargo goes on for everyone else, and whoever leaves stays bound by what was agreed. */
  async function exit(tx: Tx, opened: Opened, story: Story, { reason, sealed: { seal } }: { reason: string | null; terms: string; sealed: Sealed }): Promise<FactId> {
    needAllowed(story.state, { kind: 'left', by: opened.party.id })
    const fact = await seal()
    const isIn = opened.party.standing === 'in'
    opened.append({ kind: isIn ? 'left' : 'declined', party: opened.party.id, words: reason }, aboutParty(opened.party), byOf(opened))
    await follow(tx, opened, story)
    return fact
  }

  /** Whatever changes an embargo is told to the cases that belong to this one. */
  async function follow(tx: Tx, opened: Opened, before: Story): Promise<void> {
    await record.follow(tx, opened)
    const { embargo } = storyIn(opened).state
    if (embargo.state !== before.state.embargo.state || embargo.inForce?.id !== before.state.embargo.inForce?.id) await tellSiblings(tx, book, opened, 'The embargo of a case that belongs to this one has changed.')
  }

  function termsOf({ terms, ends, zone, text, language }: Wish, now: Micros) {
    if (ends === undefined) throw fault('ends', '/ends', 'terms have an end', 'write an instant in UTC')
    if (text === undefined || text.trim() === '' || text.length > TERMS_TEXT) throw fault('terms-text', '/text', `terms are written in 1 to ${TERMS_TEXT} characters`, 'write what is agreed')
    return { terms: terms ?? newId('terms', random), ends: needEnd(ends, now), zone: needZone(zone ?? 'UTC'), text, language: language ?? null, textSha256: sha256Of(text) }
  }

  const change = (asking: Asking, id: string, work: (opened: Opened, story: Story, tx: Tx) => Promise<void>): Promise<void> => book.change(asking, id, async (opened, tx) => {
    needWorking(opened)
    const story = storyIn(opened)
    await work(opened, story, tx)
    await follow(tx, opened, story)
  })

  async function fill(tx: Parameters<typeof defaultOf>[0], opened: Opened, kind: EmbargoAct, says: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { embargo } = storyIn(opened).state
    const { text, ...rest } = says
    if (kind === 'embargo-proposal' || kind === 'embargo-revision') {
      if (typeof text !== 'string') throw fault('terms-text', '/says/text', 'terms are written', 'write what is agreed')
      const byDefault = rest['ends'] === undefined ? await shortestDefault(tx, opened) : undefined
      const ends = rest['ends'] ?? (byDefault === undefined ? undefined : iso(opened.now + byDefault.days * DAY))
      return {
        terms: newId('terms', random), zone: byDefault?.zone ?? 'UTC', ...rest, ...(typeof ends === 'string' ? { ends: needEnd(ends, opened.now) } : {}), textSha256: sha256Of(text),
        ...(kind === 'embargo-revision' ? { replaces: embargo.inForce?.id } : {}),
      }
    }
    const terms = typeof rest['terms'] === 'string' ? rest['terms'] : (embargo.inForce?.id ?? embargo.open[0]?.id)
    const words = terms === undefined ? undefined : storyIn(opened).words.get(terms)
    return kind === 'embargo-consent' ? { ...rest, terms, ends: words?.ends, textSha256: words?.textSha256 } : { ...rest, terms }
  }

  return {
    /** The exact statement to sign. `says.text`, the words of new terms, goes into it as a hash. */
    async prepareEmbargoAct(actor: Actor, { kind, says }: { kind: EmbargoAct; says: Record<string, unknown> }): Promise<PreparedAct & { words: string }> {
      need(actor, 'acts.sign')
      const id = says['case']
      if (typeof id !== 'string') throw fault('case', '/says/case', 'an act names its case', 'add the id of the case')
      const { filled, asKind } = await book.read({ actor, link: undefined }, id, async (opened, tx) => {
        needWorking(opened)
        const isTerms = kind === 'embargo-proposal' || kind === 'embargo-revision'
        const right: EmbargoAct = !isTerms ? kind : storyIn(opened).state.embargo.inForce === null ? 'embargo-proposal' : 'embargo-revision'
        return { asKind: right, filled: await fill(tx, opened, right, says) }
      })
      const prepared = await signing.prepareAct(actor, { kind: asKind, says: filled })
      return { ...prepared, words: WORDS[asKind] }
    },

    /** `envelope` is the text exactly as it was signed; `text` the words of new terms. */
    async submitEmbargoAct(actor: Actor, { envelope, text, language }: { envelope: string; text?: string | undefined; language?: string | undefined }): Promise<ActOutcome> {
      need(actor, 'acts.sign')
      const act = embargoActOf(signing.open(envelope).act)
      return book.change({ actor, link: undefined }, act.says.case, async (opened, tx) => {
        needSame(act, storyIn(opened), text)
        const fact = await say(tx, opened, { ...act.says, kind: act.kind, text, language }, {
          signed: true,
          seal: async () => {
            await signing.readAct(tx, envelope, { kind: act.kind, actor, now: opened.now })
            return record.seal(tx, opened, envelope)
          },
        })
        return { outcome: 'sealed', kind: act.kind, at: opened.now, fact, case: opened.id }
      })
    },

    /** For a guest, who has no key: what was clicked is stated by the hub, and shown as that. */
    answerAsGuest: (asking: Asking, id: string, wish: Wish): Promise<void> =>
      book.change(asking, id, async (opened, tx) => {
        if (opened.caller.kind !== 'guest') throw notYours('an organisation answers with a signed act: prepare one')
        const { text, ...said } = wish
        const told: Record<string, Json> = { ...Object.fromEntries(Object.entries(said).filter((pair): pair is [string, string] => pair[1] !== undefined)), ...(text === undefined ? {} : { textSha256: sha256Of(text) }) }
        await say(tx, opened, wish, { signed: false, seal: () => record.sealStatement(tx, opened, { statement: 'embargo-click', party: opened.party.id, ...told }) })
      }),

    withdrawTerms: (asking: Asking, id: string, terms: string): Promise<void> => change(asking, id, async (opened, { state }) => {
      needAllowed(state, { kind: 'terms-withdrawn', by: opened.party.id, terms })
      record.append(opened, 'embargo', { event: 'terms-withdrawn', terms }, 'Proposed terms were taken back.', record.OFFER, byOf(opened))
    }),

    offerAgain: (asking: Asking, id: string, party: string): Promise<void> => change(asking, id, async (opened, { state }) => {
      needAllowed(state, { kind: 'offered-again', by: opened.party.id, to: party })
      record.append(opened, 'embargo', { event: 'offered-again', party }, 'The embargo was offered again.', { to: 'party', party: party as PartyId }, byOf(opened))
    }),

    endEmbargo: (asking: Asking, id: string, { reason }: { reason: string }): Promise<void> => change(asking, id, async (opened, { state }, tx) => {
      const terms = state.embargo.inForce?.id ?? ''
      needAllowed(state, { kind: 'embargo-ended', by: opened.party.id, reason })
      await record.end(tx, opened, 'ended', { reason: cleanText(reason, '/reason'), terms, by: byOf(opened) })
    }),

    /** Whether it ends or goes on, by a person who coordinates; either stays on record. */
    decideEmbargo: (asking: Asking, id: string, { question, choice, reason }: { question: Ground; choice: 'end' | 'go-on'; reason: string }): Promise<void> => change(asking, id, async (opened, { state }, tx) => {
      const event: CaseEvent = { kind: 'decided', by: opened.party.id, ground: question, choice, reason }
      needAllowed(state, event)
      const terms = state.embargo.inForce?.id
      const words = choice === 'end' ? 'It was decided that the embargo ends.' : 'It was decided that the embargo goes on.'
      record.append(opened, 'embargo', { event: 'decided', ground: question, choice, reason: cleanText(reason, '/reason') }, words, ALL, byOf(opened))
      if (choice === 'end' && terms !== undefined) await record.end(tx, opened, 'decided', { reason, terms, by: byOf(opened) })
    }),

    embargoDefault: (actor: Actor) => database.read(async (tx) => (await defaultOf(tx, need(actor, 'cases.work').organisation)) ?? { days: null, zone: 'UTC' }),
    setEmbargoDefault: (actor: Actor, { days, zone = 'UTC' }: { days: number | null; zone?: string | undefined }) => database.transact(async (tx) => {
      const { organisation } = need(actor, 'cases.work')
      await tx.lock('cases')
      await saveDefault(tx, organisation, days === null ? null : { days, zone: needZone(zone) })
      return { days, zone }
    }),

    /** The embargo as whoever asks may know it. */
    embargo: (asking: Asking, id: string) => book.read(asking, id, async (opened, tx) => ({
      opened, story: storyIn(opened), own: opened.party.organisation === null ? null : ((await defaultOf(tx, opened.party.organisation))?.days ?? null), alliance: await members.allianceName(tx), now: clock(),
    })),
  }
}

/** The shortest default of those who take part: what counts as proposed before anybody says anything. */
async function shortestDefault(tx: Parameters<typeof defaultOf>[0], opened: Opened): Promise<{ days: number; zone: string } | undefined> {
  const organisations = [...opened.state().parties.values()].flatMap(({ organisation, standing }) => (organisation !== null && (standing === 'in' || standing === 'invited') ? [organisation] : []))
  const own = opened.party.organisation === null ? undefined : await defaultOf(tx, opened.party.organisation)
  const all = await Promise.all(organisations.map((one) => defaultOf(tx, one)))
  const shortest = all.filter((one) => one !== undefined && one.days > 0).toSorted((one, other) => one!.days - other!.days)[0]
  return shortest && { days: shortest.days, zone: own?.zone ?? shortest.zone }
}

const WORDS: Record<EmbargoAct, string> = {
  'embargo-proposal': 'Proposes the terms of an embargo for this case.',
  'embargo-revision': 'Proposes other terms in the place of those in force, which hold until these are agreed.',
  'embargo-consent': 'Accepts these terms: to keep quiet about this case until their end.',
  'embargo-refusal': 'Does not accept these terms.',
  'embargo-exit': 'Leaves this case and its embargo, which goes on for everyone else.',
}

/** What was signed speaks of the terms as they stand here. */
function needSame(act: EmbargoActs, { words, state }: Story, text: string | undefined): void {
  if (act.kind === 'embargo-proposal' || act.kind === 'embargo-revision') {
    if (text === undefined || sha256Of(text) !== act.says.textSha256) throw fault('terms-text', '/text', 'these are not the words whose hash was signed', 'hand in the text with which the act was prepared')
    if (act.kind === 'embargo-revision' && act.says.replaces !== state.embargo.inForce?.id) throw fault('replaces', '/says/replaces', 'other terms are in force by now', 'prepare the revision again')
    return
  }
  const known = words.get(act.says.terms)
  if (act.kind === 'embargo-consent' && known !== undefined && (known.ends !== act.says.ends || known.textSha256 !== act.says.textSha256)) throw fault('terms', '/says', 'what was signed is not what these terms say', 'prepare the act again')
}

/** Acts of other rooms are not handed in here. */
function embargoActOf(act: Act): EmbargoActs {
  if ((EMBARGO_ACTS as readonly string[]).includes(act.kind)) return act as EmbargoActs
  throw new Refusal('unprocessable', 'cases.act-kind', `acts of the kind “${act.kind}” are not handed in here`, { faults: [{ field: '/statement/predicateType', rule: `one of ${EMBARGO_ACTS.join(', ')}`, fix: 'prepare the act here' }] })
}

function reasonOf(reason: string | undefined): string | null {
  if (reason === undefined || reason.trim() === '') return null
  if (reason.length > EMBARGO_REASON) throw fault('reason', '/reason', `a reason has at most ${EMBARGO_REASON} characters`, 'write it shorter')
  return cleanText(reason, '/reason')
}

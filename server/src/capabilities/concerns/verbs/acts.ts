/** Signed acts: the answer of the organisation concerned, a panel's finding, and where the others of the panel stand to it. */
import type { Act, ActBody } from '@openaccord/facts'
import type { ConcernId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { PreparedAct } from '../../members/index.ts'
import { tell, type Means } from '../means.ts'
import { conflict, isOf, unknownConcern, type Case, type EventOf } from '../model.ts'
import { needMayAnswer, needSits } from '../model/may.ts'
import { endOfDay, findingOf, openFinding, standingOf } from '../model/standing.ts'
import { sha256Of } from '../secrets.ts'
import { addEvent, caseOfFinding, loadCase } from '../store.ts'
import type { Book } from './book.ts'
import type { OutcomeVerbs } from './outcome.ts'

export const KINDS = ['concern-answer', 'concern-finding', 'concern-finding-position'] as const
export type Kind = (typeof KINDS)[number]
type Says = Record<string, unknown>
type Signed = { [K in Kind]: { kind: K; organisation: OrganisationId; says: ActBody<K> } }[Kind]
export type Entered = { outcome: 'logged'; kind: Kind; at: Micros; fact: FactId; concern: ConcernId }

const isKind = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind)
/** One field of an act breaks a rule. */
const bad = (field: string, rule: string, fix: string): Refusal =>
  new Refusal('unprocessable', 'concerns.act', `this act is not taken: ${rule}`, { faults: [{ field: `/statement/predicate${field}`, rule, fix }] })

export function createActVerbs({ database, clock, journal, signing }: Means, book: Book, outcome: Pick<OutcomeVerbs, 'found'>) {
  const log = (tx: Tx, { kind, organisation }: Signed, concern: ConcernId, more: readonly string[], envelope: string, at: Micros): Promise<FactId> =>
    tell(journal, tx, kind, { about: [organisation, concern, ...more], act: envelope }, at)

  async function take(tx: Tx, { filing, events }: Case, signed: Signed, envelope: string, actor: Actor, now: Micros): Promise<FactId> {
    const { organisation } = signed
    const kept = { at: now, by: actor.person }
    switch (signed.kind) {
      case 'concern-answer': {
        const fact = await log(tx, signed, filing.id, [], envelope, now)
        await addEvent(tx, filing.id, { kind: 'answered', organisation, text: signed.says.text, language: signed.says.language }, { ...kept, fact })
        await book.tellFiler(tx, filing.id)
        return fact
      }
      case 'concern-finding': {
        const { concern: _, ...says } = signed.says
        const fact = await log(tx, signed, filing.id, [], envelope, now)
        await addEvent(tx, filing.id, { kind: 'finding-proposed', organisation, sha256: sha256Of(envelope), says }, { ...kept, fact })
        return fact
      }
      case 'concern-finding-position': {
        const { finding, position, reasons } = signed.says
        const fact = await log(tx, signed, filing.id, [finding], envelope, now)
        const event = await addEvent(tx, filing.id, { kind: 'finding-position', organisation, finding, position, reasons: reasons ?? null }, { ...kept, fact })
        if (position === 'joins') await outcome.found(tx, { filing, events: [...events, event] }, finding, organisation, now)
        return fact
      }
    }
  }

  return {
    /** What follows from the rest is filled in: the summary that is answered, the exact finding that is joined. */
    async prepareAct(actor: Actor, { kind, says }: { kind: string; says: Says }): Promise<PreparedAct & { words: string }> {
      need(actor, 'acts.sign')
      if (!isKind(kind)) throw notHere(kind)
      const filled = await database.read((tx) => fillIn(tx, kind, says))
      const prepared = await signing.prepareAct(actor, { kind, says: filled })
      const signed = signedOf(signing.openStatement(prepared.statement))
      await database.read((tx) => needTakeable(tx, signed, clock()))
      return { ...prepared, words: WORDS[kind](signed.says as never) }
    },

    /** `envelope` is the text exactly as it was signed. */
    async submitAct(actor: Actor, { envelope }: { envelope: string }): Promise<Entered> {
      need(actor, 'acts.sign')
      const opened = signing.open(envelope)
      const signed = signedOf(opened)
      return book.change(async (tx, now) => {
        const subject = await needTakeable(tx, signed, now)
        await signing.readAct(tx, opened.envelope, { kind: signed.kind, actor, now })
        const fact = await take(tx, subject, signed, opened.envelope, actor, now)
        return { outcome: 'logged', kind: signed.kind, at: now, fact, concern: subject.filing.id }
      })
    },
  }
}

/** What the rules say to it, before its signature is looked at. */
async function needTakeable(tx: Reader, signed: Signed, now: Micros): Promise<Case> {
  const { kind, organisation, says } = signed
  const subject = kind === 'concern-finding-position' ? await caseOfFinding(tx, says.finding) : await loadCase(tx, says.concern)
  if (kind === 'concern-answer') needAnswerable(subject, organisation, says)
  else needSits(subject, standingOf(subject, now), organisation)
  if (kind === 'concern-finding') needFinding(subject, says, now)
  if (kind === 'concern-finding-position') needPosition(subject, organisation, says)
  return subject
}

function signedOf({ act: { kind, organisation, says } }: { act: Act }): Signed {
  if (!isKind(kind)) throw notHere(kind)
  return { kind, organisation, says } as Signed
}

const notHere = (kind: string): Refusal =>
  new Refusal('unprocessable', 'concerns.act-kind', `acts of the kind “${kind.slice(0, 60)}” are not handed in here`, { faults: [{ field: '/statement/predicateType', rule: 'an answer, a finding, or a position to one', fix: 'hand it in at its own room' }] })

async function fillIn(tx: Reader, kind: Kind, says: Says): Promise<Says> {
  if (kind === 'concern-answer' && says['summarySha256'] === undefined && typeof says['concern'] === 'string') {
    const summarySha256 = (await loadCase(tx, says['concern'])).events.find(isOf('opened'))?.summarySha256
    if (summarySha256 === undefined) throw unknownConcern()
    return { ...says, summarySha256 }
  }
  if (kind === 'concern-finding-position' && typeof says['finding'] === 'string') {
    const { filing, events } = await caseOfFinding(tx, says['finding'] as FactId)
    return { concern: filing.id, sha256: events.filter(isOf('finding-proposed')).find(({ fact }) => fact === says['finding'])?.sha256, ...says }
  }
  return says
}

function needAnswerable(subject: Case, organisation: OrganisationId, { summarySha256 }: ActBody<'concern-answer'>): void {
  needMayAnswer(subject, organisation)
  if (subject.events.find(isOf('opened'))?.summarySha256 !== summarySha256) throw bad('/summarySha256', 'this is not the summary that is public', 'prepare the act again')
}

function needFinding({ events }: Case, { finding, measure, remedies }: ActBody<'concern-finding'>, now: Micros): void {
  if (openFinding(events) !== undefined) throw conflict('finding-waits', 'another finding of this panel waits to be joined: join it or dissent first')
  if (finding === 'not-upheld' && measure !== 'none') throw bad('/measure', 'what is not upheld asks for no measure', 'write none')
  if ((measure === 'remedy') !== (remedies !== undefined)) throw bad('/remedies', measure === 'remedy' ? 'a remedy says what is to be done, and by when' : 'only a remedy has a plan', measure === 'remedy' ? 'list what is to be done with its day' : 'leave them out')
  const early = (remedies ?? []).findIndex(({ due }) => endOfDay(due) <= now)
  if (early >= 0) throw bad(`/remedies/${early}/due`, 'what is to be done lies ahead', 'choose a later day')
}

function needPosition({ filing, events }: Case, organisation: OrganisationId, { concern, finding, sha256, position, reasons }: ActBody<'concern-finding-position'>): void {
  const found = findingOf(events, finding)
  if (found === undefined) throw unknownConcern()
  if (concern !== filing.id) throw bad('/concern', 'this finding is of another concern', 'prepare the act again')
  if (found.state !== 'proposed') throw conflict('finding-over', found.state === 'stands' ? 'this finding stands already' : 'this finding has fallen')
  const proposed: EventOf<'finding-proposed'> = found.proposed
  if (proposed.organisation === organisation) throw conflict('own-finding', 'your organisation proposed this finding itself')
  if (found.positions.some((one) => one.organisation === organisation)) throw conflict('has-position', 'your organisation has said where it stands')
  if (proposed.sha256 !== sha256) throw bad('/sha256', 'this is not the finding as it was signed', 'prepare the act again')
  if (position === 'dissents' && reasons === undefined) throw bad('/reasons', 'who dissents says why', 'write the reasons')
}

const WORDS: { [K in Kind]: (says: ActBody<K>) => string } = {
  'concern-answer': ({ concern }) => `Your organisation answers the concern ${concern} in public; the answer stands beside it for ever.`,
  'concern-finding': ({ concern, finding, measure }) => `As one of the panel, your organisation finds the concern ${concern} ${finding.replace('-', ' ')}, and asks for ${measure === 'none' ? 'no measure' : `the measure “${measure}”`}. It stands once a second organisation of the panel has joined it.`,
  'concern-finding-position': ({ finding, position }) => `As one of the panel, your organisation ${position === 'joins' ? 'joins' : 'dissents from'} the finding ${finding}.`,
}

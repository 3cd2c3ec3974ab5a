/**
 * Statements come many at a time: whatever has arrived while the last transaction ran goes into the next one, together.
 * Each is accepted or refused for itself, and is durable once its promise resolves.
 */
import type { FactId, Micros } from '@openaccord/names'
import { Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means, Opened } from '../means.ts'
import type { Signed } from '../model.ts'
import { needMay } from '../model/may.ts'
import { successionsOf } from '../model/register.ts'
import { positionOf } from '../model/standing.ts'
import { findTaken, loadActsOfKind } from '../store/acts.ts'
import { clausesInForce, loadAdopted } from './book.ts'
import { logActs, needStands, type Taken } from './taking.ts'

export type Entered = { fact: FactId; at: Micros }
type Waiting = { actor: Actor; opened: Opened; signed: Signed; done: (entered: Entered) => void; failed: (error: unknown) => void }
type Verdict = { one: Waiting; taken: Taken } | { one: Waiting; error: Refusal } | { one: Waiting; entered: Entered }

const MOST_TOGETHER = 500

function refusalOf(check: () => void): Refusal | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

export function createTray({ database, clock, journal, members, signing }: Pick<Means, 'database' | 'clock' | 'journal' | 'members' | 'signing'>) {
  const waiting: Waiting[] = []
  let emptying = false

  async function empty(): Promise<void> {
    if (emptying) return
    emptying = true
    while (waiting.length > 0) {
      const together = waiting.splice(0, MOST_TOGETHER)
      try {
        const answers = await database.transact((tx) => takeTogether(tx, together))
        for (const answer of answers) answer()
      } catch (error) {
        for (const { failed } of together) failed(error)
      }
    }
    emptying = false
  }

  async function takeTogether(tx: Tx, together: readonly Waiting[]): Promise<(() => void)[]> {
    const now = clock()
    const known = await findTaken(tx, together.map(({ opened }) => opened.sha256))
    const allowed = await rulesFor(tx, together, now)
    const verdicts = new Map<Waiting, Verdict>()
    const asked: Waiting[] = []
    for (const one of together) {
      const entered = one.signed.organisation === one.actor.organisation ? known.get(one.opened.sha256) : undefined
      const error = entered === undefined ? allowed(one.signed) : undefined
      if (entered !== undefined) verdicts.set(one, { one, entered })
      else if (error !== undefined) verdicts.set(one, { one, error })
      else asked.push(one)
    }
    const read = await signing.readActs(tx, asked.map(({ opened, actor }) => ({ handed: opened, actor })), now)
    for (const [index, one] of asked.entries()) {
      const answer = read[index]!
      verdicts.set(one, answer instanceof Refusal ? { one, error: answer } : { one, taken: { signed: one.signed, envelope: one.opened.envelope, statement: one.opened.sha256, keyid: answer.keyid } })
    }
    const good = [...verdicts.values()].filter((verdict) => 'taken' in verdict)
    const logged = good.length === 0 ? [] : await logActs(tx, { journal }, good.map(({ taken }) => taken), now)
    const facts = new Map(good.map(({ one }, index) => [one, { fact: logged[index]!.fact, at: now }]))
    return [...verdicts.values()].map((verdict) => () => {
      if ('error' in verdict) verdict.one.failed(verdict.error)
      else verdict.one.done('entered' in verdict ? verdict.entered : facts.get(verdict.one)!)
    })
  }

  /** What the rules look at, loaded once for all of them. */
  async function rulesFor(tx: Tx, together: readonly Waiting[], now: Micros): Promise<(signed: Signed) => Refusal | undefined> {
    const adopted = await loadAdopted(tx)
    const clauses = together.some(({ signed }) => signed.kind === 'statement' && (signed.says.clauses ?? []).length > 0) ? await clausesInForce(tx, adopted) : []
    const successions = successionsOf(await loadActsOfKind(tx, 'succession'))
    const bodies = new Map<string, Awaited<ReturnType<Means['members']['organisation']>>>()
    for (const { signed: { organisation } } of together) if (!bodies.has(organisation)) bodies.set(organisation, await members.organisation(tx, organisation))
    return (signed) => refusalOf(() => {
      const body = bodies.get(signed.organisation)
      if (body === undefined) throw new Refusal('unknown', 'pledges.organisation-unknown', 'there is no such organisation')
      needStands(body, successions, now)
      needMay(signed, { name: body.name, body, acts: [], position: positionOf([]), adopted, clauses, now })
    })
  }

  return {
    /** A statement of a program: its signature is all that is written for it beside the statement itself. */
    put: (actor: Actor, opened: Opened, signed: Signed): Promise<Entered> => new Promise((done, failed) => {
      waiting.push({ actor, opened, signed, done, failed })
      queueMicrotask(() => void empty())
    }),
  }
}

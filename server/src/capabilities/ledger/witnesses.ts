/**
 * Witnesses: asked to cosign each checkpoint before it is published, and believed when they have seen more than we have.
 * C2SP tlog-witness, the log's side; tlog-policy says which of them are enough. Fails closed: without the quorum nothing is
 * published.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  checkPolicy, isQuorum, openCheckpoint, parseSignatureLines, parseTimestampedSignature, parseVerifierKey, printSignatureLine, TlogError, verifierOf,
  type Checkpoint, type NoteVerifier, type Policy, type PolicyWitness, type TileReader,
} from '@openaccord/tlog'
import type { Clock } from '../../kernel/index.ts'
import type { FetchOptions, Fetched } from '../../platform/outbound.ts'
import { findConflict, type ConflictFile } from './conflict.ts'
import type { LogKey } from './key.ts'
import { StandStill, type Head } from './model.ts'
import { printBase64 } from './text.ts'

export type WitnessSettings = {
  policy: Policy
  key: LogKey
  origin: string
  fetch: (address: string, wanted?: FetchOptions) => Promise<Fetched>
  clock: Clock
  /** Keeps what was found, before anything stands still over it. */
  keepConflict: (file: ConflictFile) => Promise<void>
  /** The last checkpoint that we signed, for a conflict file. */
  lastSigned: () => string | undefined
}
export type Cosigned = { note: string; cosigned: { witness: string; time: number }[] }
export type WitnessLine = { name: string; key: string; cosigned: number | null; size: number | null; trouble: string | null }
export type Witnesses = ReturnType<typeof createWitnesses>

/** Too few witnesses cosigned; the checkpoint waits. */
export class QuorumMissing extends Error {
  override name = 'QuorumMissing'
}

const ANSWER_MS = 5_000
/** Once there is a quorum the others get this long to be among the cosignatures too. */
const OTHERS_MS = 150
/** A witness's clock may be ahead of ours by so much. */
const AHEAD_SECONDS = 300
const MOST_TRIES = 3

type Asked = { witness: PolicyWitness; verifier: NoteVerifier; size: number | undefined; seen: boolean; cosigned: number | null; trouble: string | null; tail: Promise<unknown> }
type Line = { witness: PolicyWitness; line: string; time: number }

export function createWitnesses({ policy, key, origin, fetch, clock, keepConflict, lastSigned }: WitnessSettings) {
  const asked: Asked[] = policy.witnesses.map((witness) => ({
    witness, verifier: verifierOf(witness.key), size: undefined, seen: false, cosigned: null, trouble: null, tail: Promise.resolve(),
  }))
  const full: Policy = { ...policy, logs: [{ key: parseVerifierKey(key.vkey) }] }
  const name = createHash('sha256').update(origin).digest('hex')
  const address = ({ url = '' }: PolicyWitness, path: string): string => `${url.replace(/\/$/, '')}/${path}`
  /** What one said after the others had been enough: heard before the next signature. */
  let late: StandStill | undefined
  const nowSeconds = (): number => Math.floor(clock() / 1_000_000)

  /** `GET <monitoring prefix>/<sha256 of the origin>/checkpoint`: the newest of ours that this witness has seen, or undefined. */
  async function newestSeen({ witness, verifier }: Asked): Promise<(Checkpoint & { note: string }) | undefined> {
    const got = await fetch(address(witness, `${name}/checkpoint`), { timeoutMs: ANSWER_MS, maxBytes: 65_536, maxRedirects: 0 })
    if (got.status !== 200) return undefined
    const opened = await openCheckpoint(got.bytes, { verifiers: [key.verifier, verifier], origin })
    // a checkpoint that our key has not signed is no checkpoint of ours, whoever shows it
    if (!opened.note.verified.some(({ id, name: who }) => id === key.verifier.id && who === key.verifier.name)) return undefined
    return { origin: opened.origin, size: opened.size, root: opened.root, extensions: opened.extensions, note: got.text() }
  }

  /** Holds what a witness has seen against our own tree. Throws StandStill. */
  async function judge(one: Asked, seen: Checkpoint & { note: string }, head: Head, reader: TileReader): Promise<void> {
    if (seen.size > head.size) throw ahead(one, seen.size, head)
    const conflict = await findConflict(lastSigned(), seen.note, reader)
    if (conflict === undefined) return
    await keepConflict(conflict)
    throw new StandStill('conflict', `the witness ${one.witness.name} shows a checkpoint of ${seen.size} entries with our signature that this hub has not made: there are two histories of this log. Both are kept at /log/conflicts. See docs/operating.md`)
  }

  async function ask(one: Asked, note: string, head: Head, reader: TileReader): Promise<Line | undefined> {
    const { witness } = one
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const old = Math.min(one.size ?? 0, head.size)
      const proof = old === 0 || old === head.size ? [] : await reader.consistencyProof(old)
      const body = `old ${old}\n${proof.map((hash) => `${printBase64(hash)}\n`).join('')}\n${note}`
      const got = await fetch(address(witness, 'add-checkpoint'), {
        method: 'POST', body, headers: { 'content-type': 'text/plain; charset=utf-8' }, timeoutMs: ANSWER_MS, maxBytes: 65_536, maxRedirects: 0,
      })
      if (got.status === 200) return take(one, got.text(), note, head)
      if (got.status === 409) {
        const size = sizeIn(got.text())
        const seen = size > head.size ? await newestSeen(one).catch(() => undefined) : undefined
        if (seen !== undefined) await judge(one, seen, head, reader)
        if (size > head.size) throw ahead(one, size, head)
        one.size = size
        continue
      }
      if (got.status === 422) {
        const seen = await newestSeen(one)
        if (seen !== undefined) await judge(one, seen, head, reader)
      }
      throw new Error(`it answered ${got.status}${got.status === 404 ? ': it does not know this log' : got.status === 403 ? ': it does not know this log’s key' : ''}`)
    }
    throw new Error('it keeps changing its mind about what it has seen')
  }

  async function take(one: Asked, answer: string, note: string, head: Head): Promise<Line> {
    const { key: own } = one.witness
    const line = parseSignatureLines(answer).find(({ name: who, id }) => who === own.name && id === own.id)
    if (line === undefined) throw new Error('its answer has no cosignature of its key')
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
    if (!(await one.verifier.verify(text, line.signature))) throw new Error('its cosignature is false')
    const { time } = parseTimestampedSignature(line.signature)
    if (time > nowSeconds() + AHEAD_SECONDS) throw new Error('its clock is ahead of ours by more than five minutes')
    Object.assign(one, { size: head.size, cosigned: time, trouble: null, seen: true })
    return { witness: one.witness, line: printSignatureLine(line), time }
  }

  return {
    /** Asks each witness that has not said yet what it has seen of us. Throws StandStill when that is more, or something else. */
    async lookUp(head: Head, reader: TileReader): Promise<void> {
      if (late !== undefined) throw late
      await Promise.all(asked.filter(({ seen }) => !seen).map(async (one) => {
        const seen = await newestSeen(one).then((found) => ({ found }), (error: unknown) => void (one.trouble = wordsOf(error)))
        if (seen === undefined) return
        one.seen = true
        if (seen.found === undefined) return
        await judge(one, seen.found, head, reader)
        one.size = seen.found.size
      }))
    },

    /** The note with every cosignature that came, once they are a quorum. Throws QuorumMissing, or StandStill. */
    async cosign(note: string, head: Head, reader: TileReader): Promise<Cosigned> {
      const lines: Line[] = []
      const stop: StandStill[] = []
      const enough = Promise.withResolvers<void>()
      const all = asked.map((one) => {
        const mine = one.tail.then(() => ask(one, note, head, reader)).then(
          (line) => {
            if (line !== undefined) lines.push(line)
            if (isQuorum(policy, new Set(lines.map(({ witness }) => witness.name)))) enough.resolve()
          },
          (error: unknown) => {
            one.trouble = wordsOf(error)
            if (error instanceof StandStill) stop.push((late = error))
          },
        )
        one.tail = mine
        return mine
      })
      const everyone = Promise.all(all)
      await Promise.race([everyone, policy.quorum === 'none' ? sleep(all.length === 0 ? 0 : OTHERS_MS) : enough.promise.then(() => Promise.race([everyone, sleep(OTHERS_MS)]))])
      if (stop[0] !== undefined) throw stop[0]
      const cosigned = `${note}${lines.map(({ line }) => line).join('')}`
      try {
        await checkPolicy(full, cosigned, { latest: nowSeconds() + AHEAD_SECONDS })
      } catch (error) {
        if (!(error instanceof TlogError)) throw error
        throw new QuorumMissing(`${error.message}${asked.flatMap(({ witness, trouble }) => (trouble === null ? [] : [`; ${witness.name}: ${trouble}`])).join('')}`)
      }
      return { note: cosigned, cosigned: lines.map(({ witness, time }) => ({ witness: witness.name, time })) }
    },

    /** All are asked anew what they have seen. */
    forget(): void {
      late = undefined
      for (const one of asked) one.seen = false
    },

    lines: (): WitnessLine[] => asked.map(({ witness, cosigned, size, trouble }) => ({ name: witness.name, key: witness.key.name, cosigned, size: cosigned === null ? null : (size ?? null), trouble })),
    quorum: policy.quorum,
    /** With this log among them: what an outsider verifies by. */
    policy: full,
  }
}

const ahead = ({ witness }: Asked, size: number, head: Head): StandStill =>
  new StandStill('witness-ahead', `the witness ${witness.name} has seen a checkpoint of ${size} entries of this log, and the store has only ${head.size}: it is older than what was published, as after restoring a back-up. See docs/operating.md, “The log stands still”`)

function sizeIn(text: string): number {
  const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(text)?.[1]
  if (size === undefined || !Number.isSafeInteger(Number(size))) throw new Error('its answer 409 names no size')
  return Number(size)
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)

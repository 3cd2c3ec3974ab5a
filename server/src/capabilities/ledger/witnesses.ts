/**
 * Witnesses: asked to cosign each checkpoint before it is published, and believed when they have seen more than we have.
 * C2SP tlog-witness, the log's side; tlog-policy says which of them are enough. Fails closed: without the quorum nothing is
 * published.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  addCheckpoint, checkPolicy, isQuorum, monitoringPath, openCheckpoint, parseVerifierKey, printSignatureLine, TlogError, verifierOf,
  type Checkpoint, type NoteVerifier, type Policy, type PolicyWitness, type PostCheckpoint, type TileReader,
} from '@openaccord/tlog'
import type { Clock } from '../../kernel/index.ts'
import type { FetchOptions, Fetched } from '../../platform/outbound.ts'
import { findConflict, type ConflictFile } from './conflict.ts'
import type { LogKey } from './key.ts'
import { StandStill, type Head } from './model.ts'

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
const LOOK_MS = 2_000
/** Once there is a quorum the others get this long to be among the cosignatures too. */
const OTHERS_MS = 150
/** A witness's clock may be ahead of ours by so much. */
const AHEAD_SECONDS = 300

type Asked = { witness: PolicyWitness; verifier: NoteVerifier; size: number | undefined; looked: boolean; cosigned: number | null; trouble: string | null; tail: Promise<void> }
type Line = { witness: PolicyWitness; line: string; time: number }

export function createWitnesses({ policy, key, origin, fetch, clock, keepConflict, lastSigned }: WitnessSettings) {
  const asked: Asked[] = policy.witnesses.map((witness) => ({
    witness, verifier: verifierOf(witness.key), size: undefined, looked: false, cosigned: null, trouble: null, tail: Promise.resolve(),
  }))
  const full: Policy = { ...policy, logs: [{ key: parseVerifierKey(key.vkey) }] }
  /** What one said after the others had been enough: heard before the next signature. */
  let late: StandStill | undefined
  const nowSeconds = (): number => Math.floor(clock() / 1_000_000)

  const post: PostCheckpoint = async (url, { body, headers }) => {
    const { status, text } = await fetch(url, { method: 'POST', body, headers, timeoutMs: ANSWER_MS, maxBytes: 65_536, maxRedirects: 0 })
    return { status, text: async () => text() }
  }

  /** `GET <monitoring prefix>/<sha256 of the origin>/checkpoint`: the newest of ours that this witness has seen, or undefined. */
  async function newestSeen({ witness, verifier }: Asked): Promise<(Checkpoint & { note: string }) | undefined> {
    const got = await fetch(`${urlOf(witness)}/${monitoringPath(origin)}`, { timeoutMs: LOOK_MS, maxBytes: 65_536, maxRedirects: 0 })
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

  /** One line, or undefined where it gave none; why stands in its trouble. */
  async function ask(one: Asked, note: string, head: Head, reader: TileReader): Promise<Line | undefined> {
    const { witness } = one
    try {
      const { signatures, time } = await addCheckpoint({
        fetch: post, witness: { url: urlOf(witness), key: witness.key }, checkpoint: note, lastSize: one.size ?? 0, consistencyProof: (old) => reader.consistencyProof(old),
      })
      if (time > nowSeconds() + AHEAD_SECONDS) throw new Error('its clock is ahead of ours by more than five minutes')
      Object.assign(one, { size: head.size, cosigned: time, trouble: null, looked: true })
      return { witness, line: signatures.map(printSignatureLine).join(''), time }
    } catch (error) {
      one.trouble = wordsOf(error)
      if (error instanceof TlogError && (error.code === 'witness-ahead' || error.code === 'witness-conflict')) await lookAgain(one, error, head, reader)
      return undefined
    }
  }

  /** It has seen more than we have, or something else: what it shows decides what is said. */
  async function lookAgain(one: Asked, said: TlogError, head: Head, reader: TileReader): Promise<void> {
    const seen = await newestSeen(one).catch(() => undefined)
    if (seen !== undefined) await judge(one, seen, head, reader)
    if (said.code === 'witness-ahead') throw ahead(one, undefined, head)
  }

  return {
    /**
     * Asks each witness once what it has seen of us; one that does not answer says so when it is asked to cosign.
     * Throws StandStill when it is more than we have, or something else.
     */
    async lookUp(head: Head, reader: TileReader): Promise<void> {
      if (late !== undefined) throw late
      await Promise.all(asked.filter(({ looked }) => !looked).map(async (one) => {
        one.looked = true
        const seen = await newestSeen(one).catch((error: unknown) => void (one.trouble = wordsOf(error)))
        if (seen === undefined) return
        await judge(one, seen, head, reader)
        one.size = seen.size
      }))
    },

    /** The note with every cosignature that came, once they are a quorum. Throws QuorumMissing, or StandStill. */
    async cosign(note: string, head: Head, reader: TileReader): Promise<Cosigned> {
      const lines: Line[] = []
      const stop: StandStill[] = []
      const enough = Promise.withResolvers<void>()
      const gather = async (one: Asked): Promise<void> => {
        await one.tail // a slow one is not asked twice at once
        try {
          const line = await ask(one, note, head, reader)
          if (line !== undefined) lines.push(line)
          if (isQuorum(policy, new Set(lines.map(({ witness }) => witness.name)))) enough.resolve()
        } catch (error) {
          one.trouble = wordsOf(error)
          if (error instanceof StandStill) stop.push((late = error))
        }
      }
      const all = asked.map((one) => (one.tail = gather(one)))
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

    /** They are asked anew what they have seen. */
    forget(): void {
      late = undefined
      for (const one of asked) one.looked = false
    },

    lines: (): WitnessLine[] => asked.map(({ witness, cosigned, size, trouble }) => ({ name: witness.name, key: witness.key.name, cosigned, size: cosigned === null ? null : (size ?? null), trouble })),
    quorum: policy.quorum,
    /** With this log among them: what an outsider verifies by. */
    policy: full,
  }
}

const ahead = ({ witness, trouble }: Asked, size: number | undefined, head: Head): StandStill =>
  new StandStill('witness-ahead', `the witness ${witness.name} has seen a longer log than the store holds (${size === undefined ? trouble : `${size} entries; here are ${head.size}`}): the store is older than what was published, as after restoring a back-up. See docs/operating.md, “The log stands still”`)

const urlOf = ({ url = '' }: PolicyWitness): string => url.replace(/\/$/, '')
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)

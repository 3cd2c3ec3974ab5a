/**
 * What the entries of a log say together: seals and whether they were opened in time, payloads taken away, ids that come
 * twice, and the keys of organisations. Fed in the order of the log.
 */
import { AttestError } from '@openaccord/attest'
import { FactError, parseEntry } from '@openaccord/facts'
import { sha256 } from '@openaccord/tlog'
import { wordsOf } from './answer.ts'
import { readEntryHead, type EntryHead } from './fast-entry.ts'
import { keyEventOf, readAct, signersOf, standingOf, type KeyEvent } from './keyring.ts'
import type { FetchPayload } from './monitor.ts'
import { fromUtf8, hexOf, secondsOf } from './texts.ts'
import { CLOCK_SKEW } from './trust.ts'
import { judgeCommitment } from './verify-evidence.ts'

export type EntryFault = { readonly code: string; readonly words: string; readonly index: number }
/** A seal that is past its date and was not opened, or was opened after it. */
export type Seal = { readonly index: number; readonly id: string; readonly openBy: string; readonly openedAt?: string }
/** An act of a key that came into doubt later, from a date before the act: the log did nothing wrong, and the act is worth nothing. */
export type Doubted = { readonly index: number; readonly words: string }
export type Figures = {
  readonly entries: number
  readonly kinds: Readonly<Record<string, number>>
  readonly sealed: number
  readonly opened: number
  readonly removed: number
  readonly acts: number
  /** Acts whose signature and key were checked. */
  readonly actsChecked: number
  readonly payloadsRead: number
}
export type EntryAuditOptions = {
  readonly origin: string
  readonly fetchPayload: FetchPayload | undefined
  readonly onFault: (fault: EntryFault) => void
  /** Entries below `size` had been seen by a quorum by then, in seconds since 1970. */
  readonly seen: { readonly size: number; readonly by: number } | undefined
  /** By when the whole checkpoint was seen. */
  readonly seenBy: number | undefined
}

export function createEntryAudit({ origin, fetchPayload, onFault, seen, seenBy }: EntryAuditOptions) {
  const ids = new Set<string>()
  const kinds = new Map<string, number>()
  const seals = new Map<string, { index: number; openBy: string | undefined; leaf: Uint8Array; openedAt?: string }>()
  const removals = new Set<string>()
  const gone: { index: number; id: string }[] = []
  const ring: KeyEvent[] = []
  const signed: { index: number; at: string; organisation: string; signers: readonly string[]; kind: string }[] = []
  const counts = { entries: 0, opened: 0, acts: 0, payloadsRead: 0 }
  const fault = (code: string, index: number, words: string): void => onFault({ code, index, words: `entry ${index}: ${words}` })

  function head(index: number, leaf: Uint8Array): EntryHead | undefined {
    try {
      return readEntryHead(fromUtf8(leaf) ?? '')
    } catch (error) {
      fault('malformed-entry', index, wordsOf(error, FactError))
      return undefined
    }
  }

  function takeHead(index: number, leaf: Uint8Array): EntryHead | undefined {
    const entry = head(index, leaf)
    counts.entries += 1
    if (entry === undefined) return undefined
    const { id, fact, at, form, openBy, opens, removes } = entry
    if (ids.has(id)) fault('id-twice', index, `the id ${id} was there before`)
    ids.add(id)
    kinds.set(fact, (kinds.get(fact) ?? 0) + 1)
    if (seenBy !== undefined && secondsOf(at) > seenBy + CLOCK_SKEW) fault('dated-after-seen', index, `dated ${at}, after witnesses had seen it`)
    if (form === 'act') counts.acts += 1
    if (form === 'sealed') seals.set(id, { index, openBy, leaf: leaf.slice() })
    if (opens !== undefined) takeOpening(index, entry, opens)
    if (removes !== undefined) removals.add(removes)
    return entry
  }

  function takeOpening(index: number, { at }: EntryHead, opens: string): void {
    const seal = seals.get(opens)
    if (seal === undefined) return fault('opens-nothing', index, `it opens ${opens}, and no sealed entry of that id came before`)
    if (seal.openedAt !== undefined) return
    seal.openedAt = at
    counts.opened += 1
  }

  async function takePayload(index: number, leaf: Uint8Array, { id, form, sha256: named, opens }: EntryHead, payload: Awaited<ReturnType<FetchPayload>>): Promise<void> {
    if (payload === undefined) return fault('payload-missing', index, `its payload ${named.slice(0, 16)}… is not served, and nothing says why`)
    if (!(payload instanceof Uint8Array)) return void gone.push({ index, id })
    counts.payloadsRead += 1
    if (hexOf(sha256(payload)) !== named) return fault('payload-changed', index, `its payload is not the one that it names`)
    try {
      const entry = parseEntry(fromUtf8(leaf) ?? '')
      const event = keyEventOf(entry, index, payload)
      if (form === 'act') await takeAct(index, entry.at, entry.fact, payload, event)
      else if (event !== undefined) ring.push(event)
      const seal = opens === undefined ? undefined : seals.get(opens)
      if (seal !== undefined) {
        const step = judgeCommitment(parseEntry(fromUtf8(seal.leaf) ?? ''), payload)
        if (step.outcome !== 'ok') fault(step.code, index, step.words)
      }
    } catch (error) {
      fault('malformed-payload', index, wordsOf(error, AttestError, FactError))
    }
  }

  async function takeAct(index: number, at: string, fact: string, payload: Uint8Array, event: KeyEvent | undefined): Promise<void> {
    const read = readAct(payload)
    const { act } = read
    if (act.alliance !== origin) fault('other-alliance', index, `the act was signed for ${act.alliance}`)
    if (fact.slice(fact.indexOf('.') + 1) !== act.kind) fault('other-kind', index, `the entry says ${fact}, the act is a ${act.kind}`)
    const signers = await signersOf(read, ring)
    if (event?.kind === 'registered') {
      if (!signers.includes(event.keyid)) return fault('signature-refused', index, 'the key to be registered has not signed its registration')
      if (event.replaces !== undefined && !signers.includes(event.replaces)) fault('signature-refused', index, `the key that it replaces, ${event.replaces.slice(0, 16)}…, has not signed`)
    } else if (signers.length === 0) {
      fault('signature-refused', index, `no signature is right by a key that ${act.organisation} has registered`)
    } else {
      signed.push({ index, at, organisation: act.organisation, signers, kind: act.kind })
    }
    if (event !== undefined) ring.push(event)
  }

  return {
    /** The entries of one bundle. */
    async take(first: number, leaves: readonly Uint8Array[]): Promise<void> {
      const heads = leaves.map((leaf, at) => takeHead(first + at, leaf))
      if (fetchPayload === undefined) return
      // fetched together, read in the order of the log: a key has to be there before what it signs
      const payloads = await Promise.all(heads.map((one) => (one === undefined || one.form === 'sealed' ? undefined : fetchPayload(one.sha256))))
      for (const [at, one] of heads.entries()) if (one !== undefined && one.form !== 'sealed') await takePayload(first + at, leaves[at]!, one, payloads[at])
    },
    end,
  }

  /** `now` in seconds since 1970. */
  function end(now: number | undefined): { figures: Figures; overdue: Seal[]; late: Seal[]; doubted: Doubted[]; undecided: number } {
    const doubted: Doubted[] = []
    let undecided = 0
    for (const { index, at, organisation, signers } of signed) {
      const when = { index, at, seenBy: seen !== undefined && index < seen.size ? seen.by : seenBy }
      const standings = signers.map((keyid) => standingOf(ring, keyid, organisation, when))
      if (standings.some(({ code }) => code === 'good')) continue
      const doubt = standings.find(({ code }) => code === 'in-doubt')
      if (standings.some(({ code }) => code === 'doubt-undecided')) undecided += 1
      else if (doubt !== undefined) doubted.push({ index, words: doubt.words })
      else fault(standings[0]?.code ?? 'signature-refused', index, standings[0]?.words ?? '')
    }
    for (const { index, id } of gone) if (!removals.has(id)) fault('removed-unlogged', index, 'its payload was taken away, and the log does not say so')
    const dated = [...seals].flatMap(([id, { index, openBy, openedAt }]): Seal[] => (openBy === undefined ? [] : [{ index, id, openBy, ...(openedAt === undefined ? {} : { openedAt }) }]))
    return {
      figures: { ...counts, kinds: Object.fromEntries([...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1))), sealed: seals.size, removed: removals.size, actsChecked: signed.length },
      overdue: dated.filter(({ openBy, openedAt }) => openedAt === undefined && now !== undefined && secondsOf(openBy) < now),
      late: dated.filter(({ openBy, openedAt }) => openedAt !== undefined && secondsOf(openedAt) > secondsOf(openBy)),
      doubted,
      undecided,
    }
  }
}

/**
 * Formal acts: drawn up for signing, and read when they come back signed. An act counts when a key of the actor's
 * organisation that is active now has signed exactly these bytes, and it has not been handed in before. A browser's
 * session needs a passkey's approval of them (approvals.ts); a token needs the right, for the key file is its second factor.
 */
import { ACT_PAYLOAD_TYPE, instantOf, type ActKind } from '@openaccord/facts'
import type { Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor, type Clock } from '../../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../../platform/database.ts'
import { ACT_LASTS, drawUpAct, microsOf, needRightAct, openEnvelope, type ActOf, type HandedIn } from '../model/acts.ts'
import { maySign, short } from '../model/keys.ts'
import { findNoted, noteAct, noteActs, takeGiven, type HandedInBy } from '../store/acts.ts'
import { findSigningKey, loadKeys, type SigningKey } from '../store/keys.ts'

/** Ed25519, strict: no small order, nothing that is not canonical. Raw key of 32 bytes, signature of 64. */
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean> | boolean
export type ActSettings = { alliance: string; verify: VerifySignature }
/** `envelope` is the text as it came: what the fact holds, `{ about, act: envelope }`. */
export type ReadAct<K extends ActKind = ActKind> = { act: ActOf<K>; envelope: string; keyid: string; statement: string; sha256: string }
export type PreparedAct = { kind: ActKind; statement: string; payloadType: string; paeSha256: string; keyids: string[]; expires: Micros }
/** Whose signatures have to be there, no more and no fewer. */
export type Signer = { keyid: string; publicKey: string }
type SignersOf<K extends ActKind> = (tx: Reader, handed: HandedIn & { act: ActOf<K> }, organisation: OrganisationId) => Promise<readonly Signer[]>
type Wish<K extends ActKind> = { kind: K; actor: Actor; now: Micros }

export function createActVerbs({ database, clock, alliance, verify }: { database: Database; clock: Clock } & ActSettings) {
  /** Everything about an act but who has to sign it. Notes who handed it in, in the same transaction. */
  async function takeAct<K extends ActKind>(tx: Tx, envelope: string, { kind, actor, now }: Wish<K>, signersOf: SignersOf<K>): Promise<ReadAct<K>> {
    const { person, organisation } = need(actor, 'acts.sign')
    const handed = openEnvelope(envelope)
    needRightAct(handed, { kind, alliance, organisation }, now)
    const act = handed.act as ActOf<K> // needRightAct has compared the kinds
    const signers = await signersOf(tx, { ...handed, act }, organisation)
    await needSignatures(handed, signers, verify)
    const keyid = signers[0]?.keyid ?? ''
    const { via } = actor
    if (via.kind === 'visitor') throw new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
    if (!(await noteAct(tx, { sha256: handed.sha256, kind, organisation, keyid, person, via: via.kind, viaId: via.id }, now))) throw actKnown()
    if (via.kind === 'session' && !(await takeGiven(tx, { paeSha256: handed.paeSha256, person, session: via.id }, now))) throw approvalNeeded()
    return { act, envelope, keyid, statement: handed.statement, sha256: handed.sha256 }
  }

  return {
    takeAct,

    /**
     * For the rooms that take acts: reads an envelope exactly as it came and says whose act it is, or throws a Refusal.
     * One signature, by a key of the actor's organisation that is active at `now` and was when the act is dated.
     */
    readAct<K extends ActKind>(tx: Tx, envelope: string, wish: Wish<K>): Promise<ReadAct<K>> {
      return takeAct(tx, envelope, wish, async (reader, { act, signatures }, organisation) => [await activeSigner(reader, onlySigner(signatures), organisation, microsOf(act.at))])
    },

    /**
     * Many acts of programs at once, each read as `readAct` does and refused for itself: keys are looked up once, and
     * who handed in what is noted in one go. Never for a session, whose passkey is asked act by act.
     */
    async readActs(tx: Tx, many: readonly { handed: HandedIn; actor: Actor }[], now: Micros): Promise<(ReadAct | Refusal)[]> {
      const known = await findNoted(tx, many.map(({ handed }) => handed.sha256))
      const keys = new Map<string, SigningKey | undefined>()
      for (const { handed } of many) for (const { keyid } of handed.signatures) if (!keys.has(keyid)) keys.set(keyid, await findSigningKey(tx, keyid))
      const noted: HandedInBy[] = []
      const read: (ReadAct | Refusal)[] = []
      for (const { handed, actor } of many) read.push(await orRefusal(() => readOne(handed, actor)))
      if (noted.length > 0) await noteActs(tx, noted, now)
      return read

      async function readOne(handed: HandedIn, actor: Actor): Promise<ReadAct> {
        const { person, organisation } = need(actor, 'acts.sign')
        const { act, envelope, statement, sha256, signatures } = handed
        if (actor.via.kind !== 'token') throw approvalNeeded()
        needRightAct(handed, { kind: act.kind, alliance, organisation }, now)
        const keyid = onlySigner(signatures)
        await needSignatures(handed, [signerOf(keys.get(keyid), keyid, organisation, microsOf(act.at))], verify)
        if (known.has(sha256)) throw actKnown()
        known.add(sha256)
        noted.push({ sha256, kind: act.kind, organisation, keyid, person, via: 'token', viaId: actor.via.id })
        return { act, envelope, keyid, statement, sha256 }
      }
    },

    /** The exact statement to sign; nothing is kept. `keyids`: the keys that may sign it now. */
    async prepareAct(actor: Actor, { kind, says }: { kind: ActKind; says: Record<string, unknown> }): Promise<PreparedAct> {
      const { organisation } = need(actor, 'acts.sign')
      const now = clock()
      const { act, statement, paeSha256 } = drawUpAct({ kind, says, alliance, organisation, at: instantOf(now) })
      const ended = act.kind === 'key-retirement' || act.kind === 'key-compromise' ? act.says.keyid : undefined
      const keys = act.kind === 'key-registration' ? [] : (await database.read((tx) => loadKeys(tx, organisation))).filter((key) => maySign(key) && key.keyid !== ended)
      return { kind, statement, payloadType: ACT_PAYLOAD_TYPE, paeSha256, keyids: keys.map(({ keyid }) => keyid), expires: now + ACT_LASTS }
    },
  }
}

export type ActVerbs = ReturnType<typeof createActVerbs>

/** The one that has to sign alone. */
export function onlySigner(signatures: HandedIn['signatures']): string {
  const [only, another] = signatures
  if (only === undefined || another !== undefined) throw notSigned('this act is signed by one key')
  return only.keyid
}

/** A key that belongs to the organisation, is active now, in no doubt, and was active when the act is dated. */
export async function activeSigner(tx: Reader, keyid: string, organisation: OrganisationId, at: Micros): Promise<Signer> {
  return signerOf(await findSigningKey(tx, keyid), keyid, organisation, at)
}

function signerOf(key: SigningKey | undefined, keyid: string, organisation: OrganisationId, at: Micros): Signer {
  if (key === undefined) throw notSigned(`the key ${short(keyid)} is not registered here`)
  if (key.organisation !== organisation) throw notSigned(`the key ${short(keyid)} is another organisation’s`)
  if (key.state !== 'active') throw notSigned(`the key ${short(keyid)} is ${key.state}, not active`)
  if (key.doubted) throw notSigned(`the key ${short(keyid)} is in doubt: a second person has to confirm that, or take it back`)
  if (key.active === null || at < key.active) throw notSigned(`the key ${short(keyid)} was not active yet when this act is dated: prepare it again`)
  return key
}

async function needSignatures({ signatures, pae }: HandedIn, signers: readonly Signer[], verify: VerifySignature): Promise<void> {
  const odd = signatures.find(({ keyid }) => !signers.some((signer) => signer.keyid === keyid))
  if (odd !== undefined) throw notSigned(`the key ${short(odd.keyid)} has no part in this act`)
  for (const { keyid, publicKey } of signers) {
    const signature = signatures.find((each) => each.keyid === keyid)
    if (signature === undefined) throw notSigned(`the key ${short(keyid)} has to sign it, and has not`)
    if (!(await verify(Buffer.from(publicKey, 'hex'), pae, signature.sig))) throw notSigned(`the signature of the key ${short(keyid)} is not one of these bytes`)
  }
}

export const notSigned = (why: string): Refusal =>
  new Refusal('unprocessable', 'members.act-signature', `this act is not signed as it has to be: ${why}`, {
    faults: [{ field: '/envelope/signatures', rule: 'signed by an active key of your organisation, over exactly these bytes', fix: 'prepare the act again and sign it with an active key' }],
  })

const actKnown = (): Refusal => new Refusal('conflict', 'members.act-known', 'this very act was handed in before and counts once')

/** An expected no is an answer here; anything else ends the whole. */
async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const approvalNeeded = (): Refusal =>
  new Refusal('forbidden', 'members.approval-needed', 'your passkey has not approved this act in this session: approve it first, or hand it in with “accord” and a token')

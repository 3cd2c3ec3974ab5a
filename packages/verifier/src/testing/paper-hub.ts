/**
 * A hub on paper for the tests: a real log in memory with its own key, witnesses, organisations that sign, tiles and payloads.
 * It can also be told to lie, which a hub must not.
 */
import { createHash } from 'node:crypto'
import { entryOf, parseEntry, printAct, type Act, type ActBody, type ActKind, type Entry } from '@openaccord/facts'
import { printEnvelope, signEnvelope } from '@openaccord/attest'
import {
  cosigner, createFrontier, createTileReader, noteSigner, printNote, printPolicy, printProof, printTilePath, printEntryBundle, signCheckpoint,
  signerFromSeed, SIGNATURE_TYPE, leafHash, tilesOfGrowth, openTile, TILE_WIDTH, verifierKey, type Policy, type SigningKey,
} from '@openaccord/tlog'
import { printEvidence, type Piece } from '../evidence-file.ts'

export type OwnKey = SigningKey & { keyid: string; hex: string }
const secondsAt = (index: number): number => START + index * 60
export type PaperHub = Awaited<ReturnType<typeof createPaperHub>>

export const ORG = 'org_0123456789abcdefghjk'
export const OTHER_ORG = 'org_zzzzzzzzzzzzzzzzzzzz'
export const PLEDGE = { version: '1.0', sha256: 'a'.repeat(64) }
/** 2026-11-01T00:00:00Z, when its first entry is dated; each further one is a minute later. */
export const START = 1_793_491_200

export async function keyFrom(seed: string): Promise<OwnKey> {
  const key = await signerFromSeed(createHash('sha256').update(seed).digest())
  return { ...key, hex: Buffer.from(key.publicKey).toString('hex'), keyid: createHash('sha256').update(key.publicKey).digest('hex') }
}

export async function createPaperHub({ origin = 'accord.example', witnesses = ['w1.example', 'w2.example'], quorum = 'all' }: { origin?: string; witnesses?: string[]; quorum?: string } = {}) {
  const logKey = await keyFrom(`log ${origin}`)
  const witnessKeys = await Promise.all(witnesses.map(async (name) => ({ name, key: await keyFrom(`witness ${name}`) })))
  const named = witnessKeys.map(({ name, key }, at) => ({ name: `W${at + 1}`, key: verifierKey(name, key.publicKey, SIGNATURE_TYPE.cosignature) }))
  const groups = named.length > 0 ? [{ name: 'witnesses', threshold: quorum === 'all' || quorum === 'any' ? quorum : Number(quorum), members: named.map(({ name }) => name) } as const] : []
  const policy: Policy = { logs: [{ key: verifierKey(origin, logKey.publicKey) }], witnesses: named, groups, quorum: groups.length > 0 ? 'witnesses' : 'none' }

  const leaves: Uint8Array[] = []
  const payloads = new Map<string, Uint8Array>()
  const removed = new Map<string, string>()
  const frontier = createFrontier()
  const roots: Uint8Array[] = [frontier.root()]
  const files = new Map<string, Uint8Array>()
  const rows: Uint8Array[][] = [[]]
  let published = 0

  const push = (level: number, hash: Uint8Array): void => {
    const row = (rows[level] ??= [])
    row.push(hash)
    if (row.length % TILE_WIDTH === 0) push(level + 1, openTile({ level, index: 0, width: TILE_WIDTH }, Buffer.concat(row.slice(-TILE_WIDTH))).node(8, 0).slice())
  }
  const add = (leaf: Uint8Array): number => {
    leaves.push(leaf)
    const hash = leafHash(leaf)
    frontier.append(hash)
    push(0, hash)
    roots.push(frontier.root())
    return leaves.length - 1
  }
  /** The tiles of every size that was published, as a server keeps them. */
  const publish = (): void => {
    for (const tile of tilesOfGrowth(published, leaves.length)) {
      const from = tile.index * TILE_WIDTH
      const bytes = tile.level === 'entries' ? printEntryBundle(leaves.slice(from, from + tile.width)) : Buffer.concat(rows[tile.level]!.slice(from, from + tile.width))
      files.set(printTilePath(tile), new Uint8Array(bytes))
    }
    published = leaves.length
  }

  const hub = {
    origin, policy, policyText: printPolicy(policy), logKey, witnessKeys, files, payloads, removed, leaves, secondsAt,
    size: () => leaves.length,
    rootAt: (size: number): Uint8Array => roots[size]!,
    entry: (index: number): Entry => parseEntry(Buffer.from(leaves[index]!).toString()),
    /** Any bytes as a leaf. */
    addLeaf: (leaf: Uint8Array): number => add(leaf),
    /** A fact of the journal, as a room writes it. Gives its index. */
    tell(room: string, kind: string, body: object, at = secondsAt(leaves.length)): number {
      const id = `fact_${String(leaves.length).padStart(20, '0')}`
      const logged = entryOf({ id, room, kind, at: at * 1_000_000, body: JSON.stringify(body) }, (bytes) => createHash('sha256').update(bytes).digest('hex'))
      if (logged === undefined) throw new Error(`${room}.${kind} is not logged`)
      if (logged.payload !== undefined) payloads.set(logged.entry.payload.sha256, Buffer.from(logged.payload))
      return add(Buffer.from(logged.leaf))
    },
    /** An act, signed. */
    async sign<K extends ActKind>(keys: OwnKey[], kind: K, says: ActBody<K>, { organisation = ORG, alliance = origin, at = secondsAt(leaves.length) }: { organisation?: string; alliance?: string; at?: number } = {}): Promise<string> {
      const act = { kind, subject: [{ name: 'what it is about', digest: { sha256: PLEDGE.sha256 } }], alliance, organisation, at: `${new Date(at * 1000).toISOString().slice(0, 19)}Z`, says } as Act
      return printEnvelope(await signEnvelope('application/vnd.in-toto+json', Buffer.from(printAct(act)), keys))
    },
    async act<K extends ActKind>(keys: OwnKey[], kind: K, says: ActBody<K>, more: { organisation?: string; alliance?: string; at?: number } = {}): Promise<number> {
      const envelope = await hub.sign(keys, kind, says, more)
      return hub.tell(kind.startsWith('key-') ? 'members' : 'pledges', kind, { about: [more.organisation ?? ORG], act: envelope })
    },
    async registerKey(key: OwnKey, { organisation = ORG, replaces }: { organisation?: string; replaces?: OwnKey } = {}): Promise<number[]> {
      const says = { publicKey: key.hex, ...(replaces === undefined ? {} : { replaces: replaces.keyid }) }
      const registered = await hub.act(replaces === undefined ? [key] : [key, replaces], 'key-registration', says, { organisation })
      return [registered, hub.tell('members', 'key.confirmed', { organisation, key: 'key_00000000000000000000', keyid: key.keyid, domain: 'northgate.example', proof: 'dns' })]
    },
    signAct: (key: OwnKey, more = {}) => hub.act([key], 'pledge-signature', {
      pledge: PLEDGE, legalName: 'Northgate Systems plc', officer: { name: 'Ada Lind', title: 'Chief executive' }, authority: { kind: 'statutes' }, scope: { reach: 'group' },
    }, more),
    /** The signed and cosigned checkpoint of a size (the last, unless said otherwise), as published at a time. */
    async checkpoint({ size = leaves.length, root, time = secondsAt(size), by = witnesses, extra = [] as readonly { name: string; key: OwnKey; time: number }[] }: {
      size?: number; root?: Uint8Array; time?: number; by?: readonly string[]; extra?: readonly { name: string; key: OwnKey; time: number }[]
    } = {}): Promise<string> {
      publish()
      const signers = witnessKeys.filter(({ name }) => by.includes(name)).map(({ name, key }) => cosigner(name, key, time))
      const more = extra.map(({ name, key, time: then }) => cosigner(name, key, then))
      const note = await signCheckpoint({ origin, size, root: root ?? roots[size]!, extensions: [] }, [noteSigner(origin, logKey), ...signers, ...more])
      return printNote(note)
    },
    fetchTile: async (path: string): Promise<Uint8Array | undefined> => files.get(path),
    fetchPayload: async (sha256: string): Promise<Uint8Array | { removed: string } | undefined> => {
      const why = removed.get(sha256)
      return why === undefined ? payloads.get(sha256) : { removed: why }
    },
    async proof(index: number, checkpoint?: string): Promise<string> {
      const text = checkpoint ?? (await hub.checkpoint())
      const size = Number(text.split('\n')[1])
      const reader = await createTileReader({ fetchTile: hub.fetchTile, checkpoint: { size, root: roots[size]! } })
      return printProof({ index, hashes: await reader.inclusionProof(index), checkpoint: text })
    },
    async piece(index: number, checkpoint?: string): Promise<Piece> {
      const { sha256 } = hub.entry(index).payload
      const why = removed.get(sha256)
      return { entry: leaves[index]!, payload: why === undefined ? (payloads.get(sha256) ?? null) : null, ...(why === undefined ? {} : { removed: why }), proof: await hub.proof(index, checkpoint) }
    },
    async evidence(index: number, keys: readonly number[], more: { opens?: number; early?: string; checkpoint?: string } = {}): Promise<string> {
      const checkpoint = more.checkpoint ?? (await hub.checkpoint())
      return printEvidence({
        ...(await hub.piece(index, checkpoint)),
        ...(more.early === undefined ? {} : { early: await hub.proof(index, more.early) }),
        keys: await Promise.all(keys.map((key) => hub.piece(key, checkpoint))),
        ...(more.opens === undefined ? {} : { opens: await hub.piece(more.opens, checkpoint) }),
      })
    },
  }
  return hub
}

/**
 * The sample alliance's signing keys. Each organisation's key is registered as anybody's would be: it signs its own
 * registration, a second person confirms it, and a line in the domain proves it. The domains are invented, so the
 * lines are kept in a file that stands for their name servers.
 */
import { createHash, createPrivateKey } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printEnvelope, signEnvelope } from '@openaccord/attest'
import { ACT_PAYLOAD_TYPE } from '@openaccord/facts'
import { generateKey, type SigningKey } from '@openaccord/tlog'
import { dnsName, proofLine } from '../capabilities/members/index.ts'
import type { House } from '../compose/house.ts'
import type { Actor } from '../kernel/index.ts'
import type { Zone } from './zone.ts'

// RFC 8410 §7: what stands before the 32 bytes of an Ed25519 private key
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export type DemoKey = SigningKey & { keyid: string; hex: string; seed: Uint8Array }
/** Two people of one organisation, and its key. `robot` hands acts in by a token; `second` confirms, signed in. */
export type Desk = { slug: string; robot: Actor; first: Actor; second: Actor; key: DemoKey }
export async function makeKey(): Promise<DemoKey> {
  const key = await generateKey()
  return { ...key, hex: Buffer.from(key.publicKey).toString('hex'), keyid: createHash('sha256').update(key.publicKey).digest('hex') }
}

export async function sealUp(statement: string, ...keys: readonly DemoKey[]): Promise<string> {
  return printEnvelope(await signEnvelope(ACT_PAYLOAD_TYPE, new TextEncoder().encode(statement), keys))
}

/** From proposed to active. With `replaces`, a rotation: both keys sign, and the old one retires. */
export async function registerKey(house: House, zone: Zone, desk: Desk, key: DemoKey, replaces?: DemoKey): Promise<void> {
  const says = { publicKey: key.hex, ...(replaces === undefined ? {} : { replaces: replaces.keyid }) }
  const { statement } = await house.members.prepareAct(desk.robot, { kind: 'key-registration', says })
  const envelope = await sealUp(statement, key, ...(replaces === undefined ? [] : [replaces]))
  const proposal = { envelope, domains: [`${desk.slug}.example`] }
  if (replaces === undefined) await house.members.proposeKey(desk.robot, proposal)
  else await house.members.rotateKey(desk.robot, replaces.keyid, proposal)
  const { keys } = await house.members.ownKeys(desk.first)
  for (const { domain, token } of keys.find(({ keyid }) => keyid === key.keyid)?.domains ?? []) zone.put(dnsName(domain), proofLine(key.keyid, token))
  await house.members.confirmKey(desk.second, key.keyid)
  await house.members.checkDomains(desk.second, key.keyid)
}

/** Signed with another key of the same organisation. */
export async function compromiseKey(house: House, desk: Desk, lost: DemoKey, firstDoubt: string, note: string): Promise<void> {
  const { statement } = await house.members.prepareAct(desk.robot, { kind: 'key-compromise', says: { keyid: lost.keyid, firstDoubt, note } })
  await house.members.compromiseKey(desk.robot, lost.keyid, { envelope: await sealUp(statement, desk.key) })
}

/** For `accord sign --key`: whoever signs in as one of the sample's representatives can sign for the organisation. */
export function keepKeys(folder: string, keys: ReadonlyMap<string, DemoKey>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [slug, { seed }] of keys) {
    const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
    writeFileSync(join(folder, `${slug}.pem`), key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  }
}

/** Keys and signed acts for tests: made here, signed as `accord` or a browser would. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { printEnvelope, signEnvelope } from '@openaccord/attest'
import { ACT_PAYLOAD_TYPE, type ActKind } from '@openaccord/facts'
import type { Actor } from '../../../kernel/index.ts'
import { dnsName, proofLine } from '../model/domains.ts'
import type { OwnKey } from '../verbs/keys.ts'
import { browser, type TestHouse } from './house.ts'

export type TestKey = { keyid: string; hex: string; sign(bytes: Uint8Array): Promise<Uint8Array> }

export async function makeKey(): Promise<TestKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { hex: raw.toString('hex'), keyid: createHash('sha256').update(raw).digest('hex'), sign: async (bytes) => new Uint8Array(sign(null, bytes, privateKey)) }
}

/** These very bytes, in an envelope. */
export async function sealUp(statement: string, ...keys: TestKey[]): Promise<string> {
  return printEnvelope(await signEnvelope(ACT_PAYLOAD_TYPE, new TextEncoder().encode(statement), keys))
}

export async function signAct({ members }: TestHouse, actor: Actor, kind: ActKind, says: Record<string, unknown>, ...keys: TestKey[]): Promise<string> {
  return sealUp((await members.prepareAct(actor, { kind, says })).statement, ...keys)
}

/** What a program does: the same person by a token, which needs no passkey. */
export async function robotOf({ members }: TestHouse, actor: Actor): Promise<Actor> {
  const { secret } = await members.makeToken(actor, { name: 'accord', scopes: [...actor.may], days: 300 }, browser)
  return members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
}

export const putLine = ({ zone }: TestHouse, { keyid, domains }: OwnKey): void => {
  for (const { domain, token } of domains) zone.set(dnsName(domain), [...(zone.get(dnsName(domain)) ?? []), proofLine(keyid, token)])
}

export async function propose(house: TestHouse, robot: Actor, key: TestKey, domains = ['quay.example']): Promise<OwnKey> {
  return house.members.proposeKey(robot, { envelope: await signAct(house, robot, 'key-registration', { publicKey: key.hex }, key), domains })
}

/** All the way to active: proposed by the one, confirmed by the other, proven by the domain. */
export async function activeKey(house: TestHouse, robot: Actor, second: Actor, key?: TestKey): Promise<TestKey> {
  const made = key ?? (await makeKey())
  putLine(house, await propose(house, robot, made))
  await house.members.confirmKey(second, made.keyid)
  await house.members.checkDomains(second, made.keyid)
  return made
}

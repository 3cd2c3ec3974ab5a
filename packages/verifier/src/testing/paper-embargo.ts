/** The file that proves an embargo, made from a hub on paper: as a case's room gives it. */
import { createHash } from 'node:crypto'
import { canonical, SEALED_EMBARGO_BYTES, sealedBytes } from '@openaccord/facts'
import { EMBARGO } from '../embargo-file.ts'
import { createPaperHub, keyFrom, ORG, OTHER_ORG, type OwnKey } from './paper-hub.ts'

export const CASE = 'case_0123456789abcdefghjk'
export const TERMS = 'terms_0123456789abcdefghjk'
const ENDS = '2027-01-10T12:00:00.000Z'
const SHA = 'c'.repeat(64)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export type PaperEntry = { fact: string; at: string; what: string; terms: string | null; party: string | null; guest: boolean; opening: { salt: string; payload: string }; evidence: Record<string, unknown> | null }
export type PaperEmbargo = { compliance: string; case: string; origin: string; made: string; terms: { id: string; ends: string; zone: string; textSha256: string }[]; ended: { at: string; how: string }; entries: PaperEntry[]; note: string }

/** Two organisations and a guest keep quiet, and the owner ends it. */
export async function paperEmbargo() {
  const hub = await createPaperHub()
  const [first, second] = [await keyFrom('first'), await keyFrom('second')]
  const keys = [...(await hub.registerKey(first)), ...(await hub.registerKey(second, { organisation: OTHER_ORG }))]
  const sealed: { place: number; entry: Omit<PaperEntry, 'fact' | 'at' | 'evidence'> }[] = []
  const seal = (text: string, what: string, party: string | null, guest: boolean, terms: string | null = TERMS): void => {
    const payload = new Uint8Array(SEALED_EMBARGO_BYTES).fill(0x20)
    payload.set(Buffer.from(text))
    const salt = createHash('sha256').update(`salt ${sealed.length}`).digest()
    const place = hub.tell('cases', 'embargo-sealed', { about: [], sealed: { commitment: sha256(sealedBytes(salt, payload)), size: payload.length } }, hub.secondsAt(hub.size()) + 0.123457)
    sealed.push({ place, entry: { what, terms, party, guest, opening: { salt: salt.toString('base64'), payload: Buffer.from(payload).toString('base64') } } })
  }
  const moment = (): string => new Date(hub.secondsAt(hub.size()) * 1000).toISOString()
  const signed = (key: OwnKey, organisation: string, kind: 'embargo-proposal' | 'embargo-consent', says: object) => hub.sign([key], kind, says as never, { organisation })
  seal(await signed(first, ORG, 'embargo-proposal', { case: CASE, terms: TERMS, ends: ENDS, zone: 'Europe/Paris', textSha256: SHA }), 'terms-proposed', 'Northgate', false)
  seal(await signed(second, OTHER_ORG, 'embargo-consent', { case: CASE, terms: TERMS, ends: ENDS, textSha256: SHA }), 'terms-accepted', 'Quayside', false)
  seal(canonical({ v: 1, case: CASE, at: moment(), statement: 'embargo-click', party: 'party_0123456789abcdefghjk', kind: 'embargo-consent', terms: TERMS }), 'terms-accepted', 'A finder', true)
  const at = moment()
  seal(canonical({ v: 1, case: CASE, at, statement: 'embargo-ended', how: 'ended', terms: TERMS, ended: at }), 'embargo-ended', null, false, null)
  const entries = await Promise.all(sealed.map(async ({ place, entry }): Promise<PaperEntry> => ({ ...entry, fact: hub.entry(place).id, at: new Date(hub.entry(place).at).toISOString(), evidence: JSON.parse(await hub.evidence(place, keys)) as Record<string, unknown> })))
  const file: PaperEmbargo = { compliance: EMBARGO, case: CASE, origin: 'https://hub.example', made: at, terms: [{ id: TERMS, ends: ENDS, zone: 'Europe/Paris', textSha256: SHA }], ended: { at, how: 'ended' }, entries, note: '' }
  return { hub, file }
}

/** A file that proves an embargo, made from a log on paper: verified whole; refused where anything in it was altered; what it leaves out is not covered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SEALED_EMBARGO_BYTES } from '@openaccord/facts'
import { verifyEmbargo, type EmbargoVerdict } from './embargo-proof.ts'
import { CASE, paperEmbargo, TERMS, type PaperEmbargo, type PaperEntry } from './testing/paper-embargo.ts'
import { START } from './testing/paper-hub.ts'

const NOW = START + 365 * 86_400
const told = ({ answer, steps }: EmbargoVerdict): string => [answer, ...new Set(steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code }) => `${name}:${code}`))].join(' ')

const changed = (file: PaperEmbargo, change: (file: PaperEmbargo) => void): string => {
  const copy = structuredClone(file)
  change(copy)
  return JSON.stringify(copy)
}
/** One bit of bytes in base64. */
const turned = (text: string, at: number): string => {
  const bytes = Buffer.from(text, 'base64')
  bytes[at]! ^= 1
  return bytes.toString('base64')
}
const envelopeOf = (entry: PaperEntry): string => Buffer.from(entry.opening.payload, 'base64').toString().trimEnd()
const reseal = (entry: PaperEntry, text: string): void => void (entry.opening.payload = Buffer.from(text.padEnd(SEALED_EMBARGO_BYTES)).toString('base64'))

test('a file is verified whole, with what it cannot tell', async () => {
  const { hub, file } = await paperEmbargo()
  const verdict = await verifyEmbargo(JSON.stringify(file), { policy: hub.policyText }, NOW)
  assert.equal(told(verdict), 'verified', JSON.stringify(verdict.steps.filter(({ outcome }) => outcome !== 'ok')))
  assert.deepEqual(verdict.limits.map(({ code }) => code), ['left-out', 'names'])
  assert.equal(verdict.origin, hub.origin)
})

test('whatever is altered is refused, and what is missing is not covered', async () => {
  const { hub, file } = await paperEmbargo()
  const rows: [what: string, text: string, says: RegExp][] = [
    ['a bit of an act', changed(file, ({ entries }) => void (entries[0]!.opening.payload = turned(entries[0]!.opening.payload, 40))), /^refused opening:other-content/],
    ['another end in an act', changed(file, ({ entries }) => reseal(entries[1]!, envelopeOf(entries[1]!).replace('"payload"', '"payload" '))), /^refused opening:other-content/],
    ['a bit of the space behind an act', changed(file, ({ entries }) => void (entries[0]!.opening.payload = turned(entries[0]!.opening.payload, SEALED_EMBARGO_BYTES - 1))), /^refused opening:other-content/],
    ['a bit of a salt', changed(file, ({ entries }) => void (entries[1]!.opening.salt = turned(entries[1]!.opening.salt, 31))), /^refused opening:other-content/],
    ['a shorter salt', changed(file, ({ entries }) => void (entries[1]!.opening.salt = Buffer.from(entries[1]!.opening.salt, 'base64').subarray(0, 31).toString('base64'))), /^refused opening:other-content/],
    ['openings changed over', changed(file, ({ entries }) => void ([entries[0]!.opening, entries[1]!.opening] = [entries[1]!.opening, entries[0]!.opening])), /^refused opening:other-content/],
    ['another order', changed(file, ({ entries }) => void entries.reverse()), /^refused order:other-order/],
    ['an entry twice', changed(file, ({ entries }) => void entries.splice(1, 0, structuredClone(entries[0]!))), /^refused order:other-order/],
    ['nobody named', changed(file, ({ entries }) => void (entries[1]!.party = null)), /^refused said:no-party/],
    ['a click shown as an act', changed(file, ({ entries }) => void (entries[2]!.guest = false)), /^refused said:other-form/],
    ['an acceptance shown as a refusal', changed(file, ({ entries }) => void (entries[1]!.what = 'terms-declined')), /^refused said:other-said/],
    ['of another case', changed(file, (one) => void (one.case = CASE.replace('0', '1'))), /^refused said:other-case/],
    ['other terms', changed(file, ({ terms }) => void (terms[0]!.id = TERMS.replace('0', '1'))), /^refused terms:unknown-terms/],
    ['a later end of the terms', changed(file, ({ terms }) => void (terms[0]!.ends = '2027-02-10T12:00:00Z')), /^refused terms:other-terms/],
    ['another text of the terms', changed(file, ({ terms }) => void (terms[0]!.textSha256 = 'd'.repeat(64))), /^refused terms:other-terms/],
    ['another moment', changed(file, ({ entries }) => void (entries[1]!.at = '2026-11-02T00:00:00Z')), /^refused opening:other-moment/],
    ['another fact', changed(file, ({ entries }) => void (entries[1]!.fact = 'fact_00000000000000000000')), /^refused opening:other-entry/],
    ['another end of the embargo', changed(file, ({ ended }) => void (ended.how = 'public')), /^refused end:other-end/],
    ['a proof that is bent', changed(file, ({ entries }) => void (entries[0]!.evidence!['entry'] = turned(String(entries[0]!.evidence!['entry']), 30))), /^refused /],
    ['a field more', changed(file, (one) => void Object.assign(one, { seal: 'ours' })), /^refused file:malformed-embargo$/],
    ['no file', 'hello', /^refused file:malformed-embargo$/],
    ['without the proposal', changed(file, ({ entries }) => void entries.shift()), /^not-covered terms:no-proposal/],
    ['without who else agreed', changed(file, ({ entries }) => void entries.splice(1, 2)), /^not-covered agreed:agreed-unseen$/],
    ['without its end', changed(file, ({ entries }) => void entries.pop()), /^not-covered end:no-end agreed:agreed-unseen$/],
    ['made before a checkpoint covered it', changed(file, ({ entries }) => void (entries[1]!.evidence = null)), /^not-covered inclusion:no-evidence$/],
    ['without the keys of who signed', changed(file, ({ entries }) => void (entries[1]!.evidence!['keys'] = [])), /^not-covered signature:no-key-evidence$/],
  ]
  for (const [what, text, says] of rows) assert.match(told(await verifyEmbargo(text, { policy: hub.policyText }, NOW)), says, what)
  assert.match(told(await verifyEmbargo(JSON.stringify(file), { policy: undefined }, NOW)), /^not-covered checkpoint:no-policy$/)
})

/**
 * Anybody doing anything with embargoes at any time, through the verbs: nobody sees anything before being entitled, an acceptance is
 * never lost, public or exploited ends every embargo, the shortest wins. Who has accepted what is kept here in a book of its own.
 * `OPENACCORD_SOAK=1` plays more and longer histories.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { consentOf } from '@openaccord/disclosure'
import { anonymous, DAY, Refusal, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { fold } from './model/fold.ts'
import { storyOf } from './model/process.ts'
import type { PartyId } from './model.ts'
import { act, inDays, openSigningStory, TERMS, type Signer } from './testing/embargo.ts'
import { askAs, askBy, wish } from './testing/house.ts'
import type { Asking } from './verbs/book.ts'

const WHAT = [
  'invite', 'invite', 'invite', 'propose', 'propose', 'propose', 'accept', 'accept', 'accept', 'accept', 'refuse', 'withdraw', 'leave', 'offer-again', 'post', 'post', 'post', 'hand-over',
  'end', 'public', 'exploit', 'attacked', 'decide', 'split', 'merge', 'pass',
] as const
type Step = { what: (typeof WHAT)[number]; who: number; other: number; pick: number; days: number; twice: boolean }
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...WHAT), who: fc.nat(4), other: fc.nat(4), pick: fc.nat(3), days: fc.integer({ min: 2, max: 40 }), twice: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
})
/** Three have come and keep quiet for forty days. */
const AGREED: readonly Step[] = ([['invite', 0, 1], ['invite', 0, 2], ['invite', 0, 3], ['propose', 0, 0], ['accept', 1, 0], ['accept', 2, 0], ['accept', 3, 0], ['post', 0, 0]] as const).map(([what, who, other]) => ({ what, who, other, pick: 0, days: 40, twice: false }))
const SOAK = Number(process.env['OPENACCORD_SOAK'] ?? 0) > 0

/** `accepted`: terms that it accepted and has not left; `sees`: what was written that it is entitled to. */
type Mind = { n: number; asking: Asking; signer: Signer | undefined; party: PartyId | undefined; accepted: Set<string>; sees: Set<string> }
type Terms = { id: string; ends: number; by: string }

describeOnEveryEngine('histories of embargoes', (open, { engine }) => {
  test('keep the rules', { skip: engine !== 'sqlite' && !SOAK ? 'on PostgreSQL in the long run' : false, timeout: 900_000 }, async (t) => {
    const base = await openSigningStory(await open())
    const { house, owner, vendor, other } = base
    const { cases } = house
    const tried = new Map<string, number>()
    const done = new Map<string, number>()
    after(() => t.diagnostic([...tried].map(([what, many]) => `${what} ${done.get(what) ?? 0} of ${many}`).join(', ')))
    let last = 0

    const play = async (wished: readonly Step[], agreed: boolean): Promise<void> => {
      const steps = agreed ? [...AGREED, ...wished] : wished
      const { case: id } = await cases.open(owner.analyst, { ...wish, vulnerabilities: [1, 2, 3, 4].map((n) => ({ label: `Flaw ${n}` })) })
      const minds: Mind[] = [owner, vendor, other, undefined, undefined].map((signer, n) => ({ n, asking: signer?.asking ?? askAs(anonymous), signer, party: undefined, accepted: new Set(), sees: new Set() }))
      let owning = minds[0]!
      owning.party = (await cases.case(owning.asking, id)).opened.party.id
      const written: string[] = []
      const known = new Map<string, Terms>()
      let isKnown = false
      let isOver = false

      const whole = async () => {
        const { opened, story } = await cases.embargo(owning.asking, id)
        return { opened, story, embargo: story.state.embargo, parties: opened.state().parties }
      }

      /** As an organisation by a signed act, as a guest by a click; `twice` at once. */
      const say = async (mind: Mind, kind: Parameters<typeof act>[2], says: Record<string, unknown>, twice: boolean): Promise<number> => {
        const once = mind.signer === undefined ? () => cases.answerAsGuest(mind.asking, id, { kind, ...says }) : () => act({ house, id }, mind.signer!, kind, says)
        const results = await Promise.allSettled(twice ? [once(), once()] : [once()])
        for (const result of results) if (result.status === 'rejected' && !(result.reason instanceof Refusal)) throw result.reason
        const many = results.filter(({ status }) => status === 'fulfilled').length
        if (many === 0) throw (results[0] as PromiseRejectedResult).reason
        return many
      }

      /** A case of the same owner, agreed for other days with the vendor, comes in. */
      const bringAnother = async (days: number): Promise<void> => {
        if (owning.signer === undefined) return
        const { case: second } = await cases.open(owning.signer.analyst, wish)
        const partner = [vendor, other, owner].find((one) => one !== owning.signer)!
        await cases.invite(owning.asking, second, { organisation: partner.slug, roles: ['vendor'] })
        await act({ house, id: second }, owning.signer, 'embargo-proposal', { ends: inDays(house, days), text: TERMS })
        const [terms] = (await cases.embargo(owning.asking, second)).story.state.embargo.open
        await act({ house, id: second }, partner, 'embargo-consent', { terms: terms!.id })
        const before = (await whole()).embargo
        await cases.mergeCase(owning.asking, second, { into: id })
        known.set(terms!.id, { id: terms!.id, ends: terms!.ends, by: '' })
        for (const mind of minds) if (mind.signer === owning.signer || mind.signer === partner) mind.accepted.add(terms!.id)
        const { embargo } = await whole()
        if (embargo.state !== 'exited') assert.equal(embargo.inForce!.ends, Math.min(terms!.ends, before.inForce?.ends ?? Infinity), 'the earliest end holds')
        else assert.ok(before.state === 'exited' || isKnown, 'it ends by coming into what is known')
      }

      const takeOut = async (): Promise<void> => {
        const { opened, parties } = await whole()
        const [first] = opened.state().vulnerabilities
        const brought = minds.filter(({ party }) => party !== undefined && ['in', 'invited'].includes(parties.get(party)?.standing ?? ''))
        const title = `canary${++last}x`
        const { case: child } = await cases.splitCase(owning.asking, id, { title, summary: '', vulnerabilities: [first!.n], parties: brought.map(({ party }) => party!) })
        const { embargo } = await whole()
        assert.deepEqual((await cases.embargo(owning.asking, child)).story.state.embargo.inForce, embargo.inForce)
        for (const mind of brought) {
          if (mind.signer === undefined) continue // a guest comes by another link
          const mayRead = parties.get(mind.party!)!.standing === 'in' && (embargo.inForce === null || mind.accepted.has(embargo.inForce.id))
          assert.equal(JSON.stringify((await cases.case(mind.asking, child)).opened.seen.entries).includes(title), mayRead, `${mind.n} ${mayRead ? 'does not read' : 'reads'} the case that was taken out`)
        }
      }

      const doOne = async ({ what, who, other: whom, pick, days, twice }: Step): Promise<void> => {
        const mind = minds[who]!
        const there = minds[whom]!
        const { embargo } = await whole()
        const some = [...(embargo.inForce === null ? [] : [embargo.inForce]), ...embargo.open]
        const terms = some[pick % Math.max(1, some.length)]
        switch (what) {
          case 'invite': {
            if (there === owning) return
            const asked = await cases.invite(owning.asking, id, there.signer === undefined ? { guest: { name: `Guest ${whom}` }, roles: ['vendor'] } : { organisation: there.signer.slug, roles: ['vendor'] })
            there.party = asked.party
            if (asked.link !== null) Object.assign(there, { asking: askBy(asked.link), accepted: new Set(), sees: new Set() })
            if ((await whole()).embargo.inForce === null) await cases.join(there.asking, id)
            return
          }
          case 'propose': {
            if (mind.party === undefined) return
            await say(mind, 'embargo-proposal', { ends: inDays(house, days), zone: 'UTC', text: TERMS }, false)
            const now = (await whole()).embargo
            const fresh = [...now.open, ...(now.inForce === null ? [] : [now.inForce])].find((one) => !known.has(one.id) && one.by === mind.party)
            if (fresh !== undefined) mind.accepted.add(fresh.id)
            return
          }
          case 'accept': {
            if (mind.party === undefined || terms === undefined) return
            assert.equal(await say(mind, 'embargo-consent', { terms: terms.id }, twice), 1, 'accepted twice')
            return void mind.accepted.add(terms.id)
          }
          case 'refuse': return mind.party === undefined || terms === undefined ? undefined : void assert.equal(await say(mind, 'embargo-refusal', { terms: terms.id }, twice), 1, 'refused twice')
          case 'leave': {
            if (mind.party === undefined) return
            assert.equal(await say(mind, 'embargo-exit', {}, twice), 1, 'left twice')
            return mind.accepted.clear()
          }
          case 'withdraw': return terms === undefined ? undefined : cases.withdrawTerms(mind.asking, id, terms.id)
          case 'offer-again': return there.party === undefined ? undefined : cases.offerAgain(owning.asking, id, there.party)
          case 'end': return pick > 0 ? undefined : cases.endEmbargo((whom > 1 ? owning : mind).asking, id, { reason: 'Every fix is out.' })
          case 'decide': return cases.decideEmbargo(owning.asking, id, { question: 'attacked', choice: pick === 0 ? 'end' : 'go-on', reason: 'We looked at it.' })
          case 'public': case 'exploit': {
            if (pick > 0) return
            await cases.happened(mind.asking, id, { what: what === 'public' ? 'became-public' : 'exploit-published', words: 'On a mailing list.' })
            return void (isKnown = true)
          }
          case 'attacked': return pick > 0 ? undefined : cases.happened(mind.asking, id, { what: 'attacked', words: 'At a customer.' })
          case 'post': {
            const text = `canary${++last}x`
            const writer = pick === 0 ? mind : owning
            const { standing } = (await whole()).parties.get(writer.party!) ?? {}
            await cases.openThread(writer.asking, id, { kind: 'all', title: text })
            assert.ok(standing === 'in' && (embargo.inForce === null || writer.accepted.has(embargo.inForce.id)), `${writer.n} wrote where it reads nothing`)
            return void written.push(text)
          }
          case 'hand-over': {
            if (there.party === undefined || pick > 0) return
            await cases.handOver(owning.asking, id, there.party)
            assert.ok(embargo.inForce === null || there.accepted.has(embargo.inForce.id), 'an owner who has not accepted')
            return void (owning = there)
          }
          case 'split': return pick > 0 ? undefined : takeOut()
          case 'merge': return pick > 1 ? undefined : bringAnother(days)
          case 'pass': return house.pass((days % 12) * DAY)
        }
      }

      const check = async (merged: boolean, before: Terms | null): Promise<void> => {
        const { opened, story, embargo, parties } = await whole()
        const { inForce } = embargo
        for (const one of [...embargo.open, ...(inForce === null ? [] : [inForce])]) known.set(one.id, one)
        isOver ||= embargo.state === 'exited'
        if (isOver) assert.equal(embargo.state, 'exited', 'there is no second embargo')
        if (isKnown) assert.ok(['exited', 'none'].includes(embargo.state) && embargo.open.length === 0, `${embargo.state} although it is known`)
        const standing = ({ party }: Mind) => (party === undefined ? undefined : parties.get(party)?.standing)
        for (const mind of minds) {
          mind.party ??= [...parties.values()].find(({ organisation }) => organisation !== null && organisation === mind.signer?.id)?.id // by a merger
          if (mind.party === undefined) continue
          const keeps = inForce !== null && mind.accepted.has(inForce.id)
          if (inForce !== null && (standing(mind) === 'in' || standing(mind) === 'invited')) assert.equal(consentOf(story.state, mind.party) === 'signatory', keeps, `the acceptance of ${mind.n}`)
          if (keeps) assert.notEqual(standing(mind), 'invited', `${mind.n} has accepted and waits`)
          if (standing(mind) === 'in' && (inForce === null || keeps)) mind.sees = new Set(written)
          if (standing(mind) === 'invited' || standing(mind) === undefined) mind.sees = new Set()
        }
        const bound = minds.filter((mind) => before !== null && standing(mind) === 'in' && mind.accepted.has(before.id))
        if (!merged && before !== null && inForce !== null && inForce.ends > before.ends) for (const { accepted, n } of bound) assert.ok(accepted.has(inForce.id), `${n} is held longer than it agreed to`)
        for (const terms of embargo.open) {
          const seconded = minds.some(({ party, accepted }) => party !== undefined && ['in', 'invited'].includes(parties.get(party)?.standing ?? '') && party !== terms.by && accepted.has(terms.id))
          assert.ok(!(seconded && owning.accepted.has(terms.id) && (inForce === null || terms.ends < inForce.ends)), 'shorter terms are agreed and do not hold')
        }
        assert.deepEqual(storyOf([...opened.entries()], opened.now), story, 'folded anew it is the same')
        assert.deepEqual(fold([...opened.entries()]), opened.state())
      }

      for (const one of steps) {
        house.pass(SECOND)
        const before = (await whole()).embargo.inForce
        tried.set(one.what, (tried.get(one.what) ?? 0) + 1)
        let merged = false
        try {
          await doOne(one)
          merged = one.what === 'merge'
          done.set(one.what, (done.get(one.what) ?? 0) + 1)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
        await check(merged, before)
      }

      for (const mind of minds) {
        if (mind.party === undefined) continue
        const met = await cases.case(mind.asking, id).then(({ opened }) => JSON.stringify([opened.seen.entries, [...opened.seen.state.threads.values()]]), (error: unknown) => (error instanceof Refusal ? '' : Promise.reject(error as Error)))
        for (const text of written) assert.equal(met.includes(`"${text}"`), mind.sees.has(text), `${mind.n} ${mind.sees.has(text) ? 'does not meet' : 'meets'} ${text}`)
      }
    }

    await fc.assert(fc.asyncProperty(fc.array(step, SOAK ? { minLength: 20, maxLength: 60, size: 'max' } : { minLength: 20, maxLength: 30, size: 'max' }), fc.boolean(), play), { numRuns: SOAK ? 60 : 10, endOnFailure: !SOAK })
  })
})

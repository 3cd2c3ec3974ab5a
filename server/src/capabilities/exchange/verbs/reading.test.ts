/** Pages in which some objects go out in part, or not at all: each in its place, the others untouched. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { TLP2_MARKINGS } from '@openaccord/stix'
import { describeOnEveryEngine } from '../../../platform/testing/engines.ts'
import { createCast, indicator, openRoom } from '../testing/rooms.ts'

const held = (selectors: string[]) => ({ granular_markings: [{ marking_ref: TLP2_MARKINGS['amber+strict'], selectors }] })

describeOnEveryEngine('a page', (open) => {
  test('closes up around what is held back', async (t) => {
    const cast = createCast()
    const energy = cast.community('Energy Watch')
    const exchange = await openRoom(await open(), cast)
    t.after(() => exchange.close())
    const secretariat = cast.person(cast.organisation('Secretariat', []), 'secretariat')
    const member = cast.person(cast.organisation('Alpha', [[energy, 'member']]), 'threat-analyst')
    const partner = cast.person(cast.organisation('Gamma', [[energy, 'partner']]), 'partner')
    const table: [name: string, kinds: string, left: string][] = [
      ['nothing held', 'www', 'www'],
      ['in the middle', 'wpw', 'wpw'],
      ['at both ends', 'pwp', 'pwp'],
      ['side by side', 'wppw', 'wppw'],
      ['all of them', 'ppp', 'ppp'],
      // the pattern is required: without it nothing is left of the object, so it is no part of the partner's page
      ['one that cannot go out in part', 'wxw', 'ww'],
      ['only such', 'xx', ''],
      ['mixed', 'xpwxpwx', 'pwpw'],
    ]
    for (const [name, kinds, left] of table) {
      const { id } = await exchange.createCollection(secretariat, { community: energy.id, title: name, alias: `c-${randomUUID().slice(0, 8)}`, defaultTlp: 'green' })
      const objects = [...kinds].map((kind, at) =>
        indicator(`indicator--${randomUUID()}`, { name: `${kind}${at}`, description: `what ${at}`, ...(kind === 'w' ? {} : held([kind === 'p' ? 'description' : 'pattern'])) }))
      await exchange.share(member, id, JSON.stringify({ objects }))
      const { body } = await exchange.taxii.objects(partner, { root: energy.slug, collection: id } as never, '')
      const page: { objects?: { name: string; description?: string }[] } = JSON.parse(Buffer.from(body as Uint8Array).toString())
      assert.equal((page.objects ?? []).map((one) => one.name[0]).join(''), left, name)
      for (const one of page.objects ?? []) assert.equal(one.description === undefined, one.name.startsWith('p'), `${name}: ${one.name}`)
    }
  })
})

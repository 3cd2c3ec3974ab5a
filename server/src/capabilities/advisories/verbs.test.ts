/** Advisories from the first word to the last revision: who decides, what readers get, and what never happens. On both engines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { draftOf, openAdvisoryHouse, openDesks, published, READER } from './testing/house.ts'

describeOnEveryEngine('advisories', (open) => {
  test('a draft that two persons and a key agreed on is published at its moment, whole', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour] } = await openDesks(house, 'harbour')
    const id = await published(house, harbour!, draftOf(harbour!))
    const { editions: [edition] } = await house.advisories.advisory(READER, id)
    console.log(edition!.files, edition!.fact)
    assert.ok(edition)
  })
})

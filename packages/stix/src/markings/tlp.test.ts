import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StixObject } from '../types.ts'
import { levelOf } from './level.ts'
import { markingLevel, TLP2_EXTENSION, TLP2_MARKINGS, TLP_LEVELS, tlpOf, type Level, type TlpLevel } from './tlp.ts'

const TLP1 = {
  white: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  red: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
}
const OTHER = 'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37'
const statement = (words: string, more: object = {}): StixObject => ({ definition_type: 'statement', definition: { statement: words }, ...more })
const tlp = (word: unknown): StixObject => ({ definition_type: 'tlp', definition: { tlp: word } })
const tlp2 = (word: unknown): StixObject => ({ extensions: { [TLP2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: word } } })

test('all nine ids are known without their definitions', () => {
  for (const level of TLP_LEVELS) assert.equal(tlpOf(TLP2_MARKINGS[level]), level)
  assert.deepEqual(Object.values(TLP1).map((id) => tlpOf(id)), ['clear', 'green', 'amber', 'red'] satisfies TlpLevel[])
})

test('how far a marking restricts', async (t) => {
  const table: [name: string, id: string, definition: StixObject | undefined, level: Level | undefined][] = [
    ['an unknown id', OTHER, undefined, 5],
    ['TLP 1 under an id of its own', OTHER, tlp('amber'), 2],
    ['TLP 1 in capitals', OTHER, tlp('RED'), 4],
    ['TLP 1 in an unknown colour', OTHER, tlp('purple'), 5],
    ['TLP 1 in no colour', OTHER, tlp(7), 5],
    ['TLP 2.0 under an id of its own', OTHER, tlp2('amber+strict'), 3],
    ['TLP 2.0 in an unknown colour', OTHER, tlp2('mauve'), 5],
    ['a platform that writes TLP as a statement', OTHER, statement('TLP:AMBER+STRICT'), 3],
    ['the same by name', OTHER, statement('x', { name: 'TLP:AMBER+STRICT' }), 3],
    ['a sentence that names two colours', OTHER, statement('TLP:GREEN, except the annex, which is TLP:RED.'), 4],
    ['a statement in an unknown colour', OTHER, statement('TLP:PINK'), 5],
    ['a copyright', OTHER, statement('Copyright 2026, Example'), undefined],
    ['a statement that speaks of traffic lights', OTHER, statement('See the TLP standard'), undefined],
    ['a statement with an extension nobody knows', OTHER, statement('x', { extensions: { 'x-acs': {} } }), 5],
    ['another policy', OTHER, { definition_type: 'iep', definition: {} }, 5],
    ['nothing at all', OTHER, {}, 5],
    ['nothing at all, under the id of GREEN', TLP1.green, {}, 1],
    ['CLEAR written under the id of WHITE', TLP1.white, tlp2('clear'), 0],
    ['RED written under the id of WHITE', TLP1.white, tlp('red'), 4],
    ['WHITE written under the id of RED', TLP1.red, tlp('white'), 4],
    ['an unknown colour under the id of GREEN', TLP1.green, tlp('purple'), 5],
    ['GREEN by id, AMBER by name', TLP1.green, { ...tlp('green'), name: 'TLP:AMBER' }, 2],
  ]
  for (const [name, id, definition, level] of table) await t.test(name, () => assert.equal(markingLevel(id, definition), level))
})

test('of several markings the strictest holds, statements do not count', () => {
  const copyright = 'marking-definition--4a0042fe-8b88-40fe-9600-dfa128ce6fbd'
  const definitions = new Map([[copyright, statement('Copyright')]])
  const of = (...refs: unknown[]): Level | undefined => levelOf({ object_marking_refs: refs }, definitions).level
  assert.equal(of(TLP1.green, TLP2_MARKINGS.amber, copyright), 2)
  assert.equal(of(copyright), undefined)
  assert.equal(of(TLP1.white, OTHER), 5)
  assert.equal(of(7), 5)
  assert.equal(levelOf({ object_marking_refs: 'x' }).level, 5)
  assert.deepEqual(levelOf({}), { level: undefined, decidedBy: undefined })
  assert.equal(levelOf({ object_marking_refs: [TLP1.green, TLP1.red] }).decidedBy, TLP1.red)
})

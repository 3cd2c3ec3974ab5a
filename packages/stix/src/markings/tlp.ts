/**
 * The Traffic Light Protocol in STIX: TLP 1 by the four ids of STIX 2.1 §7.2.1.4, TLP 2.0 by its five ids and its
 * extension, and the spellings met in the wild. Where an id and its definition disagree, the stricter one holds.
 */
import { isStixObject, type StixObject } from '../types.ts'

export type TlpLevel = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'

/** 0 clear, 1 green, 2 amber, 3 amber+strict, 4 red, 5 not understood: only the owner. */
export type Level = 0 | 1 | 2 | 3 | 4 | 5

export const TLP_LEVELS: readonly TlpLevel[] = ['clear', 'green', 'amber', 'amber+strict', 'red']
export const OWNER_ONLY = 5 satisfies Level

/** The extension that carries TLP 2.0. */
export const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

/** The ids to mark with today. */
export const TLP2_MARKINGS: Readonly<Record<TlpLevel, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

const LEVEL_OF_ID = new Map<string, Level>([
  [TLP2_MARKINGS.clear, 0],
  [TLP2_MARKINGS.green, 1],
  [TLP2_MARKINGS.amber, 2],
  [TLP2_MARKINGS['amber+strict'], 3],
  [TLP2_MARKINGS.red, 4],
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 0], // TLP 1 white
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 1],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 2],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 4],
])

const LEVEL_OF_WORD = new Map<string, Level>([
  ['white', 0],
  ['clear', 0],
  ['green', 1],
  ['amber', 2],
  ['amber+strict', 3],
  ['amber-strict', 3],
  ['amber_strict', 3],
  ['amber strict', 3],
  ['red', 4],
])

/** A statement longer than this is not read, and so not understood. */
const LONGEST_STATEMENT = 65_536

/** The TLP level of a marking, or undefined: it is none, or says one we do not know (see `markingLevel`). */
export function tlpOf(markingId: string, definition?: StixObject): TlpLevel | undefined {
  const level = markingLevel(markingId, definition)
  return level === undefined || level === OWNER_ONLY ? undefined : TLP_LEVELS[level]
}

/** How far a marking restricts: a level, or undefined for a statement that restricts nothing (copyright, terms of use). */
export function markingLevel(markingId: string, definition?: StixObject): Level | undefined {
  const byId = LEVEL_OF_ID.get(markingId)
  const said = definition === undefined ? undefined : levelSaid(definition)
  if (byId !== undefined) return said === undefined || said < byId ? byId : said
  if (said !== undefined) return said
  return definition !== undefined && isMereStatement(definition) ? undefined : OWNER_ONLY
}

/** The strictest that a definition says of TLP, in any of the places where people write it. */
function levelSaid(definition: StixObject): Level | undefined {
  const said = [extensionLevel(definition), definitionLevel(definition), nameLevel(definition)].filter((level) => level !== undefined)
  return said.length === 0 ? undefined : strictest(said)
}

function isMereStatement(definition: StixObject): boolean {
  return definition['definition_type'] === 'statement' && definition['extensions'] === undefined
}

function extensionLevel(definition: StixObject): Level | undefined {
  const extensions = definition['extensions']
  if (!isStixObject(extensions)) return undefined
  const tlp = extensions[TLP2_EXTENSION]
  if (tlp === undefined) return undefined
  return isStixObject(tlp) ? wordLevel(tlp['tlp_2_0']) : OWNER_ONLY
}

function definitionLevel(definition: StixObject): Level | undefined {
  const content = definition['definition']
  if (definition['definition_type'] === 'tlp') return isStixObject(content) ? wordLevel(content['tlp']) : OWNER_ONLY
  return isStixObject(content) ? spelledLevel(content['statement']) : undefined
}

function nameLevel(definition: StixObject): Level | undefined {
  return spelledLevel(definition['name'])
}

function wordLevel(word: unknown): Level {
  return (typeof word === 'string' ? LEVEL_OF_WORD.get(word.toLowerCase().trim()) : undefined) ?? OWNER_ONLY
}

/** `TLP:AMBER+STRICT` wherever a text says it; every mention counts, an unknown colour restricts to the owner. */
function spelledLevel(text: unknown): Level | undefined {
  if (typeof text !== 'string') return undefined
  if (text.length > LONGEST_STATEMENT) return OWNER_ONLY
  const levels: Level[] = []
  for (const [, word, strict] of text.matchAll(/\btlp\s?[:-]\s?([a-z]{1,20})([+_ -]strict)?/gi)) {
    levels.push(wordLevel(`${word}${strict === undefined ? '' : '+strict'}`))
  }
  return levels.length === 0 ? undefined : strictest(levels)
}

export function strictest(levels: readonly Level[]): Level {
  let most: Level = 0
  for (const level of levels) if (level > most) most = level
  return most
}

/** Acts about the pledge and the register. There is no field for reservations: one adheres to the text as it stands, or does not sign. */
import { country, day, factId, instant, language, line, list, matching, object, oneOf, optional, organisationId, prose, sha256Hex } from '../shape.ts'

export const pledgeVersion = matching(/^[1-9]\d{0,2}\.\d{1,3}$/, 'is a version of the pledge, like 2.0')
export const clauseId = matching(/^P[1-9](?:\.[1-9]\d?)?$/, 'is a clause of the pledge, like P1.2')
/** The exact text that is meant: version, and SHA-256 of the authoritative text. */
const pledge = object({ version: pledgeVersion, sha256: sha256Hex })
/** Who binds the organisation. A name of a person: it stands in the signed act, never in a leaf of the log. */
const officer = object({ name: line(200), title: line(200) })
/** By what right the officer binds the organisation; the document stays with the secretariat, its hash is here. */
const authority = object({ kind: oneOf(['register-extract', 'board-resolution', 'power-of-attorney', 'statutes']), sha256: optional(sha256Hex) })
/** `group`: with everything it controls. `named`: these entities only. */
const scope = object({ reach: oneOf(['group', 'named']), entities: optional(list(line(200), { least: 1, most: 200 })) })

export const pledgeActs = {
  /** By the secretariat, after the alliance adopted it. The subject is the authoritative text. */
  'pledge-version': object({ pledge, languageOfRecord: language, major: oneOf(['yes', 'no']), signBy: optional(instant), replaces: optional(pledge) }),
  'pledge-signature': object({ pledge, legalName: line(300), officer, authority, scope }),
  'pledge-renewal': object({ pledge, officer }),
  'pledge-withdrawal': object({ pledge, effective: instant, reason: optional(prose(4000)) }),
  /** Supports the pledge without signing it. */
  'pledge-endorsement': object({ pledge, legalName: line(300), officer }),
  'endorsement-withdrawal': object({ pledge }),
  /** A law that stands in the way, declared apart from the signature and in public. */
  'conflict-of-law': object({ jurisdiction: country, law: line(300), effect: prose(4000), clauses: list(clauseId, { least: 1, most: 50 }) }),
  'conflict-of-law-lifted': object({ declaration: factId, reason: prose(4000) }),
  /** What an organisation says in public in its own name. */
  'statement': object({ title: line(200), text: prose(20_000), language, clauses: optional(list(clauseId, { most: 50 })) }),
  /** By the secretariat: who is who now. */
  'succession': object({ predecessor: organisationId, successor: organisationId, how: oneOf(['merged', 'renamed', 'acquired', 'split']), on: day, note: optional(line(500)) }),
  /** By the secretariat: organisations under one control, which have one vote together. */
  'affiliation': object({ group: line(200), organisations: list(organisationId, { least: 1, most: 200 }) }),
}

/**
 * Acts about what an organisation promised to do, did, was asked by governments, and how that was looked at from outside.
 * Figures are decimal text, so that a number is read as it was signed. An organisation speaks for itself alone; what
 * another one says of it (a determination) names it in a field of its own.
 */
import { day, factId, instant, language, line, list, matching, object, oneOf, optional, organisationId, prose, sha256Hex } from '../shape.ts'
import { clauseId, pledgeVersion } from './pledge.ts'

export const figure = matching(/^(?:0|[1-9]\d{0,11})(?:\.\d{1,4})?$/, 'is a decimal figure as text, like "97.5", without sign or leading zeros')
const metric = object({ id: matching(/^[a-z][a-z0-9-]{1,59}$/, 'is the id of a metric, like fixed-within-90-days'), version: matching(/^[1-9]\d?$/, 'is the version of the metric’s rule, like "1"') })
const link = matching(/^https:\/\/[^\s<>"\\^`{|}]{1,1990}$/, 'is an https address of at most 2,000 characters')
/** `sha256`: of what lay at that address when it was looked at; without it the link is a claim. */
const evidence = list(object({ title: line(200), link, sha256: optional(sha256Hex) }), { least: 1, most: 10 })
const officer = object({ name: line(200), title: line(200) })
/** A role, never a person. */
const role = line(100)
const measured = { value: figure, on: day, evidence }

export const QUALITIES = ['security', 'privacy', 'integrity', 'reliability'] as const
export const PHASES = ['identify', 'protect', 'detect', 'respond', 'recover'] as const
export const STAGES = ['development', 'design', 'distribution', 'use'] as const
export const FREQUENCIES = ['month', 'quarter', 'half-year', 'year'] as const
export const CLOSINGS = ['met', 'partly-met', 'missed', 'replaced', 'withdrawn'] as const
const tags = object({ qualities: list(oneOf(QUALITIES), { least: 1, most: 4 }), phases: optional(list(oneOf(PHASES), { least: 1, most: 5 })), stages: optional(list(oneOf(STAGES), { least: 1, most: 4 })) })
/** Countries (ISO 3166-1), or the one word `worldwide`. */
const region = matching(/^(?:[A-Z]{2}|worldwide)$/, 'is a country (ISO 3166-1 alpha-2), or worldwide')
const scope = object({ products: list(line(200), { least: 1, most: 50 }), regions: list(region, { least: 1, most: 100 }) })

/** G0: lawful access to data, counted only. G1–G6: see the rules of the room. */
export const REQUEST_CATEGORIES = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6'] as const
/** Never finer. `may-not-say`: a law forbids the answer; nothing is concluded from it. */
export const REQUEST_BANDS = ['0', '1-4', '5-19', '20-99', '100+', 'may-not-say'] as const
export const WORLD_PARTS = ['africa', 'americas', 'asia', 'europe', 'oceania', 'worldwide'] as const
const where = matching(/^(?:[A-Z]{2}|africa|americas|asia|europe|oceania|worldwide)$/, 'is a country (ISO 3166-1 alpha-2), a part of the world (africa, americas, asia, europe, oceania) or worldwide')
const band = oneOf(REQUEST_BANDS)
const asked = object({ category: oneOf(REQUEST_CATEGORIES), where, received: band, refused: optional(band), challenged: optional(band), complied: optional(band), pending: optional(band) })
const period = matching(/^20\d\d-H[12]$/, 'is a half-year, like 2026-H1')

export const commitmentActs = {
  /** A measurable promise. Due at the end of that day, UTC. `replaces`: an earlier one that was closed as replaced. */
  'commitment': object({
    title: line(200), clause: clauseId, metric, baseline: object({ value: figure, on: day }), target: figure, due: day, scope, owner: role, source: line(300),
    every: oneOf(FREQUENCIES), tags, language, text: optional(prose(4000)), replaces: optional(factId),
  }),
  /** The officer takes on exactly these words: `sha256` is of the envelope of the commitment. */
  'commitment-acceptance': object({ commitment: factId, sha256: sha256Hex, officer }),
  'commitment-progress': object({ commitment: factId, ...measured, outlook: oneOf(['on-track', 'at-risk']), note: optional(prose(4000)) }),
  /** Once, before it is due. The original date goes on to count. */
  'commitment-move': object({ commitment: factId, due: day, reason: prose(4000) }),
  'commitment-closing': object({ commitment: factId, result: oneOf(CLOSINGS), value: optional(figure), on: optional(day), evidence: optional(evidence), reason: optional(prose(4000)) }),
  /** A figure of an earlier progress or closing was wrong: both stay. */
  'commitment-correction': object({ corrects: factId, ...measured, reason: prose(4000) }),

  /**
   * Once a year. `facts` are figures with evidence; `goodFaith` is the fixed wording of that version of the pledge, by its
   * hash, and nothing else. `counsel`: the role that approved exactly this, by the hash of what was approved.
   */
  'attestation': object({
    pledge: object({ version: pledgeVersion, sha256: sha256Hex }), from: day, until: day,
    facts: list(object({ clause: clauseId, says: line(500), value: optional(figure), metric: optional(metric), evidence }), { least: 1, most: 40 }),
    goodFaith: object({ wording: pledgeVersion, sha256: sha256Hex }),
    counsel: object({ role, approved: instant, sha256: sha256Hex }), officer,
  }),
  'attestation-correction': object({ attestation: factId, fact: matching(/^(?:[0-9]|[1-3][0-9])$/, 'is the place of the fact in the attestation, counted from "0"'), says: line(500), value: optional(figure), evidence, reason: prose(4000) }),

  /** Half-yearly. Each of G0 to G6 is answered at least once; `corrects` where it stands in the place of an earlier one. */
  'request-statement': object({ period, requests: list(asked, { least: 7, most: 400 }), text: prose(20_000), language, report: optional(link), officer, corrects: optional(factId), reason: optional(prose(4000)) }),

  /** What protects a product against tampering at one of the four stages. */
  'stage-evidence': object({ product: line(200), stage: oneOf(STAGES), claim: prose(2000), evidence: optional(evidence), from: day, until: day }),
  'stage-evidence-withdrawal': object({ evidence: factId, reason: prose(2000) }),

  /** By the organisation: whom it lets look at its sealed cases, and until when. */
  'assurance-engagement': object({ assessor: organisationId, scope: prose(4000), until: day }),
  /** By the assessor. `cases`: the sealed entries it has read. `verified`: evidence of stages that it has checked itself. */
  'assurance-determination': object({
    reviewed: organisationId, engagement: factId, finding: oneOf(['yes', 'not-yet', 'no']), process: prose(8000), summary: prose(8000), language,
    cases: list(factId, { least: 1, most: 40 }), verified: optional(list(factId, { least: 1, most: 100 })), assessors: list(role, { least: 1, most: 10 }),
  }),
}

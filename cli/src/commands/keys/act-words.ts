/** A formal act in words, line by line, so that who signs reads what is signed: every field, and nothing but the fields. */
import type { Act, ActKind } from '@openaccord/facts'

const MEANS: Record<ActKind, string> = {
  'key-registration': 'registers a signing key',
  'key-retirement': 'ends a signing key: it signs nothing more',
  'key-compromise': 'says from when on a signing key is in doubt',
  'pledge-version': 'adopts a version of the pledge',
  'pledge-signature': 'signs the pledge, as its text stands and without reservations',
  'pledge-renewal': 'renews its signature of the pledge',
  'pledge-withdrawal': 'withdraws from the pledge',
  'pledge-endorsement': 'endorses the pledge without signing it',
  'endorsement-withdrawal': 'withdraws its endorsement of the pledge',
  'conflict-of-law': 'declares that a law stands in the way of the pledge',
  'conflict-of-law-lifted': 'says that a declared conflict of law is over',
  'statement': 'says something in public, in its own name',
  'succession': 'records that one organisation succeeds another',
  'affiliation': 'records which organisations are under one control',
  'vote': 'votes in a ballot',
  'ballot-certificate': 'certifies what was counted in a ballot',
  'ballot-contest': 'contests a ballot, with reasons',
  'contest-decision': 'decides on the contest of a ballot',
  'commitment': 'promises something with a figure and a date',
  'commitment-acceptance': 'takes on a commitment in exactly these words',
  'commitment-progress': 'reports how far a commitment is',
  'commitment-move': 'moves the date of a commitment, which it may once; the first date still counts',
  'commitment-closing': 'closes a commitment',
  'commitment-correction': 'puts a figure right that it gave before',
  'attestation': 'attests how it has kept the pledge in the past year',
  'attestation-correction': 'puts a fact right that it attested before',
  'request-statement': 'states what governments have asked of it',
  'stage-evidence': 'says what protects a product at one stage',
  'stage-evidence-withdrawal': 'takes back what it said protects a product',
  'assurance-engagement': 'lets an assessor look at its sealed cases',
  'assurance-determination': 'states what it found as an assessor',
  'sponsorship': 'vouches for an applicant, for the facts named here',
  'sponsorship-withdrawal': 'no longer vouches for an applicant',
  'advisory-publication': 'publishes an advisory, in exactly these files and at this moment',
  'concern-answer': 'answers a concern about it, in public and for ever',
  'concern-finding': 'states what it finds as one of a panel drawn by lot',
  'concern-finding-position': 'joins a finding of its panel, or dissents from it',
  'embargo-proposal': 'proposes the terms of an embargo',
  'embargo-revision': 'proposes other terms in the place of those in force',
  'embargo-consent': 'accepts the terms of an embargo',
  'embargo-refusal': 'does not accept the terms of an embargo',
  'embargo-exit': 'leaves a case and its embargo',
}

export function actInWords({ kind, organisation, alliance, at, subject, says }: Act): string[] {
  const head = [`${organisation} ${MEANS[kind]}`, `for the alliance ${alliance}, dated ${at}`]
  const body = fieldsOf(says).map(([name, value]) => `  ${name}: ${value}`)
  return [...head, ...body, ...subject.map(({ name, digest }) => `  about: ${name} (SHA-256 ${digest.sha256})`)]
}

function fieldsOf(value: unknown, name = ''): [name: string, value: string][] {
  if (Array.isArray(value)) return value.some((one) => typeof one === 'object') ? value.flatMap((one, at) => fieldsOf(one, `${name} ${at + 1}`)) : [[name, value.map(String).join(', ')]]
  if (typeof value !== 'object' || value === null) return [[name, String(value)]]
  return Object.entries(value).flatMap(([field, inner]) => fieldsOf(inner, name === '' ? spaced(field) : `${name}, ${spaced(field)}`))
}

/** `legalName` → `legal name` */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

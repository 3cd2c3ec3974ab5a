/** What an organisation may state now, act by act: each rule says which field breaks it and what to do instead. */
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { bad, conflict, inForce, majorOf, type Adopted, type Logged, type Signed } from '../model.ts'
import { NOTICE, RENEWAL_OPENS, type Body, type Position } from './standing.ts'

export type Circumstances = {
  name: string
  body: Body
  position: Position
  /** The organisation's own acts, oldest first. */
  acts: readonly Logged[]
  adopted: readonly Adopted[]
  /** Clause ids of the version in force. */
  clauses: readonly string[]
  now: Micros
}
type Of<K extends Signed['kind']> = Extract<Signed, { kind: K }>

export function needMay(act: Signed, around: Circumstances): void {
  needActive(around)
  switch (act.kind) {
    case 'pledge-signature': return needMaySign(act, around)
    case 'pledge-renewal': return needMayRenew(act, around)
    case 'pledge-withdrawal': return needMayWithdraw(act, around)
    case 'pledge-endorsement': return needMayEndorse(act, around)
    case 'endorsement-withdrawal': return needEndorses(act, around)
    case 'conflict-of-law': return needMayDeclare(act, around)
    case 'conflict-of-law-lifted': return needOpenDeclaration(act, around)
    case 'statement': return needClauses('/clauses', act.says.clauses ?? [], around)
    default: throw conflict('secretariat-only', 'the secretariat states this, and two persons of it')
  }
}

function needActive({ body, name }: Circumstances): void {
  if (body.state !== 'active') throw conflict('organisation-not-active', `${name} ${body.state === 'left' ? 'has left the alliance' : 'is suspended'}`)
}

function needMaySign({ says }: Of<'pledge-signature'>, { name, body, position, adopted, now }: Circumstances): void {
  if (body.kind === 'partner') throw conflict('partners-endorse', `${name} takes part as a partner: a partner endorses the pledge and does not sign it`)
  if (body.kind === 'secretariat') throw conflict('secretariat-signs-not', 'the secretariat keeps the register and does not stand in it')
  needInForce(says.pledge, adopted)
  needScope(says.scope)
  const { signature, withdrawal, due = 0 } = position
  const stands = signature !== undefined && now < due && (withdrawal === undefined || withdrawal.effective > now)
  if (stands && withdrawal === undefined && signature.version === says.pledge.version) {
    throw conflict('signed-already', `${name} has signed version ${signature.version}; a signature is renewed from ${iso(due - RENEWAL_OPENS)}`)
  }
}

function needScope({ reach, entities }: { reach: 'group' | 'named'; entities?: string[] }): void {
  if (reach === 'named' && entities === undefined) throw bad('/scope/entities', 'who is bound is named', 'list the entities, or write "reach": "group"')
  if (reach === 'group' && entities !== undefined) throw bad('/scope/entities', 'the whole group is bound, so nobody is named', 'leave the list out, or write "reach": "named"')
}

function needMayRenew({ says }: Of<'pledge-renewal'>, { name, position, adopted, now }: Circumstances): void {
  const { signature, withdrawal, due = 0 } = position
  if (signature === undefined || (withdrawal !== undefined && withdrawal.effective <= now)) throw conflict('not-signed', `${name} has no signature to renew: sign the pledge`)
  if (withdrawal !== undefined) throw conflict('under-notice', `${name} leaves on ${iso(withdrawal.effective)}: to stay, sign again`)
  const current = needCurrent(adopted)
  if (majorOf(signature.version) < majorOf(current.version)) throw conflict('sign-newer', `version ${current.version} is in force: sign it instead of renewing ${signature.version}`)
  const text = adopted.find(({ version }) => version === says.pledge.version)
  if (text === undefined || text.sha256 !== says.pledge.sha256 || ![signature.version, current.version].includes(text.version)) {
    throw bad('/pledge', `what is renewed is the version signed (${signature.version}) or the one in force (${current.version}), with its hash`, 'prepare the statement again')
  }
  if (now < due - RENEWAL_OPENS) throw conflict('renewal-early', `the signature of ${name} is due on ${iso(due)}; it is renewed from ${iso(due - RENEWAL_OPENS)}`)
}

function needMayWithdraw({ says, signedAt }: Of<'pledge-withdrawal'>, { name, position, now }: Circumstances): void {
  const { signature, withdrawal } = position
  if (signature === undefined) throw conflict('not-signed', `${name} has not signed, so there is nothing to withdraw`)
  if (withdrawal !== undefined) throw conflict('withdrawn-already', withdrawal.effective > now ? `${name} leaves on ${iso(withdrawal.effective)} already` : `${name} has withdrawn`)
  if (says.pledge.version !== signature.version || says.pledge.sha256 !== signature.sha256) throw bad('/pledge', `the signature is under version ${signature.version}`, 'prepare the statement again')
  const effective = Date.parse(says.effective) * 1000
  if (effective < signedAt + NOTICE) throw bad('/effective', 'a withdrawal takes effect after 30 days at least', `write ${iso(signedAt + NOTICE)} or later`)
  if (effective > signedAt + 13 * NOTICE) throw bad('/effective', 'a withdrawal takes effect within 390 days', 'write an earlier day')
}

function needMayEndorse({ says }: Of<'pledge-endorsement'>, { name, body, position, adopted, now }: Circumstances): void {
  if (body.kind === 'secretariat') throw conflict('secretariat-signs-not', 'the secretariat keeps the register and does not stand in it')
  needInForce(says.pledge, adopted)
  if (position.signature !== undefined && (position.withdrawal === undefined || position.withdrawal.effective > now)) {
    throw conflict('signed-already', `${name} has signed the pledge; whoever signed need not endorse it`)
  }
  if (position.endorsement?.version === says.pledge.version) throw conflict('endorsed-already', `${name} endorses version ${says.pledge.version} already`)
}

function needEndorses({ says }: Of<'endorsement-withdrawal'>, { name, position, adopted }: Circumstances): void {
  const { endorsement } = position
  if (endorsement === undefined) throw conflict('not-endorsed', `${name} does not endorse the pledge, so there is nothing to withdraw`)
  const text = adopted.find(({ version }) => version === endorsement.version)
  if (says.pledge.version !== endorsement.version || says.pledge.sha256 !== text?.sha256) throw bad('/pledge', `the endorsement is of version ${endorsement.version}`, 'prepare the statement again')
}

function needMayDeclare({ says }: Of<'conflict-of-law'>, around: Circumstances): void {
  if (around.body.kind !== 'signatory') throw conflict('signatories-only', 'a conflict of law is declared by who signs the pledge')
  needCurrent(around.adopted)
  needClauses('/clauses', says.clauses, around)
}

function needOpenDeclaration({ says }: Of<'conflict-of-law-lifted'>, { name, position }: Circumstances): void {
  if (!position.conflicts.includes(says.declaration)) throw bad('/declaration', `${name} has no open declaration with this id`, 'write the id of the act that declared the conflict')
}

function needInForce(pledge: { version: string; sha256: string }, adopted: readonly Adopted[]): void {
  const current = needCurrent(adopted)
  if (pledge.version !== current.version) throw bad('/pledge/version', `version ${current.version} is in force`, `sign version ${current.version}`)
  if (pledge.sha256 !== current.sha256) throw bad('/pledge/sha256', `this is not the text of record of version ${current.version}`, `write ${current.sha256}`)
}

export function needCurrent(adopted: readonly Adopted[]): Adopted {
  const current = inForce(adopted)
  if (current === undefined) throw conflict('none-adopted', 'no version of the pledge has been adopted yet')
  return current
}

function needClauses(field: string, given: readonly string[], { clauses }: Circumstances): void {
  const odd = given.find((id) => !clauses.includes(id))
  if (odd !== undefined) throw bad(field, `the version in force has no ${odd}`, clauses.length === 0 ? 'leave it out' : 'name clauses of the version in force')
  if (new Set(given).size < given.length) throw bad(field, 'each clause is named once', 'take the second one out')
}

/** What an act says, in one plain sentence of English: for people before they sign, in feeds and in histories. */
import type { ActBody } from '@openaccord/facts'
import type { PledgeActKind } from '../model.ts'

type Says = { [K in PledgeActKind]: { kind: K; says: ActBody<K> } }[PledgeActKind]
/** `nameOf` gives the name of an organisation by its id. */
export function actWords(name: string, act: Says, nameOf: (id: string) => string = (id) => id): string {
  switch (act.kind) {
    case 'pledge-version': return `The alliance adopts version ${act.says.pledge.version} of its pledge${act.says.replaces === undefined ? '' : `, in place of ${act.says.replaces.version}`}.`
    case 'pledge-signature': return `${act.says.legalName} signs version ${act.says.pledge.version} of the pledge, ${scopeWords(act.says.scope)}, by ${act.says.officer.name}, ${act.says.officer.title}.`
    case 'pledge-renewal': return `${name} renews its signature under version ${act.says.pledge.version} of the pledge, by ${act.says.officer.name}, ${act.says.officer.title}.`
    case 'pledge-withdrawal': return `${name} withdraws its signature under version ${act.says.pledge.version} of the pledge, with effect from ${act.says.effective.slice(0, 10)}.`
    case 'pledge-endorsement': return `${act.says.legalName} supports version ${act.says.pledge.version} of the pledge without signing it.`
    case 'endorsement-withdrawal': return `${name} no longer supports the pledge (version ${act.says.pledge.version}).`
    case 'conflict-of-law': return `${name} declares that a law of ${act.says.jurisdiction} (${act.says.law}) stands in the way of ${act.says.clauses.join(', ')}.`
    case 'conflict-of-law-lifted': return `${name} declares that a conflict of law is over (${act.says.declaration}).`
    case 'statement': return `${name} states: ${act.says.title}`
    case 'succession': return `${nameOf(act.says.predecessor)} ${HOW[act.says.how]} ${nameOf(act.says.successor)} on ${act.says.on}.`
    case 'affiliation': return `The group “${act.says.group}” is: ${act.says.organisations.map(nameOf).join(', ')}.`
  }
}

const HOW = { merged: 'merged into', renamed: 'was renamed', acquired: 'was acquired by', split: 'was split, with a part now' } as const

const scopeWords = ({ reach, entities = [] }: { reach: 'group' | 'named'; entities?: string[] }): string =>
  reach === 'group' ? 'for its whole group' : `for ${entities.slice(0, 3).join(', ')}${entities.length > 3 ? ` and ${entities.length - 3} more` : ''}`

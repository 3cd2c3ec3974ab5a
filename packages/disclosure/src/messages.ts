/** The 28 messages of the Vultron protocol: what each says, which of them tell an event, and the answer that is owed to one that comes late. */
import type { EmbargoStep } from './agreement.ts'
import type { CaseState } from './case.ts'
import type { EmbargoState } from './embargo.ts'
import type { CaseEvent } from './events.ts'
import type { ReportMove } from './report.ts'
import type { PublicState } from './vulnerability.ts'

export const MESSAGES = {
  RS: 'report sent', RI: 'report invalid', RV: 'report valid', RD: 'report deferred', RA: 'report accepted', RC: 'report closed', RK: 'report acknowledged', RE: 'error about a report',
  EP: 'embargo proposed', ER: 'embargo refused', EA: 'embargo accepted', EV: 'revision proposed', EJ: 'revision refused', EC: 'revision accepted', ET: 'embargo ended', EK: 'embargo acknowledged', EE: 'error about an embargo',
  CV: 'vendor knows', CF: 'fix ready', CD: 'fix deployed', CP: 'public knows', CX: 'exploit public', CA: 'attacks seen', CK: 'case acknowledged', CE: 'error about the case',
  GI: 'question', GK: 'message acknowledged', GE: 'error about a message',
} as const
export type Message = keyof typeof MESSAGES
/** A message and who tells it; null: the keeper of the case. */
export type Told = { readonly message: Message; readonly by: string | null; readonly terms?: string }

const JUDGED: Readonly<Record<Exclude<ReportMove, 'receive'>, Message>> = { validate: 'RV', invalidate: 'RI', accept: 'RA', defer: 'RD', close: 'RC' }

/** What an event, and what it brought about, is told by. Who receives a report acknowledges it; a vendor also says that it knows. */
export function messagesOf(before: CaseState, event: CaseEvent, steps: readonly EmbargoStep[]): Told[] {
  return [...ownMessages(before, event), ...ofEmbargo(before.embargo.state, event, steps)]
}

function ownMessages(before: CaseState, event: CaseEvent): Told[] {
  const { by } = event
  switch (event.kind) {
    case 'report-sent': {
      const vendor = before.parties.find(({ id }) => id === event.to)?.vendor
      return [{ message: 'RS', by }, { message: 'RK', by: event.to }, ...(vendor === 'vfd' ? [{ message: 'CV' as const, by: event.to }] : [])]
    }
    case 'report-judged': return [{ message: JUDGED[event.move], by }]
    case 'vendor-knows': return [{ message: 'CV', by }]
    case 'fix-ready': return [{ message: 'CF', by }]
    case 'fix-deployed': return [{ message: 'CD', by }]
    case 'became-public': return [{ message: 'CP', by }]
    case 'exploit-published': return [{ message: 'CX', by }, ...(before.happened.includes('P') ? [] : [{ message: 'CP' as const, by }])]
    case 'attacked': return [{ message: 'CA', by }]
    case 'offered-again': return [{ message: 'EP', by, terms: before.embargo.inForce?.id ?? '' }]
    case 'joined': return before.embargo.inForce === null ? [] : [{ message: 'EP', by, terms: before.embargo.inForce.id }]
    case 'exploit-held': case 'decided': case 'handed-over': case 'left': return [{ message: 'GI', by }]
    default: return []
  }
}

/** An answer is told as what it is, also when nothing came of it yet; what followed by itself is told by the keeper. */
function ofEmbargo(before: EmbargoState, event: CaseEvent, steps: readonly EmbargoStep[]): Told[] {
  const inForce = before === 'active' || before === 'revise'
  const said: Told[] = []
  if (event.kind === 'terms-proposed') said.push({ message: inForce ? 'EV' : 'EP', by: event.by, terms: event.terms })
  if (event.kind === 'terms-accepted') said.push({ message: before === 'proposed' ? 'EA' : 'EC', by: event.by, terms: event.terms })
  if (event.kind === 'terms-declined' || event.kind === 'terms-withdrawn') said.push({ message: inForce ? 'EJ' : 'ER', by: event.by, terms: event.terms })
  for (const { move, terms } of steps) {
    if (move === 'terminate') said.push({ message: 'ET', by: event.kind === 'embargo-ended' ? event.by : null, terms: terms.id })
    if (move === 'reject' && event.kind !== 'terms-declined' && event.kind !== 'terms-withdrawn') said.push({ message: inForce ? 'EJ' : 'ER', by: null, terms: terms.id })
  }
  return said
}

/**
 * What is owed to a message about an embargo that arrives when something is known outside already: a proposal is refused,
 * and whoever still speaks of an embargo in force learns that it ends. Undefined where the message is dealt with as usual.
 */
export function answerOwed(message: Message, embargo: EmbargoState, happened: PublicState): 'ER' | 'ET' | undefined {
  if (happened === 'pxa') return undefined
  if (message === 'EP' && (embargo === 'none' || embargo === 'proposed')) return 'ER'
  return (message === 'EV' || message === 'EJ' || message === 'EC') && (embargo === 'active' || embargo === 'revise') ? 'ET' : undefined
}

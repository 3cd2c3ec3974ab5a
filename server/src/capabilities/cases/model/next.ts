/** What somebody does next in a case, made from what that one may see; most pressing first. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { isOf, type PartyId, type Terms } from '../model.ts'
import { coordinates, type Party } from './fold.ts'
import { isEmbargoed } from './may.ts'
import { silentVendors } from './matrix.ts'
import type { Seen } from './sight.ts'
import { ANSWER_DAYS, workingDaysAfter } from './figures.ts'

export type Step = 'answer-invitation' | 'answer-embargo' | 'state-status' | 'read' | 'task' | 'invite-vendors' | 'propose-embargo' | 'remind-vendors' | 'write-advisory' | 'close-case'
export type NextStep = { step: Step; due: Micros | null; late: boolean; words: string; party?: PartyId; vulnerability?: number; thread?: number; task?: string }
type Here = { seen: Seen; party: Party; terms: Terms; unread: ReadonlyMap<number, number>; now: Micros }

const MOST = 20

export function nextSteps({ seen, party, terms, unread, now }: Here): NextStep[] {
  const step = (what: Step, words: string, due: Micros | null = null, about: Partial<NextStep> = {}): NextStep => ({ step: what, words, due, late: due !== null && due < now, ...about })
  if (party.standing === 'invited') {
    return [terms.consentFirst ? step('answer-embargo', 'Accept the embargo, or decline: until then nothing else is shown.', workingDaysAfter(party.invited, ANSWER_DAYS)) : step('answer-invitation', 'Accept or decline the invitation.', workingDaysAfter(party.invited, ANSWER_DAYS))]
  }
  const { state } = seen
  if (party.standing !== 'in' || state.state !== 'open') return []
  const steps: NextStep[] = []
  if (terms.lapsed.has(party.id)) steps.push(step('answer-embargo', 'The embargo has changed: accept it, or nothing new is shown.'))
  if (party.roles.includes('vendor')) {
    const row = state.matrix.get(party.id)
    for (const { n, label } of state.vulnerabilities) if (row?.get(n) === undefined) steps.push(step('state-status', `Say whether your products are affected by “${label}”.`, workingDaysAfter(party.invited, ANSWER_DAYS), { vulnerability: n }))
  }
  for (const task of state.tasks.values()) if (task.done === null && task.for === party.id) steps.push(step('task', `Your task: ${task.title}`, task.due, { task: task.id, thread: task.thread }))
  for (const [thread, many] of unread) if (many > 0) steps.push(step('read', many === 1 ? 'One message that you have not read.' : `${many} messages that you have not read.`, null, { thread }))
  if (coordinates(party)) steps.push(...forHolders(seen, terms, now).map(({ what, words, due, about }) => step(what, words, due, about)))
  return steps.toSorted((a, b) => rank(a) - rank(b) || (a.due ?? Number.MAX_SAFE_INTEGER) - (b.due ?? Number.MAX_SAFE_INTEGER)).slice(0, MOST)
}

function forHolders({ state, entries, viewer }: Seen, terms: Terms, now: Micros): { what: Step; words: string; due: Micros | null; about?: Partial<NextStep> }[] {
  const owns = viewer.roles.includes('owner')
  const vendors = [...state.parties.values()].filter(({ roles }) => roles.includes('vendor'))
  const steps: ReturnType<typeof forHolders> = []
  if (vendors.length === 0) steps.push({ what: 'invite-vendors', words: 'No vendor takes part yet: invite those whose products are affected.', due: null })
  if (terms.state === 'none' && !terms.public && !entries.some(isOf('embargo'))) steps.push({ what: 'propose-embargo', words: 'No embargo was proposed: agree until when this stays quiet.', due: state.opened + DAY })
  const silent = silentVendors(state).filter(({ id, invited }) => id !== viewer.party && workingDaysAfter(invited, ANSWER_DAYS) < now)
  if (silent.length > 0) steps.push({ what: 'remind-vendors', words: silent.length === 1 ? 'One vendor has said nothing for five working days.' : `${silent.length} vendors have said nothing for five working days.`, due: null, about: silent.length === 1 ? { party: silent[0]!.id } : {} })
  const isFixed = vendors.length > 0 && vendors.every(({ id }) => state.vulnerabilities.every(({ n }) => ['fix-ready', 'fix-deployed', 'not-affected'].includes(state.matrix.get(id)?.get(n)?.state ?? '')))
  if (isFixed && !terms.public) steps.push({ what: 'write-advisory', words: 'Every vendor has a fix or is not affected: write the advisory.', due: terms.until })
  if (owns && terms.public && !isEmbargoed(terms)) steps.push({ what: 'close-case', words: 'It is public and no embargo stands: close the case when the work is done.', due: null })
  return steps
}

const RANK: readonly Step[] = ['answer-embargo', 'answer-invitation', 'state-status', 'task', 'propose-embargo', 'invite-vendors', 'remind-vendors', 'write-advisory', 'read', 'close-case']
const rank = ({ step, late }: NextStep): number => RANK.indexOf(step) - (late ? RANK.length : 0)

/** What may be done with the embargo of a case, and the wishes of forms as the interface takes them. */
import type { Case } from '../../ui/case.tsx'
import type { Embargo } from '../../ui/terms.tsx'
import type { Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { instantOf } from '../../zones.ts'

export type EmbargoMove = Embargo['moves'][number]
/** What an organisation signs here; the last part of the address. */
export const ACTS = { propose: 'embargo-proposal', accept: 'embargo-consent', refuse: 'embargo-refusal', leave: 'embargo-exit' } as const
export type ActName = keyof typeof ACTS
export const isActName = (name: string): name is ActName => Object.hasOwn(ACTS, name)

export const moveOf = ({ moves }: Pick<Embargo, 'moves'>, move: EmbargoMove['move'], about?: string): EmbargoMove | undefined => moves.find((each) => each.move === move && (about === undefined || each.about === about))
export const mayDo = (embargo: Pick<Embargo, 'moves'>, move: EmbargoMove['move'], about?: string): boolean => {
  const found = moveOf(embargo, move, about)
  return found !== undefined && found.allowed !== 'no'
}

/** A guest has no key: a click is recorded. An organisation signs. */
export const clicks = ({ you }: Case): boolean => you.party.guest
export const signPath = (id: string, act: ActName): string => pathTo('caseSign', { id, act })

/** New terms from a form: the wall clock of a zone becomes the instant. What cannot be read is left out, and refused by the hub. */
export function termsIn({ text }: Filled): { ends?: string; zone: string; text: string; language?: string; reason?: string } {
  const zone = text('zone') === '' ? 'UTC' : text('zone')
  const ends = instantOf(text('ends'), zone)
  return { zone, text: text('text'), ...(ends === undefined ? {} : { ends }), ...(text('reason') === '' ? {} : { reason: text('reason') }) }
}

/** Names of inputs where the hub names a field otherwise. */
export const RENAMED: Readonly<Record<string, string>> = { 'says.ends': 'ends', 'says.zone': 'zone', 'says.text': 'text', 'says.textSha256': 'text', 'says.reason': 'reason', 'says.terms': 'terms', 'envelope.signatures': 'envelope' }

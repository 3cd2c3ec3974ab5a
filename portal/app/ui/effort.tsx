/** Instead of a puzzle: the hidden part of a form without an account. With a script the browser works a second (life/effort.ts); without, it waits. */
import type { Reply } from '@openaccord/api'
import { contract, type EFFORT_PURPOSES } from '@openaccord/api'
import { isTrouble, type Filled } from '../page.ts'
import { useVisit, useWords } from './visit.tsx'

export type EffortGiven = Reply<typeof contract.effort.challenge>

/** What goes with the call to the API: `effort: effortOf(filled)`. */
export const effortOf = ({ text }: Filled) => ({ challenge: text('effort-challenge'), number: text('effort-number') })

type Props = {
  purpose: (typeof EFFORT_PURPOSES)[number]
  /** From the loader: `await api.effort.challenge({ params: { purpose } })`. The page's handle says `lively`. */
  given: EffortGiven
  /** What the action said, if it said no: what was worked or waited for is kept. */
  result?: unknown
}

/** Stands before the button that sends. */
export function Effort({ purpose, given, result }: Props) {
  const { now } = useVisit()
  const { t } = useWords()
  const kept = keptOf(result)
  const left = (kept === undefined ? Date.parse(given.expires) : openedAt(kept.challenge) + LIFE_MS) - now.getTime()
  return (
    <div
      className="field effort" id="effort" data-effort={kept?.bits ?? given.bits} data-purpose={purpose} data-left={left}
      data-working={t('effort.working')} data-stopped={t('effort.stopped')} data-trouble={t('effort.trouble')}
    >
      <input type="hidden" name="effort-challenge" value={kept?.challenge ?? given.challenge} />
      <input type="hidden" name="effort-number" value={kept?.number ?? ''} autoComplete="off" />
      <p className="help" data-without-script="">{t('effort.plain')}</p>
      <p className="help" data-with-script="" hidden>{t('effort.help')}</p>
      <div className="effort-shown" data-effort-shown="" hidden>
        <output data-effort-told="" />
        <progress max={1} value={0} aria-label={t('effort.progress')} />
        <button className="button" data-size="small" data-kind="plain" type="button">{t('effort.stop')}</button>
      </div>
    </div>
  )
}

const LIFE_MS = 2 * 3_600_000

/** The challenge that was sent stays good when something else was wrong; when it was at fault itself, a fresh one comes. */
function keptOf(result: unknown): { challenge: string; number: string; bits: number } | undefined {
  if (!isTrouble(result) || result.faults.some(({ field }) => field === 'effort')) return undefined
  const challenge = result.answers['effort-challenge']?.[0]
  if (challenge === undefined || !/^e1\.[a-z-]+\.\d{1,2}\.\d{1,16}\./.test(challenge)) return undefined
  return { challenge, number: result.answers['effort-number']?.[0] ?? '', bits: Number(challenge.split('.')[2]) }
}

/** The hub wrote into the challenge when it was opened, in microseconds. */
const openedAt = (challenge: string): number => Number(challenge.split('.')[3]) / 1000

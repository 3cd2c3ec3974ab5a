/** Small marks with a fixed look everywhere: TLP, time, states, values, code to copy. Colour is never the only signal. */
import type { ReactNode } from 'react'
import type { Tlp } from '@openaccord/names'
import { useVisit, useWords } from './visit.tsx'

/** The Traffic Light Protocol 2.0 mark, in its own colours and always with its word. */
export function TlpMark({ level }: { level: Tlp | null }) {
  const { t } = useWords()
  if (level === null) return <span className="tlp" data-level="none">{t('tlp.none')}</span>
  return <span className="tlp" data-level={level} translate="no">{`TLP:${level.toUpperCase()}`}</span>
}

/** “6 days ago”, with the exact moment beneath the pointer and for programs; `full` spells both. */
export function Time({ at, full = false }: { at: string; full?: boolean }) {
  const { time, ago, moment } = useWords()
  return <time dateTime={at} title={full ? undefined : moment(at)}>{full ? time(at) : ago(at)}</time>
}

export function Day({ at }: { at: string }) {
  const { day } = useWords()
  return <time dateTime={at}>{day(at)}</time>
}

export function Chip({ kind = 'plain', children }: { kind?: 'plain' | 'good' | 'attention' | 'danger' | 'sealed'; children: ReactNode }) {
  return <span className="chip" data-kind={kind}>{children}</span>
}

export function StateChip({ state }: { state: 'active' | 'suspended' | 'left' }) {
  const { t } = useWords()
  return <Chip kind={state === 'active' ? 'good' : state === 'suspended' ? 'danger' : 'plain'}>{t(`state.${state}`)}</Chip>
}

/** Text of others: in their direction, whatever ours is. */
export const Theirs = ({ children }: { children: string }) => <bdi>{children}</bdi>

/** A value for machines, set so that each figure can be told from its neighbour. */
export const Value = ({ children }: { children: string }) => <code translate="no">{children}</code>

/** A block to be copied. The button appears where the script runs. */
export function Code({ text, label, long = false }: { text: string; label: string; long?: boolean }) {
  const { t } = useWords()
  return (
    <div className="code" data-long={long ? '' : undefined} translate="no">
      {/* focusable, so that what runs out of sight can be scrolled to by keyboard */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <pre tabIndex={0} role="group" aria-label={label}>{text}</pre>
      <button className="button copy" data-size="small" type="button" hidden data-copy="" data-copied={t('code.copied')} aria-label={t('code.copyOf', { what: label })}>{t('code.copy')}</button>
    </div>
  )
}

/** The type of an object, in words where it is known. */
export function TypeName({ type }: { type: string }) {
  const { t, has } = useWords()
  const key = `type.${type}`
  return has(key) ? t(key) : type
}

export function useTypeName(): (type: string) => string {
  const { words } = useVisit()
  return (type) => {
    const key = `type.${type}`
    return words.has(key) ? words.t(key) : type
  }
}

/** Who is being waited for, in one sentence. */
import type { Client } from '@openaccord/api'
import { useWords } from '../../ui/visit.tsx'

export type OwnKey = Awaited<ReturnType<Client['keys']['own']>>['keys'][number]

export function useWaiting(): (key: OwnKey) => string {
  const { t, list } = useWords()
  return ({ waitingFor }) => {
    if (waitingFor === null) return t('ownKey.waiting.none')
    const { step, people, couldBeGiven, domains } = waitingFor
    if (step === 'domain') return t('ownKey.waiting.domain', { domains: list(domains) })
    if (people.length > 0) return t(step === 'second-voice' ? 'ownKey.waiting.voice' : 'ownKey.waiting.second', { people: list(people) })
    return couldBeGiven.length > 0 ? t('ownKey.waiting.second.nobody', { people: list(couldBeGiven) }) : t('ownKey.waiting.second.alone')
  }
}

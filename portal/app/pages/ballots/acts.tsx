/** An act about a ballot: prepared by the hub, shown before it is signed, handed in. Votes, certificates, contests and decisions go this way. */
import type { Client } from '@openaccord/api'
import { doneAt, refuse, type Asked, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Signing } from '../../ui/sign.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export type Prepared = Awaited<ReturnType<Client['ballots']['prepareAct']>>

/** Names of inputs where the hub names a field otherwise. */
export const RENAMED: Readonly<Record<string, string>> = { 'says.reason': 'reason', 'says.reasons': 'reasons', 'says.position': 'position', 'says.decision': 'decision', 'says.contest': 'contest', 'envelope.signatures': 'envelope' }

/** Hands in an envelope that was signed elsewhere. */
export async function handIn({ api, words }: Asked, filled: Filled, ballot: string, done: string) {
  const file = filled.fields.get('file')
  const envelope = file === null || typeof file === 'string' || file.size === 0 ? filled.text('envelope') : await file.text()
  if (envelope.trim() === '') return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('sign.file.nothing') })
  await api.ballots.submitAct({ body: { envelope } })
  return doneAt(pathTo('ballot', { id: ballot }), done)
}

type Props = {
  prepared: Prepared
  ballot: { id: string; title: string }
  /** What is signed, in the words of the reader. */
  says: string
  audience: string
  done: string
  /** Where it can be changed. */
  back: string
}

export function SignHere({ prepared: { words: _words, ...prepared }, ballot, says, audience, done, back }: Props) {
  const { me } = useVisit()
  const { t } = useWords()
  const names = { [ballot.id]: ballot.title, ...(me === null ? {} : { [me.organisation.id]: me.organisation.name }) }
  return (
    <>
      <Notice title={t('sign.says')}><p><bdi>{says}</bdi></p></Notice>
      <Signing prepared={prepared} audience={audience} submit="/api/v1/ballots/acts" result={undefined} done={pathTo('ballot', { id: ballot.id }, { done })} names={names}>
        <div className="actions"><ButtonLink to={back}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </>
  )
}

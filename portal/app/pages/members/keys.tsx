/** The signing keys of my organisation: how it can sign in a sentence, each key with its next step, and who looks after them. */
import { useLoaderData } from 'react-router'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Time, Value } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { KeyChip } from '../ledger/signing-key.tsx'
import { useWaiting, type OwnKey } from './keys-waiting.ts'

export const handle = { at: 'signingKeys' }

export const loader = memberPage(async ({ api }) => api.keys.own(), 'keys.manage')

const isOver = ({ state }: OwnKey): boolean => state === 'retired' || state === 'compromised' || state === 'withdrawn'

export default function SigningKeys() {
  const { keys, people } = useLoaderData<typeof loader>()
  const { t, list } = useWords()
  const active = keys.filter(({ state }) => state === 'active').length
  const [old, current] = [keys.filter(isOver), keys.filter((key) => !isOver(key))]
  return (
    <Page
      at="signingKeys" title={t('place.signingKeys')} api="/api/v1/keys" sentence={active === 0 ? t('ownKeys.sentence.none') : t('ownKeys.sentence', { count: active })}
      actions={<ButtonLink to={pathTo('newSigningKey')} kind="first">{t('ownKeys.new')}</ButtonLink>}
    >
      <Part title={t('ownKeys.current')}>
        {current.length === 0 ? <Empty title={t('ownKeys.none.title')}><p>{t('ownKeys.none')}</p></Empty> : <KeyTable keys={current} />}
      </Part>
      {old.length > 0 && <Part title={t('ownKeys.old')}><KeyTable keys={old} /></Part>}
      <Part title={t('ownKeys.people')}>
        <p>{t('ownKeys.people.says', { people: list(people) })}</p>
        {people.length < 2 && <p>{t('ownKeys.people.one')}</p>}
        <p><a href={pathTo('people')}>{t('ownKeys.people.give')}</a></p>
      </Part>
    </Page>
  )
}

function KeyTable({ keys }: { keys: readonly OwnKey[] }) {
  const { t } = useWords()
  const waiting = useWaiting()
  return (
    <Table
      caption={t('ownKeys.caption', { count: keys.length })} rows={keys} keyOf={({ keyid }) => keyid}
      columns={[
        { head: t('ownKeys.key'), names: true, render: ({ keyid }) => <><a href={pathTo('ownSigningKey', { keyid })}><Value>{`${keyid.slice(0, 16)}…`}</Value></a> <span className="quiet" data-key-here={keyid} hidden>{t('ownKeys.here')}</span></> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <KeyChip state={state} /> },
        { head: t('ownKeys.step'), render: (key) => (isOver(key) ? null : waiting(key)) },
        { head: t('log.when'), kind: 'tight', render: ({ active, proposed, ended }) => <Time at={ended ?? active ?? proposed} /> },
      ]}
    />
  )
}

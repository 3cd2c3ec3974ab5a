/** Who has agreed and when, as far as one may know: by a signature, or by a recorded click. */
import { pathTo } from '../../paths.ts'
import type { Case } from '../../ui/case.tsx'
import { Act } from '../../ui/form.tsx'
import { Chip, Theirs } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import type { Embargo } from '../../ui/terms.tsx'
import { useWords } from '../../ui/visit.tsx'
import { mayDo } from './embargo-moves.ts'

type Signatory = Embargo['signatories'][number]
const KIND: Readonly<Record<Signatory['consent'], 'plain' | 'good' | 'attention' | 'danger'>> = { 'no-embargo': 'plain', invited: 'attention', signatory: 'good', lapsed: 'attention', declined: 'danger' }

const SAID: Readonly<Record<NonNullable<Signatory['said']>, 'plain' | 'good' | 'attention' | 'danger'>> = { accepted: 'good', declined: 'danger', 'asked-again': 'attention', left: 'plain' }

export function Signatories({ case: one, embargo }: { case: Case; embargo: Embargo }) {
  const { t, moment } = useWords()
  const { signatories, state } = embargo
  if (signatories.length === 0 || state === 'none') return null
  const over = state === 'exited'
  const agreed = signatories.filter(({ consent, said }) => (over ? said === 'accepted' : consent === 'signatory')).length
  const mayOffer = ({ consent, party }: Signatory): boolean => consent === 'declined' && mayDo(embargo, 'offer-again', party)
  return (
    <Part title={t(over ? 'signatories.title.over' : 'signatories.title')} id="signatories">
      <Table
        caption={t('signatories.caption', { count: signatories.length, agreed })} rows={signatories} keyOf={({ party }) => party}
        columns={[
          { head: t('signatories.who'), names: true, render: ({ name, guest, own, party }) => <>{name === null ? t('case.unnamed', { id: party.slice(-4) }) : <Theirs>{name}</Theirs>}{guest && <> <span className="quiet">{t('case.guest')}</span></>}{own && <> <span className="quiet">{t('signatories.us')}</span></>}</> },
          { head: t('signatories.consent'), kind: 'tight', render: (signatory) => <Consent signatory={signatory} over={over} /> },
          { head: t('signatories.at'), kind: 'tight', render: ({ at }) => (at === null ? null : <time dateTime={at}>{moment(at)}</time>) },
          { head: t('signatories.how'), render: ({ signed }) => (signed === null ? null : t(signed ? 'signatories.signed' : 'signatories.clicked')) },
          ...(signatories.some(mayOffer) ? [{ head: t('signatories.do'), render: (signatory: Signatory) => (mayOffer(signatory) ? <Act intent="offer" values={{ party: signatory.party }} label={t('signatories.offer')} full={t('signatories.offer.full', { name: signatory.name ?? signatory.party })} action={pathTo('caseEmbargo', { id: one.id })} /> : null) }] : []),
        ]}
      />
    </Part>
  )
}

/** Who is bound now; once it is over, what each had answered. */
function Consent({ signatory: { consent, said }, over }: { signatory: Signatory; over: boolean }) {
  const { t } = useWords()
  if (!over) return <Chip kind={KIND[consent]}>{t(`signatories.consent.${consent}`)}</Chip>
  return <Chip kind={said === null ? 'plain' : SAID[said]}>{t(`signatories.said.${said ?? 'none'}`)}</Chip>
}

/** The fields of each act. There is no field for reservations anywhere. */
import { Field, Group, Select, TextArea } from '../../ui/form.tsx'
import { useWords } from '../../ui/visit.tsx'
import type { ActHere } from './says.ts'

export type Known = {
  person: string
  organisation: string
  country: string | null
  legalName: string
  officer: { name: string; title: string } | null
  version: { version: string; sha256: string; major: boolean } | null
  clauses: readonly { id: string; text: string }[]
  organisations: readonly { id: string; name: string }[]
  conflicts: readonly { fact: string; law: string }[]
  ceremony: { id: string; title: string } | null
}

export function ActFields({ kind, known }: { kind: ActHere; known: Known }) {
  switch (kind) {
    case 'pledge-signature': return <SignatureFields known={known} />
    case 'pledge-renewal': return <OfficerFields known={known} />
    case 'pledge-withdrawal': return <WithdrawalFields />
    case 'pledge-endorsement': return <><LegalName known={known} /><OfficerFields known={known} /></>
    case 'conflict-of-law': return <ConflictFields known={known} />
    case 'conflict-of-law-lifted': return <LiftFields known={known} />
    case 'statement': return <StatementFields known={known} />
    case 'pledge-version': return <VersionFields known={known} />
    case 'succession': return <SuccessionFields known={known} />
    case 'affiliation': return <AffiliationFields known={known} />
    case 'endorsement-withdrawal': return <Nothing />
  }
}

type Of = { known: Known }

function Nothing() {
  const { t } = useWords()
  return <p>{t('sign.nothing')}</p>
}

function LegalName({ known }: Of) {
  const { t } = useWords()
  return <Field name="legalName" label={t('sign.legalName')} help={t('sign.legalName.help')} value={known.legalName} maxLength={300} autoComplete="organization" />
}

function OfficerFields({ known: { person, officer } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Field name="officer" label={t('sign.officer')} help={t('sign.officer.help')} value={officer?.name ?? person} maxLength={200} autoComplete="name" />
      <Field name="officerTitle" label={t('sign.officerTitle')} help={t('sign.officerTitle.help')} value={officer?.title ?? ''} maxLength={200} autoComplete="organization-title" />
    </>
  )
}

function SignatureFields({ known }: Of) {
  const { t } = useWords()
  return (
    <>
      {known.ceremony !== null && <p><input type="hidden" name="ceremony" value={known.ceremony.id} />{t('sign.heldFor', { title: known.ceremony.title })}</p>}
      <LegalName known={known} />
      <OfficerFields known={known} />
      <Select name="authority" label={t('sign.authority')} options={(['register-extract', 'board-resolution', 'power-of-attorney', 'statutes'] as const).map((value) => ({ value, label: t(`sign.authority.${value}`) }))} />
      <Field name="authoritySha256" label={t('sign.authoritySha256')} help={t('sign.authoritySha256.help')} maxLength={64} optional autoComplete="off" />
      <Group name="reach" kind="radio" label={t('sign.reach')} chosen={['group']} options={(['group', 'named'] as const).map((value) => ({ value, label: t(`sign.reach.${value}`) }))} />
      <TextArea name="entities" label={t('sign.entities')} help={t('sign.entities.help')} optional maxLength={20_000} />
    </>
  )
}

function WithdrawalFields() {
  const { t } = useWords()
  return (
    <>
      <Field name="effective" type="datetime-local" label={t('sign.effective')} help={t('sign.effective.help')} optional />
      <TextArea name="reason" label={t('sign.why')} help={t('sign.why.help')} optional maxLength={4000} />
    </>
  )
}

function Clauses({ known: { clauses } }: Of) {
  const { t } = useWords()
  return <Group name="clauses" label={t('sign.clauses')} help={t('sign.clauses.help')} options={clauses.map(({ id, text }) => ({ value: id, label: <><bdi>{id}</bdi> <span className="quiet">{short(text)}</span></> }))} />
}
const short = (text: string): string => (text.length > 90 ? `${text.slice(0, 88).trimEnd()}…` : text)

function ConflictFields({ known }: Of) {
  const { t } = useWords()
  return (
    <>
      <Field name="jurisdiction" label={t('sign.jurisdiction')} help={t('field.country.help')} value={known.country ?? ''} maxLength={2} />
      <Field name="law" label={t('sign.law')} help={t('sign.law.help')} maxLength={300} />
      <TextArea name="effect" label={t('sign.effect')} maxLength={4000} />
      <Clauses known={known} />
    </>
  )
}

function LiftFields({ known: { conflicts } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Select name="declaration" label={t('sign.declaration')} options={conflicts.map(({ fact, law }) => ({ value: fact, label: law }))} />
      <TextArea name="reason" label={t('sign.why')} help={t('sign.why.help')} maxLength={4000} />
    </>
  )
}

function StatementFields({ known }: Of) {
  const { t, tag } = useWords()
  return (
    <>
      <Field name="title" label={t('sign.title')} maxLength={200} />
      <TextArea name="text" label={t('sign.text')} help={t('sign.text.help')} maxLength={20_000} />
      <Field name="language" label={t('sign.language')} help={t('keep.languageOfRecord.help')} value={tag} maxLength={35} />
      <Clauses known={known} />
    </>
  )
}

function VersionFields({ known: { version } }: Of) {
  const { t } = useWords()
  return (
    <>
      <input type="hidden" name="version" value={version?.version ?? ''} />
      <input type="hidden" name="sha256" value={version?.sha256 ?? ''} />
      <p>{t('act.of', { version: version?.version ?? '' })}</p>
      {version?.major === true && <Field name="signBy" type="datetime-local" label={t('sign.signBy')} help={t('sign.signBy.help')} optional />}
    </>
  )
}

function SuccessionFields({ known: { organisations } }: Of) {
  const { t } = useWords()
  const options = organisations.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Select name="predecessor" label={t('sign.predecessor')} options={options} />
      <Select name="how" label={t('sign.how')} options={(['merged', 'renamed', 'acquired', 'split'] as const).map((value) => ({ value, label: t(`how.${value}`) }))} />
      <Select name="successor" label={t('sign.successor')} options={options} />
      <Field name="on" type="date" label={t('sign.on')} />
      <Field name="note" label={t('sign.note')} optional maxLength={500} />
    </>
  )
}

function AffiliationFields({ known: { organisations } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Field name="group" label={t('sign.group')} maxLength={200} />
      <Group name="organisations" label={t('sign.organisations')} options={organisations.map(({ id, name }) => ({ value: id, label: <bdi>{name}</bdi> }))} />
    </>
  )
}

/** The fields of each act of this room. */
import { Field, Group, Select, TextArea } from '../../ui/form.tsx'
import { useWords } from '../../ui/visit.tsx'
import type { Known } from './known.ts'
import { Language } from './language-field.tsx'
import { RequestFields } from './request-fields.tsx'
import type { ConductAct } from './says.ts'

type Of = { known: Known }

export function ConductFields({ kind, known }: { kind: ConductAct; known: Known }) {
  switch (kind) {
    case 'commitment': return <CommitmentFields known={known} />
    case 'commitment-acceptance': return <><Which known={known} /><Officer known={known} /></>
    case 'commitment-progress': return <ProgressFields known={known} />
    case 'commitment-move': return <MoveFields known={known} />
    case 'commitment-closing': return <ClosingFields known={known} />
    case 'commitment-correction': return <CorrectionFields known={known} />
    case 'attestation': return null
    case 'attestation-correction': return <FactFields known={known} />
    case 'request-statement': return <><RequestFields known={known} /><Officer known={known} /></>
    case 'stage-evidence': return <StageFields known={known} />
    case 'stage-evidence-withdrawal': return <WithdrawalFields known={known} />
    case 'assurance-engagement': return <EngagementFields known={known} />
    case 'assurance-determination': return <DeterminationFields known={known} />
  }
}

/** Nothing to choose from: then this cannot be said now. */
export const isEmpty = (kind: ConductAct, { commitments, figures, facts, evidence, assessors, engagements }: Known): boolean => {
  if (kind === 'commitment' || kind === 'attestation' || kind === 'request-statement' || kind === 'stage-evidence') return false
  return [commitments, figures, facts, evidence, assessors, engagements].every((list) => list.length === 0)
}

function Which({ known: { commitments, about } }: Of) {
  const { t } = useWords()
  return <Select name="commitment" label={t('conduct.field.commitment')} value={about} options={commitments} />
}

function Officer({ known: { person } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Field name="officer" label={t('sign.officer')} help={t('sign.officer.help')} value={person} maxLength={200} autoComplete="name" />
      <Field name="officerTitle" label={t('sign.officerTitle')} help={t('sign.officerTitle.help')} maxLength={200} autoComplete="organization-title" />
    </>
  )
}

function Evidence({ optional = false }: { optional?: boolean }) {
  const { t } = useWords()
  return (
    <>
      <Field name="evidenceTitle" label={t('conduct.field.evidenceTitle')} maxLength={200} optional={optional} />
      <Field name="evidenceLink" type="url" label={t('conduct.field.evidenceLink')} help={t('conduct.field.evidenceLink.help')} maxLength={2000} optional={optional} />
      <Field name="evidenceSha256" label={t('conduct.field.evidenceSha256')} help={t('conduct.field.evidenceSha256.help')} maxLength={64} optional autoComplete="off" />
    </>
  )
}

function Measured({ known: { today }, optional = false }: Of & { optional?: boolean }) {
  const { t } = useWords()
  return (
    <>
      <Field name="value" label={t('conduct.field.value')} help={t('conduct.field.value.help')} maxLength={20} optional={optional} autoComplete="off" />
      <Field name="on" type="date" label={t('conduct.field.on')} value={today} optional={optional} />
      <Evidence optional={optional} />
    </>
  )
}

function Reason({ optional = false }: { optional?: boolean }) {
  const { t } = useWords()
  return <TextArea name="reason" label={t('conduct.field.reason')} maxLength={4000} optional={optional} />
}

function CommitmentFields({ known: { clauses, metrics, commitments, today, about } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Field name="title" label={t('conduct.field.title')} maxLength={200} />
      <Select name="clause" label={t('conduct.field.clause')} value={about} options={clauses} />
      <Select name="metric" label={t('conduct.field.metric')} help={t('conduct.field.metric.help')} options={metrics} />
      <Field name="baseline" label={t('conduct.field.baseline')} help={t('conduct.field.value.help')} maxLength={20} autoComplete="off" />
      <Field name="baselineOn" type="date" label={t('conduct.field.baselineOn')} value={today} />
      <Field name="target" label={t('conduct.field.target')} maxLength={20} autoComplete="off" />
      <Field name="due" type="date" label={t('conduct.field.due')} help={t('conduct.field.due.help')} />
      <Select name="every" label={t('conduct.field.every')} value="quarter" options={(['month', 'quarter', 'half-year', 'year'] as const).map((value) => ({ value, label: t(`conduct.every.${value}`) }))} />
      <TextArea name="products" label={t('conduct.field.products')} help={t('conduct.field.products.help')} maxLength={10_000} />
      <TextArea name="regions" label={t('conduct.field.regions')} help={t('conduct.field.regions.help')} value="worldwide" maxLength={2000} />
      <Field name="owner" label={t('conduct.field.owner')} help={t('conduct.field.owner.help')} maxLength={100} />
      <Field name="source" label={t('conduct.field.source')} maxLength={300} />
      <Group name="qualities" label={t('conduct.field.qualities')} chosen={['security']} shape="row" options={(['security', 'privacy', 'integrity', 'reliability'] as const).map((value) => ({ value, label: t(`quality.${value}`) }))} />
      <TextArea name="text" label={t('conduct.field.text')} maxLength={4000} optional />
      <Language />
      {commitments.length > 0 && <Select name="replaces" label={t('conduct.field.replaces')} options={[{ value: '', label: t('conduct.field.replaces.none') }, ...commitments]} />}
    </>
  )
}

function ProgressFields({ known }: Of) {
  const { t } = useWords()
  return (
    <>
      <Which known={known} />
      <Measured known={known} />
      <Select name="outlook" label={t('conduct.field.outlook')} options={(['on-track', 'at-risk'] as const).map((value) => ({ value, label: t(`commitment.state.${value}`) }))} />
      <TextArea name="note" label={t('conduct.field.note')} maxLength={4000} optional />
    </>
  )
}

function MoveFields({ known }: Of) {
  const { t } = useWords()
  return <><Which known={known} /><Field name="due" type="date" label={t('conduct.field.due')} /><Reason /></>
}

function ClosingFields({ known }: Of) {
  const { t } = useWords()
  return (
    <>
      <Which known={known} />
      <Select name="result" label={t('conduct.field.result')} options={(['met', 'partly-met', 'missed', 'replaced', 'withdrawn'] as const).map((value) => ({ value, label: t(`commitment.state.${value}`) }))} />
      <Measured known={known} optional />
      <Reason optional />
    </>
  )
}

function CorrectionFields({ known }: Of) {
  const { t } = useWords()
  return <><Select name="corrects" label={t('conduct.field.corrects')} value={known.about} options={known.figures} /><Measured known={known} /><Reason /></>
}

function FactFields({ known }: Of) {
  const { t } = useWords()
  return (
    <>
      <Select name="fact" label={t('conduct.field.fact')} options={known.facts} />
      <Field name="says" label={t('conduct.field.says')} maxLength={500} />
      <Field name="value" label={t('conduct.field.value')} help={t('conduct.field.value.help')} maxLength={20} optional autoComplete="off" />
      <Evidence />
      <Reason />
    </>
  )
}

function StageFields({ known: { today } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Field name="product" label={t('conduct.field.product')} maxLength={200} />
      <Select name="stage" label={t('conduct.field.stage')} options={(['development', 'design', 'distribution', 'use'] as const).map((value) => ({ value, label: t(`stage.${value}`) }))} />
      <TextArea name="claim" label={t('conduct.field.claim')} maxLength={2000} />
      <Evidence optional />
      <Field name="from" type="date" label={t('conduct.field.from')} value={today} />
      <Field name="until" type="date" label={t('conduct.field.until')} />
    </>
  )
}

function WithdrawalFields({ known: { evidence } }: Of) {
  const { t } = useWords()
  return <><Select name="evidence" label={t('commitment.evidence')} options={evidence} /><Reason /></>
}

function EngagementFields({ known: { assessors } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Select name="assessor" label={t('conduct.field.assessor')} options={assessors} />
      <TextArea name="scope" label={t('conduct.field.scope')} maxLength={4000} />
      <Field name="until" type="date" label={t('conduct.field.until')} />
    </>
  )
}

function DeterminationFields({ known: { engagements, about } }: Of) {
  const { t } = useWords()
  return (
    <>
      <Select name="engagement" label={t('conduct.field.engagement')} value={about} options={engagements} />
      <Group name="finding" kind="radio" label={t('conduct.field.finding')} options={(['yes', 'not-yet', 'no'] as const).map((value) => ({ value, label: t(`conduct.finding.${value}`) }))} />
      <TextArea name="summary" label={t('conduct.field.summary')} maxLength={8000} />
      <TextArea name="process" label={t('conduct.field.process')} maxLength={8000} />
      <TextArea name="assessors" label={t('conduct.field.assessors')} help={t('conduct.field.owner.help')} maxLength={1000} />
      <TextArea name="verified" label={t('conduct.field.verified')} help={t('conduct.field.verified.help')} maxLength={4000} optional machine />
      <Language />
    </>
  )
}

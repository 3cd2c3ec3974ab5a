/** Evidence and comments at the desk: a result, a grade and a note for each piece; a comment is hidden by a rule and by two persons. */
import { CHECK_RESULTS, COMMENT_RULES, EVIDENCE_GRADES } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Evidence } from '../../ui/application.tsx'
import { EvidenceList } from '../../ui/evidence.tsx'
import { Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import type { File } from './handle.tsx'
import { CommentList } from './standing-parts.tsx'
import { ofThis } from './steps.ts'

type Of = { file: File; result: unknown }
const addressOf = ({ application: { id } }: File): string => pathTo('handleApplication', { id })

export function EvidenceAtDesk({ file, result }: Of) {
  const { t } = useWords()
  const { evidence } = file.application
  const open = evidence.filter(({ checked, kind }) => checked === null && kind !== 'measurement').length
  return (
    <Part title={t('application.evidence')} id="evidence">
      <p>{evidence.length === 0 ? t('application.evidence.none') : t(open === 0 ? 'desk.evidence.none' : 'desk.evidence', { count: open })}</p>
      {evidence.length > 0 && (
        <EvidenceList evidence={evidence}>
          {(each) => (
            <>
              {file.may.includes('check') && each.kind !== 'measurement' && <Check file={file} evidence={each} result={result} />}
              {file.may.includes('resolve-dispute') && each.state === 'disputed' && <Resolve file={file} evidence={each} result={result} />}
            </>
          )}
        </EvidenceList>
      )}
    </Part>
  )
}

function Check({ file, evidence: { id, grade, checked }, result }: { file: File; evidence: Evidence; result: unknown }) {
  const { t } = useWords()
  const told = ofThis(result, 'evidence', id)
  return (
    <details className="more" open={told !== undefined}>
      <summary>{t(checked === null ? 'desk.check' : 'desk.check.again')}</summary>
      <Form intent="check" of={id} result={told} action={`${addressOf(file)}#${id}`}>
        <input type="hidden" name="evidence" value={id} />
        <Group name="result" kind="radio" shape="row" label={t('desk.check.result')} chosen={[checked?.result ?? 'pass']} options={CHECK_RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))} />
        <Select name="grade" label={t('desk.check.grade')} help={t('desk.check.grade.help')} value={grade} options={EVIDENCE_GRADES.map((value) => ({ value, label: t('grade.says', { grade: value, words: t(`grade.${value}`) }) }))} />
        <TextArea name="note" label={t('desk.check.note')} help={t('desk.check.note.help')} optional maxLength={2000} />
        <Field name="expires" type="date" label={t('desk.check.expires')} optional />
        <Submit kind="plain">{t('desk.check.go')}</Submit>
      </Form>
    </details>
  )
}

function Resolve({ file, evidence: { id, grade }, result }: { file: File; evidence: Evidence; result: unknown }) {
  const { t } = useWords()
  const told = ofThis(result, 'evidence', id)
  return (
    <details className="more" open>
      <summary>{t('desk.resolve')}</summary>
      <Form intent="resolve" of={id} result={told} action={`${addressOf(file)}#${id}`}>
        <input type="hidden" name="evidence" value={id} />
        <Group name="outcome" kind="radio" label={t('desk.resolve.outcome')} chosen={['upheld']} options={(['upheld', 'corrected'] as const).map((value) => ({ value, label: t(`desk.resolve.${value}`) }))} />
        <Select name="grade" label={t('desk.resolve.grade')} value={grade} options={EVIDENCE_GRADES.map((value) => ({ value, label: t('grade.says', { grade: value, words: t(`grade.${value}`) }) }))} />
        <TextArea name="note" label={t('field.reason')} help={t('desk.reasons.help')} maxLength={4000} />
        <Submit kind="plain">{t('desk.resolve.go')}</Submit>
      </Form>
    </details>
  )
}

export function CommentsAtDesk({ file, result }: Of) {
  const { t } = useWords()
  return (
    <Part title={t('application.comments')} id="comments">
      <CommentList comments={file.application.public?.commentList ?? []}>
        {({ id, hidden }) => file.may.includes('hide-comment') && hidden === null && (
          <details className="more" open={isTroubleIn(ofThis(result, 'comment', id), 'hide-comment')}>
            <summary>{t('move.hide-comment.title')}</summary>
            <Form intent="hide-comment" of={id} result={ofThis(result, 'comment', id)} action={`${addressOf(file)}#${id}`}>
              <input type="hidden" name="comment" value={id} />
              <Select name="rule" label={t('move.hide-comment.rule')} options={COMMENT_RULES.map((value) => ({ value, label: t(`comment.rule.${value}`) }))} />
              <p className="states-it help">{t('move.hide-comment.states')}</p>
              <Submit kind="plain">{t('move.hide-comment')}</Submit>
            </Form>
          </details>
        )}
      </CommentList>
    </Part>
  )
}

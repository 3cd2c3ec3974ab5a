/** The two answers to terms that are offered: an organisation signs, a guest clicks; and taking back what one proposed oneself. */
import { clicks, mayDo, moveOf, signPath } from './embargo-moves.ts'
import type { Case } from '../../ui/case.tsx'
import { Act, Form, Submit } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Embargo, OfferedTerms } from '../../ui/terms.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { pathTo } from '../../paths.ts'

type Props = { case: Case; embargo: Embargo; terms: OfferedTerms; result: unknown; /** Who is only invited declines the whole, not the terms. */ invited?: boolean }

export function Answers({ case: one, embargo, terms, result, invited = false }: Props) {
  const { me } = useVisit()
  const { t } = useWords()
  const accepts = mayDo(embargo, 'accept', terms.id)
  const refuses = !invited && mayDo(embargo, 'decline', terms.id)
  const takesBack = terms.own && mayDo(embargo, 'withdraw', terms.id)
  if (!accepts && !refuses && !takesBack) return <WhyNot embargo={embargo} terms={terms} />
  const signs = me?.rights.includes('acts.sign') ?? false
  return (
    <>
      {!clicks(one) && !signs && <Notice kind="attention"><p>{t('answers.notSigning')}</p></Notice>}
      <div className="actions">
        {accepts && <Answer case={one} act="accept" terms={terms} result={result} />}
        {refuses && <Answer case={one} act="refuse" terms={terms} result={result} />}
        {takesBack && <Act intent="withdraw" values={{ terms: terms.id }} label={t('answers.withdraw')} action={pathTo('caseEmbargo', { id: one.id })} />}
      </div>
    </>
  )
}

/** A click is recorded at once; what is signed is first shown word by word. */
export function Answer({ case: one, act, terms, result }: { case: Case; act: 'accept' | 'refuse'; terms: OfferedTerms; result: unknown }) {
  const { me } = useVisit()
  const { t } = useWords()
  const kind = act === 'accept' ? 'first' : 'plain'
  if (clicks(one)) {
    return (
      <Form intent="answer" of={`${act}-${terms.id}`} result={result} shape="bare" action={pathTo('caseEmbargo', { id: one.id })}>
        <input type="hidden" name="act" value={act} />
        <input type="hidden" name="terms" value={terms.id} />
        <Submit kind={kind}>{t(`answers.click.${act}`)}</Submit>
      </Form>
    )
  }
  if (me?.rights.includes('acts.sign') !== true) return null
  return (
    <Form intent="prepare" of={`${act}-${terms.id}`} shape="bare" action={signPath(one.id, act)}>
      <input type="hidden" name="terms" value={terms.id} />
      <Submit kind={kind}>{t(`answers.sign.${act}`)}</Submit>
    </Form>
  )
}

/** Why there is nothing to answer, where that is no surprise: the rule, and what to do instead. */
function WhyNot({ embargo, terms }: Pick<Props, 'embargo' | 'terms'>) {
  const found = moveOf(embargo, 'accept', terms.id)
  if (found?.rule == null || terms.answer !== null) return null
  return <p className="quiet" lang="en">{found.rule}{found.fix !== null && <>: {found.fix}</>}</p>
}

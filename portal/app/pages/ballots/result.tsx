/** How it was decided: the four tests in words and figures, the certificate, and what became of contests. */
import { tallyOf, type Ballot, type Tally } from '../../ui/ballot.tsx'
import { ProofMark } from '../../ui/accord.tsx'
import { Chip, Day } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export function Result({ ballot }: { ballot: Ballot }) {
  const { t } = useWords()
  const tally = tallyOf(ballot)
  if (tally === null) return null
  const round = ballot.rounds.find((each) => each.round === tally.round)
  return (
    <Part title={t('ballot.result')} id="result">
      <p className="sentence">{t(`ballot.result.${tally.outcome}`, { sum: t('ballot.sum', { yes: tally.yes, no: tally.no, abstain: tally.abstain }) })}</p>
      {ballot.rounds.length > 1 && <p>{t('ballot.rounds', { count: ballot.rounds.length })}</p>}
      <Tests tally={tally} />
      {tally.needs.length > 0 && <ul className="prose">{tally.needs.map(({ code, count }) => <li key={code}>{t(`ballot.need.${code}`, { count })}</li>)}</ul>}
      <p>
        {t('ballot.stated')} <ProofMark fact={tally.fact} what={t('ballot.result')} />
        {round?.certified != null && <>{' · '}<Say k="ballot.certifiedOn" day={<Day at={round.certified} />} /> <ProofMark fact={round.certificate} what={t('ballot.step.tally')} /></>}
      </p>
    </Part>
  )
}

type Test = { name: string; asked: string; counted: string; met: boolean }

/** Each rule with what was asked, what was counted, and whether it was met. */
function Tests({ tally }: { tally: Tally }) {
  const { t } = useWords()
  const { yes, no, participated, electorate, quorum, threshold } = tally
  const classes = (['large', 'small'] as const).filter((size) => tally[size].applies).map((size): Test => {
    const { yes, no, met } = tally[size]
    return { name: t(`ballot.test.${size}`), asked: t('ballot.test.half'), counted: t('ballot.test.of', { yes, no }), met }
  })
  const tests: Test[] = [
    { name: t('ballot.test.quorum'), asked: t('ballot.test.needed', { count: quorum.needed }), counted: t('ballot.test.there', { participated, electorate }), met: quorum.met },
    { name: t('ballot.test.overall'), asked: t('ballot.test.share', { of: threshold.of, in: threshold.in }), counted: t('ballot.test.of', { yes, no }), met: threshold.met },
    ...classes,
  ]
  return (
    <Table
      caption={t('ballot.test.caption')} rows={tests} keyOf={({ name }) => name}
      columns={[
        { head: t('ballot.test.rule'), names: true, render: ({ name }) => name },
        { head: t('ballot.test.asked'), render: ({ asked }) => asked },
        { head: t('ballot.test.counted'), render: ({ counted }) => counted },
        { head: t('ballot.test.met'), kind: 'tight', render: ({ met }) => <Chip kind={met ? 'good' : 'danger'}>{t(met ? 'ballot.test.yes' : 'ballot.test.no')}</Chip> },
      ]}
    />
  )
}

const CONTEST_KIND = { open: 'attention', dismissed: 'plain', void: 'danger', reopened: 'attention' } as const

export function Contests({ ballot }: { ballot: Ballot }) {
  const { t } = useWords()
  const contests = ballot.rounds.flatMap(({ contests }) => contests)
  if (contests.length === 0) return null
  return (
    <Part title={t('ballot.contests')} id="contests">
      <ul className="remarks">
        {contests.map(({ fact, name, at, reasons, state, decided, decision, decisionReasons }) => (
          <li key={fact} id={fact}>
            <p className="ballot-under"><strong><bdi>{name}</bdi></strong> <Day at={at} /> <Chip kind={CONTEST_KIND[state]}>{t(`ballot.contest.${state}`)}</Chip> <ProofMark fact={fact} what={t('ballot.contests')} /></p>
            <p className="lines" dir="auto">{reasons}</p>
            {decided !== null && (
              <div className="answered">
                <p className="ballot-under"><strong>{t('ballot.contest.decided')}</strong> <Day at={decided} /> <ProofMark fact={decision} what={t('ballot.contest.decided')} /></p>
                {decisionReasons !== null && <p className="lines" dir="auto">{decisionReasons}</p>}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** The CVSS calculator beside a vector (v2.0 guide §2, v3.1 §2 to 4, v4.0 §2 to 5): whole without a script; life/cvss.ts brings both together as one chooses. */
import { CVSS_RULES, type CvssMetric, type CvssVersion } from '@openaccord/vulns'
import { chosenIn, metricField, OFFERED, versionIn, wrongIn, type Chosen } from '../advisory/cvss.ts'
import { scoreWords } from '../advisory/score.ts'
import { Do } from './editor.tsx'
import { Group, Select } from './form.tsx'
import { useWords } from './visit.tsx'

const THREAT: ReadonlySet<string> = new Set(['E', 'RL', 'RC'])
const SUPPLEMENTAL: ReadonlySet<string> = new Set(['S', 'AU', 'R', 'V', 'RE', 'U'])

/** A version’s own words go before those that the versions share. */
function useSaid(version: CvssVersion): (key: string) => string {
  const { t, has } = useWords()
  return (key) => {
    const [own, all] = [`cvss.v${version[0] ?? ''}.${key}`, `cvss.${key}`]
    return has(own) ? t(own) : has(all) ? t(all) : key
  }
}

type Props = {
  /** What its fields are named by: `cvss:<at>/AV`. */
  at: string
  /** The id of the field that the vector stands in, and what stands in it. */
  field: string
  vector: string
  /** Where the form comes back to, and under which name its buttons are sent. */
  back: string
  name?: string
  open?: boolean
}

/** Stands after the field of its vector: the score, what is wrong with the vector, and the metrics to choose. */
export function Calculator({ at, field, vector, back, name, open = vector === '' }: Props) {
  const { t } = useWords()
  const version = versionIn(vector)
  const chosen = chosenIn(vector)
  const { metrics } = CVSS_RULES[version]
  const base = metrics.filter(({ mandatory }) => mandatory)
  const further = metrics.filter(({ mandatory }) => !mandatory)
  const wrong = wrongIn(vector)
  const groups = [
    ['threat', further.filter(({ name }) => THREAT.has(name))],
    ['environment', further.filter(({ name }) => !THREAT.has(name) && !(version === '4.0' && SUPPLEMENTAL.has(name)))],
    ['supplemental', further.filter(({ name }) => version === '4.0' && SUPPLEMENTAL.has(name))],
  ] as const
  return (
    <div className="cvss-whole">
      <div className="cvss-said">
        <output className="editor-score" data-score-of={field} data-says={t('cvss.score')} htmlFor={field}>{scoreWords(vector, t('cvss.score'))}</output>
        <output className="cvss-wrong" data-cvss-wrong={field} data-says={t('cvss.wrong')} htmlFor={field}>{wrong === '' ? '' : t('cvss.wrong', { why: wrong })}</output>
      </div>
      <details className="more cvss" data-cvss={at} data-field={field} data-version={version} open={open || wrong !== ''}>
        <summary>{t('cvss.title', { version })}</summary>
        <input type="hidden" name={metricField(at, 'was')} value={vector} />
        <div className="editor-fields">
          <p className="help">{t('cvss.says')}</p>
          <div className="actions">{OFFERED.filter((one) => one !== version).map((one) => <Do key={one} name={name} what={`cvss:${one}`} at={at} back={back} data={{ 'data-cvss-as': one }}>{t('cvss.as', { version: one })}</Do>)}</div>
          <div className="cvss-base">{base.map((metric) => <Base key={metric.name} at={at} metric={metric} version={version} chosen={chosen} />)}</div>
          <details className="more" open={further.some(({ name }) => chosen[name] !== undefined)}>
            <summary>{t('cvss.further')}</summary>
            <div className="editor-fields">
              {groups.filter(([, list]) => list.length > 0).map(([name, list]) => (
                <fieldset className="editor-fields cvss-group" key={name}>
                  <legend className="label">{t(`cvss.group.${name}`)}</legend>
                  <p className="help">{t(`cvss.group.${name}.says`)}</p>
                  <div className="editor-pair">{list.map((metric) => <Further key={metric.name} at={at} metric={metric} version={version} chosen={chosen} />)}</div>
                </fieldset>
              ))}
            </div>
          </details>
          <div data-plain-only=""><Do name={name} what="check" back={back}>{t('cvss.go')}</Do></div>
        </div>
      </details>
    </div>
  )
}

type OfMetric = { at: string; metric: CvssMetric; version: CvssVersion; chosen: Chosen }

function Base({ at, metric: { name, values }, version, chosen }: OfMetric) {
  const { t } = useWords()
  const said = useSaid(version)
  const options = values.map((value) => ({ value, label: t('cvss.value', { says: said(`${name}.${value}`), value }) }))
  return <Group name={metricField(at, name)} label={t('cvss.metric', { says: said(name), name })} help={said(`${name}.help`)} options={options} chosen={chosen[name] === undefined ? [] : [chosen[name]]} kind="radio" typed />
}

/** A modified metric has the words of the base metric that it stands for. */
function Further({ at, metric: { name, values }, version, chosen }: OfMetric) {
  const { t } = useWords()
  const said = useSaid(version)
  const { undefinedValue, metrics } = CVSS_RULES[version]
  const modified = name.startsWith('M') && metrics.some((one) => one.mandatory && one.name === name.slice(1))
  const own = modified ? name.slice(1) : name
  const label = t(modified ? 'cvss.modified' : 'cvss.metric', { says: said(own), name })
  const options = values.toSorted((a, b) => Number(b === undefinedValue) - Number(a === undefinedValue)).map((value) => ({ value, label: value === undefinedValue ? t('cvss.undefined', { value }) : t('cvss.value', { says: said(`${own}.${value}`), value }) }))
  return <Select name={metricField(at, name)} label={label} optional bare value={chosen[name] ?? undefinedValue} options={options} />
}

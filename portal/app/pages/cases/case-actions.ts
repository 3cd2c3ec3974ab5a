/** What the forms of a case's overview do, one call each; what it leads to says what was done. */
import { redirect } from 'react-router'
import { CASE_CLOCKS, CASE_OUTCOMES, DUTY_TRIGGERS, REPORT_JUDGEMENTS, VENDOR_STATES, VEX_JUSTIFICATIONS } from '@openaccord/api'
import { doneAt, notOfThisPage, refuse, type Asked, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'

/** `datetime-local` says minutes, and the label says UTC. */
const instantOf = (text: string): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00.000Z` : text)
const numbers = (texts: readonly string[]): number[] => texts.map(Number).filter((n) => Number.isInteger(n))

export async function actOnCase({ api, params, words }: Asked, { intent, fields, text, all }: Filled) {
  const at = { params: { case: params['id'] ?? '' } }
  const said = text('words') === '' ? {} : { words: text('words') }
  const unchosen = (field: string) => refuse(fields, intent, { field, text: words.t('fault.choose') })
  switch (intent) {
    case 'join': await api.cases.join({ ...at, body: {} }); break
    case 'decline': await api.cases.decline({ ...at, body: said }); break
    case 'edit': await api.cases.editCase({ ...at, body: { title: text('title'), summary: text('summary') } }); break
    case 'add': await api.cases.addVulnerability({ ...at, body: { label: text('label'), cve: text('cve').toUpperCase() } }); break
    case 'vulnerability': await api.cases.editVulnerability({ params: { ...at.params, vulnerability: text('vulnerability') }, body: { label: text('label'), cve: text('cve').toUpperCase() } }); break
    case 'close': {
      const outcome = CASE_OUTCOMES.find((each) => each === text('outcome'))
      if (outcome === undefined) return unchosen('outcome')
      await api.cases.closeCase({ ...at, body: { outcome, ...said } })
      break
    }
    case 'reopen': await api.cases.reopenCase({ ...at, body: { words: text('words') } }); break
    case 'split': {
      const made = await api.cases.splitCase({ ...at, body: { title: text('title'), summary: text('summary'), vulnerabilities: numbers(all('vulnerabilities')), parties: all('parties') } })
      return redirect(pathTo('case', { id: made.case }, { done: 'case.split' }), 303)
    }
    case 'merge': {
      const into = await api.cases.mergeCase({ ...at, body: { into: text('into') } })
      return redirect(pathTo('case', { id: into.case }, { done: 'case.merge' }), 303)
    }
    case 'judge': {
      const judgement = REPORT_JUDGEMENTS.find((each) => each === text('judgement'))
      if (judgement === undefined) return unchosen('judgement')
      await api.embargo.judge({ ...at, body: { judgement, ...(text('reason') === '' ? {} : { reason: text('reason') }) } })
      break
    }
    case 'start': {
      const trigger = DUTY_TRIGGERS.find((each) => each === text('trigger'))
      if (trigger === undefined) return unchosen('trigger')
      await api.embargo.startClock({ ...at, body: { trigger, at: instantOf(text('at')) } })
      break
    }
    case 'met': {
      const clock = CASE_CLOCKS.find((each) => each === text('clock'))
      if (clock === undefined) return unchosen('clock')
      await api.embargo.meetClock({ ...at, body: { clock, at: instantOf(text('at')), ...said } })
      break
    }
    case 'state': {
      const state = VENDOR_STATES.find((each) => each === text('state'))
      if (state === undefined) return unchosen('state')
      const why = VEX_JUSTIFICATIONS.find((each) => each === text('justification'))
      await api.cases.state({ ...at, body: { vulnerabilities: numbers(all('vulnerabilities')), state, ...(why === undefined ? {} : { justification: why }), ...said, ...(text('party') === '' ? {} : { party: text('party') }) } })
      break
    }
    default: throw notOfThisPage()
  }
  return doneAt(pathTo('case', { id: at.params.case }), `case.${intent === 'state' ? 'stated' : intent}`)
}

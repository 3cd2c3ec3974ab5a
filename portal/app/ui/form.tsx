/** Forms: label above, help beneath it, the error beside the field and in a summary, answers kept. They work without JavaScript. */
import { createContext, use, type ReactNode } from 'react'
import type { Fault } from '../faults.ts'
import { isTrouble, type Trouble } from '../page.ts'
import { useVisit, useWords } from './visit.tsx'

type FormState = { trouble: Trouble | undefined; prefix: string }
const FormContext = createContext<FormState>({ trouble: undefined, prefix: '' })

type FormProps = {
  /** Tells the forms of one page apart; the action reads it as `intent`. */
  intent?: string
  /** Several forms of one intent on a page: which this is, so that each field has an id of its own. */
  of?: string
  /** What the action said, if it said no. */
  result?: unknown
  method?: 'get' | 'post'
  action?: string
  upload?: boolean
  /** A passkey is asked before it goes (life/sign.ts). */
  approve?: boolean
  shape?: 'column' | 'row' | 'bare' | 'wide'
  label?: string
  /** What a field is called in the summary of errors, where the catalogue does not know its name. */
  nameOf?: (field: string) => string
  /** What a script of ours needs to know (life/report.ts): `data-…`. */
  data?: Readonly<Record<`data-${string}`, string>>
  children: ReactNode
}

export function Form({ intent, of, result, method = 'post', action, upload = false, approve = false, shape = 'column', label, nameOf, data = {}, children }: FormProps) {
  const { csrf } = useVisit()
  const trouble = isTrouble(result) && result.form === (intent ?? '') ? result : undefined
  const prefix = [intent, of].filter((part) => part !== undefined).join('-')
  return (
    <FormContext value={{ trouble, prefix }}>
      <form
        className="form" data-shape={shape} method={method} action={action} aria-label={label}
        encType={upload ? 'multipart/form-data' : undefined} data-approve={approve ? '' : undefined} noValidate={method === 'post'} {...data}
      >
        {trouble !== undefined && trouble.faults.length > 0 && <ErrorSummary trouble={trouble} prefix={prefix} nameOf={nameOf} />}
        {method === 'post' && csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
        {intent !== undefined && <input type="hidden" name="intent" value={intent} />}
        {children}
      </form>
    </FormContext>
  )
}

function ErrorSummary({ trouble, prefix, nameOf = (field) => field }: { trouble: Trouble; prefix: string; nameOf?: FormProps['nameOf'] }) {
  const { t, has } = useWords()
  const named = (field: string): string => {
    const key = `field.${field}`
    return has(key) ? t(key) : nameOf(field)
  }
  return (
    <div className="summary-of-errors" role="alert">
      <h2>{t('form.wrong', { count: trouble.faults.length })}</h2>
      <ul>
        {trouble.faults.map((fault) => (
          <li key={`${fault.field} ${fault.text}`}>{fault.field === '' || fault.foreign === true ? <Told fault={fault} /> : <a href={`#${idOf(prefix, fault.field)}`}>{t('form.fault', { field: named(fault.field), text: fault.text })}</a>}</li>
        ))}
      </ul>
      <p>{t('form.kept')}</p>
    </div>
  )
}

/** What the catalogue has no words for stands in the hub’s English, and says so to whoever reads it aloud. */
function Told({ fault: { text, fix, foreign } }: { fault: Fault }) {
  const words = fix === undefined ? text : `${text} · ${fix}`
  return foreign === true ? <span lang="en" dir="ltr">{words}</span> : words
}

const idOf = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}-${name}`)

/** What a field needs to know of the form around it. */
function useField(name: string) {
  const { trouble, prefix } = use(FormContext)
  const id = idOf(prefix, name)
  return { id, faults: trouble?.faults.filter((fault) => fault.field === name) ?? [], answers: trouble?.answers[name], again: trouble !== undefined }
}
type FieldState = ReturnType<typeof useField>

const describedBy = (state: FieldState, help: ReactNode) =>
  [help === undefined ? '' : `${state.id}-help`, state.faults.length > 0 ? `${state.id}-wrong` : ''].filter((id) => id !== '').join(' ') || undefined

function Around({ state, label, help, optional, tech, children }: { state: FieldState; label: string; help?: ReactNode; optional?: boolean | undefined; tech?: string | undefined; children: ReactNode }) {
  return (
    <div className="field" data-wrong={state.faults.length > 0 ? '' : undefined}>
      <div className="label-line"><label className="label" htmlFor={state.id}><LabelText label={label} optional={optional} /></label>{tech !== undefined && <code className="tech" translate="no">{tech}</code>}</div>
      {help !== undefined && <p className="help" id={`${state.id}-help`}>{help}</p>}
      <Wrong state={state} />
      {children}
    </div>
  )
}

function LabelText({ label, optional = false }: { label: string; optional?: boolean | undefined }) {
  const { t } = useWords()
  return optional ? t('form.optional', { label }) : label
}

function Wrong({ state }: { state: FieldState }) {
  if (state.faults.length === 0) return null
  return (
    <p className="wrong" id={`${state.id}-wrong`}>
      {state.faults.map((fault, n) => <span key={fault.text}>{n > 0 && ' · '}<Told fault={fault} /></span>)}
    </p>
  )
}

type FieldProps = {
  name: string
  label: string
  help?: ReactNode
  optional?: boolean
  value?: string | undefined
  type?: 'text' | 'email' | 'url' | 'search' | 'number' | 'password' | 'date' | 'datetime-local'
  autoComplete?: string
  minLength?: number
  maxLength?: number
  /** One-key shortcut of the script that comes here. */
  hotkey?: string
  /** Optional by nature, and not said so: filters. */
  bare?: boolean
  /** What a specification calls it. */
  tech?: string | undefined
  min?: number
  max?: number
}

export function Field({ name, label, help, optional, value, type = 'text', hotkey, bare = false, tech, ...rest }: FieldProps) {
  const state = useField(name)
  return (
    <Around state={state} label={label} help={help} optional={optional === true && !bare} tech={tech}>
      <input
        className="input" id={state.id} name={name} type={type} defaultValue={state.answers?.[0] ?? value} required={optional !== true && type !== 'search'}
        aria-describedby={describedBy(state, help)} aria-invalid={state.faults.length > 0 || undefined} data-hotkey={hotkey} {...rest}
      />
    </Around>
  )
}

export function TextArea({ name, label, help, optional, value, machine = false, maxLength, bare = false, tech }: Omit<FieldProps, 'type'> & { machine?: boolean }) {
  const state = useField(name)
  return (
    <Around state={state} label={label} help={help} optional={optional === true && !bare} tech={tech}>
      <textarea
        className="input" id={state.id} name={name} defaultValue={state.answers?.[0] ?? value} required={optional !== true} maxLength={maxLength}
        data-value={machine ? '' : undefined} spellCheck={machine ? false : undefined} dir={machine ? 'ltr' : undefined}
        aria-describedby={describedBy(state, help)} aria-invalid={state.faults.length > 0 || undefined}
      />
    </Around>
  )
}

export function FileField({ name, label, help, accept, optional, multiple }: { name: string; label: string; help?: ReactNode; accept?: string; optional?: boolean; multiple?: boolean }) {
  const state = useField(name)
  return (
    <Around state={state} label={label} help={help} optional={optional}>
      <input className="input" id={state.id} name={name} type="file" accept={accept} multiple={multiple} aria-describedby={describedBy(state, help)} />
    </Around>
  )
}

export type Option = { value: string; label: ReactNode; help?: ReactNode }

export function Select({ name, label, help, optional, value, options, bare = false, tech }: Omit<FieldProps, 'type'> & { options: { value: string; label: string }[] }) {
  const state = useField(name)
  return (
    <Around state={state} label={label} help={help} optional={optional === true && !bare} tech={tech}>
      <select className="input" id={state.id} name={name} defaultValue={state.answers?.[0] ?? value} aria-describedby={describedBy(state, help)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Around>
  )
}

type GroupProps = { name: string; label: string; help?: ReactNode; options: Option[]; chosen?: readonly string[]; kind?: 'checkbox' | 'radio'; shape?: 'column' | 'row'; /** `chosen` is what was typed already. */ typed?: boolean }

/** Boxes to tick, or one of several to choose: a fieldset with its legend. */
export function Group({ name, label, help, options, chosen, kind = 'checkbox', shape = 'column', typed = false }: GroupProps) {
  const state = useField(name)
  const on = state.again && !typed ? state.answers : chosen
  return (
    <fieldset className="field" id={state.id} tabIndex={-1} data-wrong={state.faults.length > 0 ? '' : undefined} aria-describedby={describedBy(state, help)}>
      <legend className="label">{label}</legend>
      {help !== undefined && <p className="help" id={`${state.id}-help`}>{help}</p>}
      <Wrong state={state} />
      <div className="options" data-shape={shape}>
        {options.map((option) => (
          <label className="option" key={option.value}>
            <input type={kind} name={name} value={option.value} defaultChecked={on?.includes(option.value) ?? false} />
            <span>{option.label}</span>
            {option.help !== undefined && <span className="help">{option.help}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function Submit({ children, kind = 'first', size, name, value }: { children: ReactNode; kind?: 'first' | 'plain' | 'danger'; size?: 'small'; name?: string; value?: string }) {
  return <button className="button" data-kind={kind} data-size={size} type="submit" name={name} value={value}>{children}</button>
}

export function ButtonLink({ to, children, kind = 'plain', size }: { to: string; children: ReactNode; kind?: 'first' | 'plain' | 'danger'; size?: 'small' }) {
  return <a className="button" data-kind={kind} data-size={size} href={to}>{children}</a>
}

/** One button that does one thing, said in full for those who hear it out of its row. */
export function Act({ intent, values, label, full, kind = 'plain', action }: { intent: string; values?: Record<string, string>; label: string; full?: string; kind?: 'plain' | 'danger'; action?: string }) {
  return (
    <Form intent={intent} shape="bare" {...(action === undefined ? {} : { action })}>
      {Object.entries(values ?? {}).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <button className="button" data-kind={kind} data-size="small" type="submit" aria-label={full}>{label}</button>
    </Form>
  )
}

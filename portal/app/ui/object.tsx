/** What a STIX object says, as names and values. Known fields in words; the rest under their own names. Links only to http(s). */
import type { ReactNode } from 'react'
import { pathTo } from '../paths.ts'
import { Code, Theirs, Time, Value } from './marks.tsx'
import { Pairs } from './table.tsx'
import { useWords } from './visit.tsx'

const ELSEWHERE = new Set(['type', 'spec_version', 'id', 'name', 'object_marking_refs', 'granular_markings', 'revoked', 'created_by_ref'])
const PROSE = new Set(['description', 'abstract', 'content', 'opinion', 'explanation', 'goals', 'primary_motivation'])
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export function Facts({ object }: { object: unknown }) {
  const { t, has } = useWords()
  if (!isRecord(object)) return null
  const fields = Object.entries(object).filter(([name]) => !ELSEWHERE.has(name)).sort(([a], [b]) => rank(a) - rank(b))
  const id = typeof object['id'] === 'string' ? object['id'] : ''
  const named = (name: string): string => {
    const key = `stix.${name}`
    return has(key) ? t(key) : name
  }
  return <Pairs pairs={[...fields.map(([name, value]): [string, ReactNode] => [named(name), <Fact key={name} name={name} value={value} />]), ['id', <Value key="id">{id}</Value>]]} />
}

const FIRST = ['description', 'abstract', 'content', 'pattern', 'value', 'valid_from', 'valid_until']
const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)

function Fact({ name, value }: { name: string; value: unknown }) {
  const { t } = useWords()
  if (typeof value === 'string') {
    if (PROSE.has(name)) return <p dir="auto">{value}</p>
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return <Time at={value} full />
    if (name === 'pattern') return <Code text={value} label={t('stix.pattern')} />
    if (name.endsWith('_ref')) return <Reference id={value} />
    return <Value>{value}</Value>
  }
  if (typeof value === 'number' || typeof value === 'boolean') return <Value>{String(value)}</Value>
  if (name === 'external_references' && Array.isArray(value)) return <References list={value} />
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return <ul className="values">{value.slice(0, 100).map((each) => <li key={each}>{name.endsWith('_refs') ? <Reference id={each} /> : <Theirs>{each}</Theirs>}</li>)}</ul>
  }
  return <Code text={JSON.stringify(value, null, 2)} label={name} long />
}

const Reference = ({ id }: { id: string }) => (/^[a-z0-9-]+--[0-9a-f-]{36}$/.test(id) ? <a href={pathTo('threat', { id })}><Value>{id}</Value></a> : <Value>{id}</Value>)

/** Addresses in shared objects may be hostile: only http(s) becomes a link, and it says where it leads. */
function References({ list }: { list: unknown[] }) {
  return (
    <ul className="values">
      {list.filter(isRecord).map((each) => {
        const name = [each['source_name'], each['external_id']].filter((part) => typeof part === 'string').join(' ')
        const url = typeof each['url'] === 'string' ? each['url'] : undefined
        return (
          <li key={`${name} ${url ?? ''}`}>
            <Theirs>{name}</Theirs>
            {url !== undefined && <>{' '}{/^https?:\/\//i.test(url) ? <a href={url} rel="noreferrer noopener nofollow"><Value>{url}</Value></a> : <Value>{url}</Value>}</>}
          </li>
        )
      })}
    </ul>
  )
}

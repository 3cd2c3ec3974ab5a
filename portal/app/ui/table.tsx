/** Tables: sticky head, figures to the end, the first column names the row; on a phone each row is a small block. */
import type { ReactNode } from 'react'

export type Column<Row> = {
  head: string
  render: (row: Row) => ReactNode
  kind?: 'text' | 'figure' | 'tight'
  /** Names the row. */
  names?: boolean
  /** Of a row that says one thing in several columns: in how many from here on, and their name where each row is a block; 0 where it stands further ahead. */
  across?: (row: Row) => { columns: number; head: string } | undefined
}

type Props<Row> = { caption: string; columns: Column<Row>[]; rows: readonly Row[]; keyOf: (row: Row) => string; linked?: boolean }

/** `linked`: the whole row leads where its `<RowLink>` leads. */
export function Table<Row>({ caption, columns, rows, keyOf, linked = false }: Props<Row>) {
  return (
    <table className="table" data-stack="" data-rows={linked ? 'link' : undefined}>
      <caption>{caption}</caption>
      <thead>
        <tr>{columns.map((column) => <th key={column.head} scope="col" {...kindOf(column)}>{column.head}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (column.names === true ? <th key={column.head} scope="row">{column.render(row)}</th> : <OneCell key={column.head} column={column} row={row} />))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function OneCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { columns = 1, head = column.head } = column.across?.(row) ?? {}
  return columns === 0 ? null : <td data-head={head} colSpan={columns === 1 ? undefined : columns} {...kindOf(column)}>{column.render(row)}</td>
}

const kindOf = ({ kind }: { kind?: Column<never>['kind'] }) => (kind === 'figure' ? { 'data-figure': '' } : kind === 'tight' ? { 'data-tight': '' } : {})

export const RowLink = ({ to, children }: { to: string; children: ReactNode }) => <a className="row-link" href={to}>{children}</a>

/** Names and their values, one under the other. */
export function Pairs({ pairs }: { pairs: [name: string, value: ReactNode][] }) {
  return (
    <dl className="pairs">
      {pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => [
        <dt key={`${name}-name`}>{name}</dt>,
        <dd key={name}>{value}</dd>,
      ])}
    </dl>
  )
}

export function Tabs({ label, tabs }: { label: string; tabs: { name: string; path: string; here: boolean }[] }) {
  return (
    <nav aria-label={label}>
      <ul className="tabs">
        {tabs.map(({ name, path, here }) => <li key={path}><a href={path} aria-current={here ? 'page' : undefined}>{name}</a></li>)}
      </ul>
    </nav>
  )
}

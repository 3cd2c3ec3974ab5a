/** A prepared statement as a file, so that it can be signed where the key file is, without a script. */
import { data } from 'react-router'
import { form } from '../../page.ts'

/** Larger than any act. */
const MOST = 131_072

export const action = form(async ({ me }, { fields }) => {
  const statement = fields.get('statement')
  if (me === null || typeof statement !== 'string' || !isStatement(statement)) throw data(null, { status: 400 })
  const name = /^[a-z-]{1,60}\.json$/.exec(String(fields.get('file')))?.[0] ?? 'statement.json'
  return new Response(statement, { headers: { 'content-type': 'application/vnd.in-toto+json', 'content-disposition': `attachment; filename="${name}"`, 'x-content-type-options': 'nosniff' } })
})

function isStatement(text: string): boolean {
  if (text.length > MOST) return false
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && '_type' in read && 'predicate' in read
  } catch {
    return false
  }
}

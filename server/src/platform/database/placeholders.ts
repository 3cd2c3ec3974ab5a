/** `?` becomes `$1`, `$2`, … as PostgreSQL counts them; a `?` in quotes or comments stays. Each text is rewritten once. */

/** What is not looked into: 'text' (with '' inside), "name", -- line, block comment, $tag$ text $tag$. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([a-zA-Z_]*)\$[\s\S]*?\$\1\$|\?/g
const MOST = 1000

export type Prepared = { text: string; name: string | undefined }

/** Texts with names, so that a connection plans each of them once. Past a thousand texts they go without. */
export function createPlaceholders() {
  const known = new Map<string, Prepared>()
  return (sql: string): Prepared => {
    const seen = known.get(sql)
    if (seen !== undefined) return seen
    const text = numbered(sql)
    if (known.size >= MOST) return { text, name: undefined }
    const made = { text, name: `s${known.size + 1}` }
    known.set(sql, made)
    return made
  }
}

export function numbered(sql: string): string {
  let count = 0
  return sql.replace(TOKEN, (token) => (token === '?' ? `$${++count}` : token))
}

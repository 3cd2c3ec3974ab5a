/** Package URLs, as far as one rule holds for all types (ECMA-427 §5): parts, characters, qualifiers, escapes. */

/** What is wrong with a package URL, in words; undefined when nothing that is checked here is. */
export function judgePurl(purl: string): string | undefined {
  if (purl.length > 8192) return 'is longer than 8192 characters'
  if (!/^pkg:/i.test(purl)) return 'does not begin with pkg:'
  // From the right: subpath, qualifiers, version; what remains is type, namespace and name.
  const [beforeSubpath, subpath] = splitOnce(purl.slice(4), purl.slice(4).indexOf('#'))
  const [beforeQualifiers, qualifiers] = splitOnce(beforeSubpath, beforeSubpath.indexOf('?'))
  const path = beforeQualifiers.replace(/^\/{1,2}/, '')
  const lastSlash = path.replace(/\/+$/, '').lastIndexOf('/')
  const at = path.lastIndexOf('@')
  const [names, version] = at > lastSlash ? splitOnce(path, at) : [path, undefined]
  const [type = '', ...segments] = names.split('/').filter((part, index) => index === 0 || part !== '')
  const name = names.endsWith('/') ? '' : segments.at(-1)
  if (!/^[A-Za-z][A-Za-z0-9.+-]*$/.test(type)) return 'has no type of letters, digits, ., + and -'
  if (name === undefined || name === '') return 'has no name'
  if (version === '') return 'has an @ without a version'
  if (![...segments, version ?? '', subpath ?? ''].every(isDecodable)) return 'has a % that is not followed by two hexadecimal digits of UTF-8'
  return qualifiers === undefined ? undefined : judgeQualifiers(qualifiers)
}

function splitOnce(text: string, at: number): [before: string, after: string | undefined] {
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function judgeQualifiers(text: string): string | undefined {
  const seen = new Set<string>()
  for (const pair of text.split('&')) {
    const [key, value] = splitOnce(pair, pair.indexOf('='))
    if (value === undefined || !/^[A-Za-z.\-_][A-Za-z0-9.\-_]*$/.test(key)) return 'has a qualifier that is not key=value'
    if (seen.has(key.toLowerCase())) return `has the qualifier ${key} twice`
    if (!isDecodable(value)) return 'has a % that is not followed by two hexadecimal digits of UTF-8'
    seen.add(key.toLowerCase())
  }
  return undefined
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

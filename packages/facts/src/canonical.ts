/** JSON in one form only (RFC 8785, JCS): whoever hashes or signs a statement later has the same bytes. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/** §3.2: names sorted by UTF-16 code unit, numbers and strings as ECMAScript prints them, no white space. Throws TypeError for what has no JSON. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const members = value as { readonly [name: string]: Json | undefined }
    let text = ''
    for (const name of Object.keys(members).sort()) {
      const member = members[name]
      if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(member)}`
    }
    return `{${text}}`
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('RFC 8785 §3.2.2.3: NaN and Infinity have no JSON')
  if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('RFC 8785 §3.2.2.2: a lone surrogate has no JSON')
  return JSON.stringify(value)
}

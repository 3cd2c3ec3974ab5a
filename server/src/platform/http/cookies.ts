/** Cookies (RFC 6265bis): `__Host-` names when the hub is served over TLS, always HttpOnly and SameSite=Lax. */

/** First of a name wins; what is not a cookie is skipped. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (header ?? '').split(';', 100)) {
    const cut = pair.indexOf('=')
    if (cut < 1) continue
    const name = pair.slice(0, cut).trim()
    const value = pair.slice(cut + 1).trim().replace(/^"(.*)"$/, '$1')
    if (name !== '' && !cookies.has(name)) cookies.set(name, value)
  }
  return cookies
}

export type CookieJar = ReturnType<typeof createCookieJar>

/** Writes and names this hub's cookies. `secure`: its public address begins with https. */
export function createCookieJar({ secure }: { secure: boolean }) {
  const nameOf = (name: string): string => (secure ? `__Host-accord_${name}` : `accord_${name}`)
  return {
    secure,
    nameOf,
    read: (header: string | undefined, name: string): string | undefined => parseCookies(header).get(nameOf(name)),
    /** A Set-Cookie value. Without `maxAgeSeconds` it ends with the browser; 0 takes it away. */
    write(name: string, value: string, options: { maxAgeSeconds?: number } = {}): string {
      if (!/^[!#-+\--:<-[\]-~]*$/.test(value)) throw new Error(`cookie ${name}: its value has a character a cookie cannot carry`)
      const age = options.maxAgeSeconds === undefined ? '' : `; Max-Age=${Math.floor(options.maxAgeSeconds)}`
      return `${nameOf(name)}=${value}; Path=/${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
    },
  }
}

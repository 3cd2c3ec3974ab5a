/** When somebody was here before, kept by a plain cookie: a time and nothing else. A visit lasts half an hour. */
const COOKIE = 'accord_requests_seen'
const VISIT_MS = 1_800_000
const YEAR_SECONDS = 31_536_000
const SEEN = /(?:^|;\s*)accord_requests_seen=(\d{13})\.(\d{13})(?:;|$)/

/** `since`: the end of the visit before this one, undefined on the first. `cookie`: to be set, so that the next visit knows of this one. */
export function lastVisit(header: string | null, now: Date, secure: boolean): { since: Date | undefined; cookie: string } {
  const [, before, last] = SEEN.exec(header ?? '') ?? []
  const present = now.getTime()
  const [was, latest] = [Number(before ?? 0), Number(last ?? 0)]
  // the clock of the sample alliance moves: a time to come is none
  const known = latest > 0 && latest <= present
  const since = !known ? 0 : present - latest > VISIT_MS ? latest : was
  const cookie = `${COOKIE}=${String(since).padStart(13, '0')}.${present}; Path=/requests; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return { since: since === 0 ? undefined : new Date(since), cookie }
}

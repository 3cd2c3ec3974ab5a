/**
 * Two feeds that an operator may lay beside the hub, read from local files: CISA’s catalogue of known exploited vulnerabilities
 * (JSON) and FIRST’s EPSS (CSV, `cve,epss,…`). Nothing is fetched; without a file it is said that there is none.
 */
export type Feeds = {
  /** CVE id to the day on which it was listed; undefined where no feed is configured or it cannot be read. */
  kev(): ReadonlyMap<string, string> | undefined
  /** CVE id to a probability from 0 to 1. */
  epss(): ReadonlyMap<string, number> | undefined
  words(): string
  /** Reads what has changed since. Told by the job; a file that cannot be read leaves what was there. */
  refresh(): Promise<void>
}
type File = { read(): Promise<string>; changedAt(): Promise<number> }

const CVE = /^CVE-\d{4}-\d{4,19}$/

export function createFeeds({ kev, epss, trouble }: { kev?: File | undefined; epss?: File | undefined; trouble: (what: string, error: unknown) => void }): Feeds {
  const listed = createFeed('KEV', kev, readKev, trouble)
  const scored = createFeed('EPSS', epss, readEpss, trouble)
  return {
    kev: listed.now,
    epss: scored.now,
    words: () => (kev === undefined && epss === undefined ? 'no feed is configured (OPENACCORD_KEV, OPENACCORD_EPSS)' : [listed.words(), scored.words()].join('; ')),
    refresh: async () => {
      await listed.refresh()
      await scored.refresh()
    },
  }
}

function createFeed<V>(name: string, file: File | undefined, read: (text: string) => Map<string, V>, trouble: (what: string, error: unknown) => void) {
  let kept: { at: number; entries: Map<string, V> } | undefined
  return {
    now: (): ReadonlyMap<string, V> | undefined => kept?.entries,
    words: (): string => (file === undefined ? `${name}: no feed is configured` : kept === undefined ? `${name}: the feed cannot be read` : `${name}: ${kept.entries.size} entries`),
    async refresh(): Promise<void> {
      if (file === undefined) return
      try {
        const at = await file.changedAt()
        if (kept?.at !== at) kept = { at, entries: read(await file.read()) }
      } catch (error) {
        trouble(`the ${name} feed could not be read`, error)
      }
    },
  }
}

/** https://www.cisa.gov/known-exploited-vulnerabilities-catalog: `{ vulnerabilities: [{ cveID, dateAdded }] }`. */
export function readKev(text: string): Map<string, string> {
  const catalogue: unknown = JSON.parse(text)
  const list = isObject(catalogue) ? catalogue['vulnerabilities'] : undefined
  if (!Array.isArray(list)) throw new Error('it has no list “vulnerabilities”')
  const found = new Map<string, string>()
  for (const each of list) if (isObject(each) && typeof each['cveID'] === 'string' && CVE.test(each['cveID'])) found.set(each['cveID'], String(each['dateAdded'] ?? '').slice(0, 10))
  return found
}

/** https://www.first.org/epss/data_stats: lines of `cve,epss,percentile`, and comments that begin with #. */
export function readEpss(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [cve = '', score = ''] = line.trim().split(',')
    if (CVE.test(cve) && /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/.test(score)) found.set(cve, Number(score))
  }
  if (found.size === 0) throw new Error('it has no line of a CVE id and a probability')
  return found
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

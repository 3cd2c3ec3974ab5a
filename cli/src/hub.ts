/** The hub of a profile: its own API, its TAXII side, and its collections by id, alias or title. */
import { createClient, type Client } from '@openaccord/api'
import { createTaxiiClient, type TaxiiClient } from '@openaccord/taxii'
import { EXIT, Failure } from './failure.ts'
import { loadProfiles, needProfile, saveProfiles, type Chosen } from './profile.ts'
import { VERSION } from './version.ts'

export type Collection = Awaited<ReturnType<Client['exchange']['collections']>>['collections'][number]
export type Hub = { name: string; url: string; client: Client; collections(): Promise<Collection[]>; taxiiOf(collection: Collection): TaxiiClient }

const PATIENCE_MS = 60_000
const USER_AGENT = `accord/${VERSION}`
const stop = new AbortController()

/** Ends every request under way: the first Ctrl-C. */
export const interrupt = (): void => stop.abort()
export const interrupted = stop.signal

export function clientOf(url: string, token?: string): Client {
  return createClient({ url, fetch: patientFetch, headers: { 'user-agent': USER_AGENT }, ...(token === undefined ? {} : { token }) })
}

const patientFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE_MS)]) })

export function openHub(asked: string | undefined): Hub {
  const chosen = needProfile(asked)
  const { url, token } = chosen.profile
  const client = clientOf(url, token)
  return {
    name: chosen.name,
    url,
    client,
    async collections() {
      const { collections } = await client.exchange.collections()
      remember(chosen, collections)
      return collections
    },
    taxiiOf: (collection) =>
      createTaxiiClient({
        fetch: (address, init) => fetch(address, init),
        // The hub may name itself by another of its origins; the token goes to the one that was signed in to
        apiRootUrl: new URL(new URL(collection.taxii.apiRoot, url).pathname, url).href,
        auth: { token },
        userAgent: USER_AGENT,
        signal: interrupted,
      }),
  }
}

/** By id, alias or title. With nothing asked for: the only one there is to read, or to write. */
export function chooseCollection(all: readonly Collection[], asked: string | undefined, need: 'canRead' | 'canWrite'): Collection {
  const usable = all.filter((one) => one[need])
  const list = usable.length === 0 ? 'there is none that you may use' : `there are: ${usable.map(({ alias }) => alias).join(', ')}`
  if (asked === undefined) {
    if (usable.length === 1) return usable[0]!
    throw new Failure(EXIT.usage, 'collection.missing', 'which collection is not said', `add --collection NAME; ${list}`)
  }
  const found = all.find(({ id }) => id === asked) ?? all.find(({ alias }) => alias === asked) ?? all.find(({ title }) => title === asked)
  if (found === undefined) throw new Failure(EXIT.refused, 'collection.unknown', `there is no collection “${asked}” that you can see`, list)
  if (!found[need]) {
    const what = need === 'canRead' ? 'read' : 'add to'
    throw new Failure(EXIT.notAllowed, 'collection.not-allowed', `you may not ${what} the collection “${found.alias}”`, list)
  }
  return found
}

/** For completion; not knowing them next time does no harm. */
function remember({ name, profile }: Chosen, collections: readonly Collection[]): void {
  const known = collections.map(({ id, alias, title }) => ({ id, alias, title }))
  if (name === 'environment' || JSON.stringify(known) === JSON.stringify(profile.collections)) return
  try {
    const profiles = loadProfiles()
    const kept = profiles.profiles[name]
    if (kept?.token !== profile.token) return
    kept.collections = known
    saveProfiles(profiles)
  } catch {
    // a folder that cannot be written
  }
}

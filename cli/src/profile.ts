/**
 * Profiles: which hub, as whom. Kept in `openaccord/profiles.json` below $XDG_CONFIG_HOME (or what OPENACCORD_CONFIG
 * names), readable by its owner alone. OPENACCORD_URL with OPENACCORD_TOKEN stand for a profile that is not kept.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { EXIT, Failure } from './failure.ts'

export type KnownCollection = { id: string; alias: string; title: string }
export type Profile = {
  url: string
  token: string
  person: string
  organisation: string
  /** Seen last time, for completion. */
  collections: KnownCollection[]
}
export type Profiles = { version: 1; current: string; profiles: Record<string, Profile> }

/** The folder of everything the command keeps. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['OPENACCORD_CONFIG']
  if (given !== undefined && given !== '') return given.endsWith('.json') ? dirname(given) : given
  const base = env['XDG_CONFIG_HOME'] || (process.platform === 'win32' && env['APPDATA']) || join(homedir(), '.config')
  return join(base, 'openaccord')
}

/** OPENACCORD_CONFIG may name the folder, or the file itself. */
export function profilesFile(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['OPENACCORD_CONFIG']
  return given?.endsWith('.json') ? given : join(configFolder(env), 'profiles.json')
}

export function loadProfiles(): Profiles {
  const file = profilesFile()
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { version: 1, current: 'default', profiles: {} }
    throw error
  }
  try {
    const read: unknown = JSON.parse(text)
    if (isProfiles(read)) return read
  } catch {
    // said below
  }
  throw new Failure(EXIT.failed, 'profiles.unreadable', `${file} is not a file of profiles`, 'move it away, then: accord login URL')
}

export function saveProfiles(profiles: Profiles): void {
  writePrivate(profilesFile(), `${JSON.stringify(profiles, null, 2)}\n`)
}

/** Whole or not at all, and for its owner alone. */
export function writePrivate(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, text, { mode: 0o600, flush: true })
  renameSync(part, file)
}

export type Chosen = { name: string; profile: Profile }

/** The profile that was asked for, or undefined where there is none of that name. */
export function findProfile(asked: string | undefined): Chosen | undefined {
  const { OPENACCORD_URL: url, OPENACCORD_TOKEN: token } = process.env
  if (asked === undefined && url && token) {
    return { name: 'environment', profile: { url: parseHubUrl(url), token: token.trim(), person: '', organisation: '', collections: [] } }
  }
  const profiles = loadProfiles()
  const name = asked ?? profiles.current
  const profile = Object.hasOwn(profiles.profiles, name) ? profiles.profiles[name] : undefined
  return profile && { name, profile }
}

export function needProfile(asked: string | undefined): Chosen {
  const found = findProfile(asked)
  if (found !== undefined) return found
  const names = Object.keys(loadProfiles().profiles)
  const others = names.length === 0 ? '' : ` (there are: ${names.join(', ')})`
  const what = asked === undefined ? 'you are not signed in to a hub' : `there is no profile “${asked}”${others}`
  throw new Failure(EXIT.notAllowed, 'profiles.none', what, `accord login URL${asked === undefined ? '' : ` --profile ${asked}`}`)
}

/** `hub.example`, `https://hub.example/`: the origin. Plain http only to this machine, since a token travels with it. */
export function parseHubUrl(text: string): string {
  const typed = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw wrong(`“${text}” is not the address of a hub`, 'write it as https://hub.example')
  }
  if (url.username !== '' || url.password !== '') throw wrong('the address has a password in it', 'give the address alone; the token is asked for')
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw wrong(`${url.origin} would send your token in the clear`, `use https: accord login https://${url.host}`)
  }
  if (url.search !== '' || url.hash !== '') throw wrong('the address has a query in it', `write it as ${url.origin}`)
  return url.origin
}

const wrong = (what: string, fix: string): Failure => new Failure(EXIT.usage, 'url', what, fix)

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

function isProfiles(value: unknown): value is Profiles {
  if (!isRecord(value) || value['version'] !== 1 || typeof value['current'] !== 'string' || !isRecord(value['profiles'])) return false
  return Object.values(value['profiles']).every(
    (one) => isRecord(one) && ['url', 'token', 'person', 'organisation'].every((key) => typeof one[key] === 'string') && Array.isArray(one['collections']),
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What `accord doctor` looks at on this machine: the runtime, the kept profiles, and a hub's storage where there is one. */
import { existsSync, statSync } from 'node:fs'
import { access, constants, stat, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { profilesFile, type Chosen } from '../../profile.ts'
import { printBytes } from '../../terminal.ts'
import { fail, notice, ok, type Check } from './doctor-check.ts'

const LITTLE_SPACE = 1024 ** 3
const NO_SPACE = 64 * 1024 ** 2

export function lookAtRuntime(): Check {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 22) return fail('node', `${process.version} is too old`, 'install Node 22 or later from https://nodejs.org')
  return ok('node', major >= 26 ? process.version : `${process.version}; to run a hub on this machine, Node 26 is needed`)
}

export function lookAtProfiles({ name, profile }: Chosen): Check[] {
  const who = profile.person === '' ? '' : `, ${profile.person} of ${profile.organisation}`
  const found = ok('profile', `${name}: ${profile.url}${who}`)
  const file = profilesFile()
  if (name === 'environment' || process.platform === 'win32') return [found]
  const { mode } = statSync(file)
  if ((mode & 0o077) === 0) return [found]
  return [found, fail('profile', `${file} holds your token, and others on this machine may read it`, `chmod 600 ${file}`)]
}

/** Nothing, where no hub keeps its data on this machine. */
export async function lookAtStorage(given: string | undefined): Promise<Check[]> {
  const asked = given ?? process.env['OPENACCORD_DATA']
  const folder = resolve(asked ?? 'data')
  if (asked === undefined && !existsSync(join(folder, 'hub.sqlite'))) return []
  if (!existsSync(folder)) return [fail('storage', `${folder} does not exist`, 'name the folder the hub was started with: --data FOLDER')]
  const writable = await access(folder, constants.W_OK | constants.R_OK).then(() => true, () => false)
  if (!writable) return [fail('storage', `${folder} may not be read and written by you`, 'run this as the user the hub runs as')]
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const store = await stat(join(folder, 'hub.sqlite')).catch(() => undefined)
  const words = `${folder}: ${store === undefined ? 'no embedded store' : `store of ${printBytes(store.size)}`}, ${printBytes(free)} free`
  if (free < NO_SPACE) return [fail('storage', words, 'free space now: the hub cannot write')]
  if (free < LITTLE_SPACE || (store !== undefined && free < store.size)) return [notice('storage', words, 'a backup may not fit; free space soon')]
  return [ok('storage', words)]
}

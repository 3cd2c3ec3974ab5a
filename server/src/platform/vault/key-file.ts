/**
 * The vault's key file: a line a key, oldest first; all of them open, the last one seals. It is written under another name,
 * flushed and renamed, its folder flushed too, and nobody but the hub's user may read it.
 */
import { constants } from 'node:fs'
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Random } from '../../kernel/index.ts'
import { KEY_BYTES, vaultKey, type VaultKey } from './envelope.ts'
import { VaultError } from './error.ts'

const MOST_KEYS = 100
const LINE = /^oavk1_([A-Za-z0-9_-]{43})$/
const WORDS = `# The vault key of this hub. Without it nobody can read what the hub keeps sealed.
# Keep a copy elsewhere, apart from the back-ups. Each line opens; the last one seals.
`

/** The keys, oldest first; undefined where there is no such file. Throws VaultError, naming the line and never what stands there. */
export async function readKeyFile(file: string): Promise<VaultKey[] | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new VaultError('key-file', `the vault key ${file} cannot be read: ${error.code}`, error)
  })
  if (text === undefined) return undefined
  const keys = text.split('\n').flatMap((line, at) => (/^\s*(#|$)/.test(line) ? [] : [keyOfLine(line.trim(), `${file}, line ${at + 1}`)]))
  if (keys.length === 0 || keys.length > MOST_KEYS) throw new VaultError('key-file', `the vault key ${file} holds ${keys.length} keys: it has 1 to ${MOST_KEYS}`)
  const twice = keys.find(({ id }, at) => keys.findIndex((one) => one.id === id) !== at)
  if (twice !== undefined) throw new VaultError('key-file', `the vault key ${file} holds the key ${twice.id} twice: take one of the lines out`)
  return keys
}

/** Puts a fresh key at the end, which seals from the next start on; makes the file where there is none. */
export async function addToKeyFile(file: string, random: Random): Promise<VaultKey> {
  const before = (await readKeyFile(file)) === undefined ? WORDS : await readFile(file, 'utf8')
  const bytes = random(KEY_BYTES)
  const line = `oavk1_${Buffer.from(bytes).toString('base64url')}\n`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeDurably(file, before.endsWith('\n') ? before + line : `${before}\n${line}`)
  return vaultKey(bytes)
}

/** Whether others on the machine may read it; a folder of secrets that is mounted may say so on purpose. */
export async function isOpenToOthers(file: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(file)).mode & 0o007) !== 0
}

function keyOfLine(line: string, place: string): VaultKey {
  const bytes = Buffer.from(LINE.exec(line)?.[1] ?? '', 'base64url')
  if (bytes.length !== KEY_BYTES || `oavk1_${bytes.toString('base64url')}` !== line) throw new VaultError('key-file', `${place} is no vault key: one reads oavk1_ and 43 letters, digits, - or _`)
  return vaultKey(bytes)
}

async function writeDurably(file: string, text: string): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await chmod(part, 0o600) // where an earlier part was left behind
  await rename(part, file)
  if (process.platform === 'win32') return // a folder cannot be opened there
  const folder = await open(dirname(file), constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

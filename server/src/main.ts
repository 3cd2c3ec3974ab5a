/**
 * Where time, chance, keys and settings enter. `main.ts serve` runs a hub, `main.ts demo` a sample alliance,
 * `main.ts backup FILE` and `main.ts restore FILE` save and bring back everything; `main.ts recover FROM` brings the log back
 * after an old back-up; `main.ts vault-key new` and `main.ts vault-key lost` change the key of encryption at rest.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { House } from './compose/house.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import type { Clock, Random } from './kernel/index.ts'
import { VaultError } from './platform/vault.ts'

const clock: Clock = () => Date.now() * 1000
const random: Random = (bytes) => new Uint8Array(randomBytes(bytes))
const WORDS = ['serve', 'demo', 'backup', 'restore', 'recover', 'vault-key']

async function main(): Promise<void> {
  const [first = 'serve', ...rest] = process.argv.slice(2).filter((word) => word !== '--')
  // `npm start -- backup FILE` arrives as `serve backup FILE`
  const [what, ...words] = first === 'serve' && WORDS.includes(rest[0] ?? '') ? rest : [first, ...rest]
  const config = readConfig(process.env, what === 'demo')
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  // Each word loads what it needs and no more
  if (what === 'backup') return (await import('./compose/store.ts')).backupStore(config, fileOf(words), say)
  if (what === 'restore') return (await import('./compose/store.ts')).restoreStore(config, fileOf(words), say)
  if (what === 'recover') return (await import('./compose/recover.ts')).recoverLog(config, placeOf(words), say)
  if (what === 'vault-key') return changeVaultKey(config, words)
  if (what === 'demo') return run(await (await import('./demo/start.ts')).startDemo(config, { clock, random, say }))
  if (what === 'serve') return run(await startServing(config))
  throw new Error(`there is no “${what}”; there are: ${WORDS.join(', ')}`)
}

async function startServing(config: Config): Promise<House> {
  const { startHouse } = await import('./compose/house.ts')
  const house = await startHouse({ config, clock, random })
  say(`The hub listens at ${house.url}`)
  const link = await house.setUpLink()
  if (link !== undefined) say(`\nNobody is here yet. Open this link once to set up the alliance:\n  ${link}\n`)
  return house
}

/** Until a signal: the first ends politely, the second at once. What the first visitors would wait for is made ready meanwhile. */
function run(house: House): void {
  house.door.warm().catch((error: unknown) => house.log.error({ error }, 'a schema of the contract does not compile'))
  let ending = false
  const end = (signal: string) => {
    if (ending) process.exit(130)
    ending = true
    say(`\n${signal === 'SIGINT' ? 'Stopping' : `Stopping (${signal})`} …`)
    house.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal))
}

async function changeVaultKey(config: Config, [word, ...more]: readonly string[]): Promise<void> {
  const { addVaultKey, giveUpVaultKey } = await import('./compose/vault-key.ts')
  if (word === 'new' && more.length === 0) return addVaultKey(config, random, say)
  if (word === 'lost' && more.length === 0) return giveUpVaultKey(config, clock(), say)
  throw new Error('say what about the key: vault-key new, vault-key lost')
}

function fileOf(words: readonly string[]): string {
  if (words.length !== 1) throw new Error('name one file: backup FILE, restore FILE')
  // npm runs scripts from the project's folder; the caller's own folder is what a relative name means
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), words[0]!)
}

function placeOf(words: readonly string[]): string {
  const [place, ...more] = words
  if (place === undefined || more.length > 0) throw new Error('name where the files of the log lie: recover FOLDER, recover https://mirror.example/log')
  return place
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof VaultError) say(`The hub does not start: ${error.message}`)
  else say(`The hub does not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  process.exit(error instanceof ConfigError || error instanceof VaultError ? 78 : 1)
})

/**
 * Two witnesses beside the sample alliance: processes of their own (`accord log witness`), each with its own key and its
 * own memory, so that what the sample publishes is cosigned as a real log's is. They end with the hub.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printVerifierKey, SIGNATURE_TYPE, verifierKey } from '@openaccord/tlog'
import type { Config } from '../config.ts'
import { CLOCK_FILE } from './clock.ts'

/** The name of the sample's log, on a reserved domain. */
export const DEMO_LOG = 'harbour-accord.example/log'
const NAMES = ['university.witness.example', 'civil-society.witness.example']
const ACCORD = join(import.meta.dirname, '..', '..', '..', 'cli', 'bin', 'accord.js')
const AGAIN_MS = 250
const PATIENCE_MS = 60_000
/** When the hub is gone, so is the line to it; it may be gone before anybody listens. */
const END_WITH_THE_HUB = `data:text/javascript,${encodeURIComponent('const end = () => process.kill(process.pid, "SIGTERM"); if (process.connected) process.once("disconnect", end); else end()')}`

type Witness = { name: string; key: string; vkey: string; state: string; port: number }
export type Witnesses = { config: Config; stop(): void }

/** The settings with a policy that asks both; they listen at the two ports after the hub's, or where there is room. */
export async function startWitnesses(config: Config): Promise<Witnesses> {
  const folder = join(config.data, 'witnesses')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const origin = config.ledger.origin ?? DEMO_LOG
  const log = vkeyOf(join(config.ledger.guard, 'log.key'), origin, SIGNATURE_TYPE.ed25519)
  writeFileSync(join(folder, 'logs.txt'), `${log}\n`)
  const witnesses = NAMES.map((name, index): Witness => {
    const key = join(folder, `${name}.pem`)
    return { name, key, vkey: vkeyOf(key, name, SIGNATURE_TYPE.cosignature), state: join(folder, `${name}.json`), port: config.port === 0 ? 0 : config.port + 1 + index }
  })
  const env = { ...process.env, OPENACCORD_DEMO_CLOCK: join(config.data, CLOCK_FILE) }
  const stops = await Promise.allSettled(witnesses.map((witness) => keepRunning(witness, ['--logs', join(folder, 'logs.txt')], env)))
  const stop = (): void => stops.forEach((each) => each.status === 'fulfilled' && each.value())
  const failed = stops.find((each) => each.status === 'rejected')
  if (failed !== undefined) {
    stop()
    throw failed.reason
  }
  const lines = witnesses.map(({ name, port, vkey }) => `witness ${name.split('.')[0]} ${vkey} http://127.0.0.1:${port}`)
  const policyFile = join(folder, 'policy.txt')
  writeFileSync(policyFile, `${lines.join('\n')}\ngroup both all ${NAMES.map((name) => name.split('.')[0]).join(' ')}\nquorum both\n`)
  return { config: { ...config, outboundAllow: [...config.outboundAllow, ...witnesses.map(({ port }) => `127.0.0.1:${port}`)], ledger: { ...config.ledger, origin, policyFile } }, stop }
}

/**
 * Resolves once it listens, at `witness.port`, with what ends it. One that ends by itself is started again: the witness of a
 * hub that was killed may need a moment to be gone. Until it has listened once, another port is taken where its own is not free.
 */
function keepRunning(witness: Witness, words: readonly string[], env: NodeJS.ProcessEnv): Promise<() => void> {
  const { name, key, state } = witness
  let child: ChildProcess
  let stopped = false
  let listens = false
  let said = ''
  const stop = (): void => {
    stopped = true
    child.kill()
  }
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => {
      stop()
      reject(new Error(`the sample's witness ${name} does not listen: ${said.trim()}`))
    }, PATIENCE_MS)
    run(witness.port)

    function run(port: number): void {
      const all = ['log', 'witness', '--name', name, '--key', key, ...words, '--state', state, '--port', String(port), ...(existsSync(state) ? [] : ['--first'])]
      child = fork(ACCORD, all, { execArgv: ['--conditions=source', '--import', END_WITH_THE_HUB], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env })
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear)
      child.once('exit', () => {
        if (!stopped) setTimeout(() => stopped || run(listens ? witness.port : 0), AGAIN_MS).unref()
      })
    }

    function hear(text: string): void {
      if (listens) return
      said = `${said}${text}`.slice(-2_000)
      const at = /^Witness \S+ at http:\/\/127\.0\.0\.1:(\d+), for /m.exec(said)?.[1]
      if (at === undefined) return
      listens = true
      witness.port = Number(at)
      clearTimeout(patience)
      resolve(stop)
    }
  })
}

/** Of the private key in this file, which is made where there is none. */
function vkeyOf(file: string, name: string, type: typeof SIGNATURE_TYPE.ed25519 | typeof SIGNATURE_TYPE.cosignature): string {
  if (!existsSync(file)) {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(file, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true })
  }
  const spki = createPublicKey(createPrivateKey(readFileSync(file))).export({ format: 'der', type: 'spki' })
  return printVerifierKey(verifierKey(name, new Uint8Array(spki.subarray(-32)), type))
}

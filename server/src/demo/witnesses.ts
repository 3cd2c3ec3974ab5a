/**
 * Two witnesses beside the sample alliance: processes of their own (`accord log witness`), each with its own key and its
 * own memory, so that what the sample publishes is cosigned as a real log's is. They end with the hub.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { printVerifierKey, SIGNATURE_TYPE, verifierKey } from '@openaccord/tlog'
import type { Config } from '../config.ts'
import { CLOCK_FILE } from './clock.ts'

/** The name of the sample's log, on a reserved domain. */
export const DEMO_LOG = 'harbour-accord.example/log'
const NAMES = ['university.witness.example', 'civil-society.witness.example']
const ACCORD = join(import.meta.dirname, '..', '..', '..', 'cli', 'bin', 'accord.js')
const AGAIN_MS = 250
/** When the hub is gone, so is the line to it. */
const END_WITH_THE_HUB = 'data:text/javascript,process.once("disconnect",()=>process.exit(0))'

export type Witnesses = {
  config: Config
  /** Resolves once both listen. */
  start(): Promise<void>
  stop(): void
}

/** The settings with a policy that asks both; they listen at the two ports after the hub's, or where there is room. */
export async function prepareWitnesses(config: Config): Promise<Witnesses> {
  const folder = join(config.data, 'witnesses')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const origin = config.ledger.origin ?? DEMO_LOG
  const log = vkeyOf(join(config.ledger.guard, 'log.key'), origin, SIGNATURE_TYPE.ed25519)
  writeFileSync(join(folder, 'logs.txt'), `${log}\n`)
  const ports = await Promise.all(NAMES.map((_, index) => freePort(config.port + 1 + index)))
  const witnesses = NAMES.map((name, index) => ({ name, port: ports[index]!, key: join(folder, `${name}.pem`), state: join(folder, `${name}.json`) }))
  const lines = witnesses.map(({ name, port, key }) => `witness ${name.split('.')[0]} ${vkeyOf(key, name, SIGNATURE_TYPE.cosignature)} http://127.0.0.1:${port}`)
  const policyFile = join(folder, 'policy.txt')
  writeFileSync(policyFile, `${lines.join('\n')}\ngroup both all ${NAMES.map((name) => name.split('.')[0]).join(' ')}\nquorum both\n`)
  const children = new Map<string, ChildProcess>()
  let stopped = false

  /** One that ends is started again: that of a hub which was killed may need a moment to be gone. */
  function run(witness: (typeof witnesses)[number]): void {
    if (stopped) return
    const { name, port, key, state } = witness
    const words = ['log', 'witness', '--name', name, '--key', key, '--logs', join(folder, 'logs.txt'), '--state', state, '--port', String(port), ...(existsSync(state) ? [] : ['--first'])]
    const env = { ...process.env, OPENACCORD_DEMO_CLOCK: join(config.data, CLOCK_FILE) }
    const child = fork(ACCORD, words, { execArgv: ['--conditions=source', '--import', END_WITH_THE_HUB], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env })
    children.set(name, child)
    child.once('exit', () => void setTimeout(() => run(witness), AGAIN_MS).unref())
  }

  return {
    config: { ...config, outboundAllow: [...config.outboundAllow, ...witnesses.map(({ port }) => `127.0.0.1:${port}`)], ledger: { ...config.ledger, origin, policyFile } },
    async start() {
      for (const witness of witnesses) run(witness)
      await Promise.all(witnesses.map(({ port }) => listening(port)))
    },
    stop() {
      stopped = true
      for (const child of children.values()) child.kill()
    },
  }
}

/** This port, or another one where somebody has it. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer()
  const bound = await new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen(wanted, '127.0.0.1', () => resolve(true)))
  if (!bound) return freePort(0)
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : wanted
}

async function listening(port: number): Promise<void> {
  for (let turn = 0; turn < 1_200; turn += 1) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => (socket.destroy(), resolve(true))).on('error', () => resolve(false))
    })
    if (there) return
    await sleep(25)
  }
  throw new Error(`no witness of the sample listens at port ${port}: is something else there? PORT chooses other ports`)
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

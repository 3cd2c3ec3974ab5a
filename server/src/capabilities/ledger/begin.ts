/** How a log begins, once, and how each hub finds it again: its name, its key, its guard. */
import { noteVerifier, parseVerifierKey } from '@openaccord/tlog'
import { createGuard, type Guard } from './guard.ts'
import { loadKey, makeKey, underName, type LogKey } from './key.ts'
import type { LedgerSettings } from './ledger.ts'
import { StandStill } from './model.ts'
import { needOurs, printOurs } from './policy.ts'
import { insertState, loadState, savePolicy, type State } from './store/state.ts'

export type Beginning = {
  origin: string
  key: LogKey
  guard: Guard
  /** This hub has the key. One without it only serves. */
  mayWrite: boolean
  /** States in the log by whom it is witnessed, when that has changed. */
  statePolicy(): Promise<void>
}

/** Throws StandStill where the log is another's, or its key is gone. */
export async function begin(settings: LedgerSettings, holder: string): Promise<Beginning> {
  const { database, guard: folder, random, keyFile } = settings
  const known = await database.read(loadState)
  const origin = known?.origin ?? settings.origin
  if (settings.chosenOrigin === true && origin !== settings.origin) {
    throw new StandStill('origin-differs', `this log is called ${origin} and the settings call it ${settings.origin}: a log keeps its name. Take OPENACCORD_LEDGER_ORIGIN back`)
  }
  const found = await loadKey(folder, keyFile)
  const signing = found ?? (known === undefined ? await makeKey(folder, random) : undefined)
  if (signing === undefined && database.engine === 'sqlite') throw keyMissing(folder)
  const key = signing === undefined ? undefined : underName(origin, signing)
  const state = known ?? (await firstState(settings, origin, key!.vkey))
  if (key === undefined) return servingOnly(settings, state, folder, holder)
  if (key.vkey !== state.vkey) throw new StandStill('key-differs', `the key here is ${key.vkey}, and the log's is ${state.vkey}: a log keeps its key. Put the right one back`)
  needOurs(settings.policy, key.vkey, settings.policyFile ?? 'given')
  const guard = createGuard({ folder, database, origin, verifier: key.verifier, holder })
  return { origin, key, guard, mayWrite: true, statePolicy: () => statePolicy(settings, key) }
}

/** Of several hubs that start at once one is the first; the others take what it wrote. */
async function firstState({ database }: LedgerSettings, origin: string, vkey: string): Promise<State> {
  return database.transact(async (tx) => {
    await tx.lock('ledger')
    if ((await loadState(tx)) === undefined) await insertState(tx, { origin, vkey })
    return (await loadState(tx))!
  })
}

function servingOnly(settings: LedgerSettings, state: State, folder: string, holder: string): Beginning {
  const verifier = noteVerifier(parseVerifierKey(state.vkey))
  const signer = { ...verifier, sign: () => Promise.reject(new Error('this hub has no key of the log')) }
  const key: LogKey = { vkey: state.vkey, signer, verifier }
  const guard = createGuard({ folder, database: settings.database, origin: state.origin, verifier: key.verifier, holder })
  return { origin: state.origin, key, guard, mayWrite: false, statePolicy: async () => {} }
}

async function statePolicy({ database, journal, clock, policy }: LedgerSettings, key: LogKey): Promise<void> {
  const text = printOurs({ ...policy, logs: [{ key: parseVerifierKey(key.vkey) }] })
  const stated = (await database.read(loadState))?.policy ?? null
  if (stated === text || (stated === null && policy.witnesses.length === 0)) return
  await database.transact(async (tx) => {
    await savePolicy(tx, text)
    await journal.write(tx, { room: 'ledger', kind: 'witness-policy', at: clock(), body: { policy: text } })
  })
}

const keyMissing = (folder: string): StandStill => new StandStill('key-missing', `the log's private key is not in ${folder}: put log.key back from where it is kept; a new one would be another log`)

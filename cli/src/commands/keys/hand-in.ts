/**
 * `accord prepare KIND FILE` asks the hub for the exact statement of an act, `accord hand-in FILE` gives it the signed one:
 * between the two lies `accord sign`, with the key, which the hub never sees. DSSE, in-toto Statement v1.
 */
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { ACTS_HERE, ADMISSION_ACTS_HERE, BALLOT_ACTS, COMMITMENT_ACTS_HERE, CONCERN_ACTS, type Client } from '@openaccord/api'
import { AttestError, isObject, parseEnvelope, parseJson } from '@openaccord/attest'
import { ACT_KINDS, FactError, parseAct } from '@openaccord/facts'
import { EXIT, Failure } from '../../failure.ts'
import { openHub } from '../../hub.ts'
import { exists } from '../../output.ts'
import { writePrivate } from '../../profile.ts'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Says = Record<string, unknown>
type Prepared = { statement: string; words: string; expires: string; keyids: string[] }
type HandedIn = { outcome: string; kind: string; at: string; fact: string | null; proposal?: string | null }
/** One room of the hub: the kinds of act it takes, and its two doors. */
type Room = { kinds: readonly string[]; prepare(client: Client, kind: string, says: Says): Promise<Prepared>; handIn(client: Client, envelope: string, ceremony?: string): Promise<HandedIn> }

const taking = <K extends string>(kinds: readonly K[], prepare: (client: Client, body: { kind: K; says: Says }) => Promise<Prepared>, handIn: Room['handIn']): Room => ({
  kinds, handIn, prepare: (client, kind, says) => prepare(client, { kind: kind as K, says }),
})
const ROOMS: readonly Room[] = [
  taking(ACTS_HERE, (client, body) => client.pledges.prepareAct({ body }), (client, envelope, ceremony) => client.pledges.submitAct({ body: { envelope, ...(ceremony === undefined ? {} : { ceremony }) } })),
  taking(BALLOT_ACTS, (client, body) => client.ballots.prepareAct({ body }), (client, envelope) => client.ballots.submitAct({ body: { envelope } })),
  taking(ADMISSION_ACTS_HERE, (client, body) => client.admissions.prepareAct({ body }), (client, envelope) => client.admissions.submitAct({ body: { envelope } })),
  taking(COMMITMENT_ACTS_HERE, (client, body) => client.commitments.prepareAct({ body }), (client, envelope) => client.commitments.submitAct({ body: { envelope } })),
  taking(CONCERN_ACTS, (client, body) => client.concerns.prepareAct({ body }), (client, envelope) => client.concerns.submitAct({ body: { envelope } })),
]
const KINDS = ROOMS.flatMap(({ kinds }) => kinds)

export const prepare: Verb = (program) => {
  program
    .command('prepare')
    .description('ask the hub for the exact statement of an act, ready to be signed')
    .argument('<kind>', 'what is stated: vote, statement, commitment, …')
    .argument('<file>', 'what it says, as JSON; - for standard input')
    .option('--output <file>', 'where to; otherwise standard output')
    .addHelpText('after', `\nKinds: ${KINDS.join(', ')}\nExample:\n  echo '{ "ballot": "ballot_…", "position": "yes" }' | accord prepare vote - --output statement.json\n  accord sign statement.json --output act.json\n  accord hand-in act.json`)
    .action(runPrepare)
}

async function runPrepare(kind: string, file: string, { output }: { output?: string }, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  if (output !== undefined && (await exists(output))) throw new Failure(EXIT.failed, 'output.exists', `${output} exists already`, 'name another file')
  const { statement, words, expires, keyids } = await roomOf(kind).prepare(openHub(profile).client, kind, readSays(await readText(file), file))
  for (const line of [words, `good until ${expires}, signed with ${keyids.length === 1 ? 'the key' : 'one of the keys'} ${keyids.join(', ')}`]) terminal.say(plain(line))
  if (output !== undefined) writePrivate(output, statement)
  else if (!terminal.json) process.stdout.write(`${statement}\n`)
  if (output !== undefined) terminal.show(`Ready to sign: ${output}`)
  terminal.give({ kind, expires, keyids, output: output ?? null, ...(output === undefined ? { statement } : {}) })
}

export const handIn: Verb = (program) => {
  program
    .command('hand-in')
    .description('hand a signed act in to the hub')
    .argument('<file>', 'the envelope that accord sign wrote; - for standard input')
    .option('--ceremony <id>', 'hold a signature for the moment of this ceremony')
    .addHelpText('after', '\nHanded in again, the same act has the same place in the log.')
    .action(runHandIn)
}

async function runHandIn(file: string, { ceremony }: { ceremony?: string }, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const envelope = (await readText(file)).trim()
  const { outcome, kind, at, fact, proposal } = await roomOf(kindIn(envelope, file)).handIn(openHub(profile).client, envelope, ceremony)
  terminal.show(`${WORDS[outcome] ?? outcome}: ${kind}, ${at}${fact === null ? '' : `, ${fact}`}`)
  terminal.give({ outcome, kind, at, fact, proposal: proposal ?? null })
}

const WORDS: Readonly<Record<string, string>> = {
  'logged': 'Taken', 'sealed': 'Taken, and sealed until the close', 'held': 'Held for the ceremony', 'waits-for-second': 'Waits for a second person',
}

const readText = (file: string): Promise<string> => (file === '-' ? text(process.stdin) : Promise.resolve(readFileSync(file, 'utf8')))

function roomOf(kind: string): Room {
  const room = ROOMS.find(({ kinds }) => kinds.includes(kind))
  if (room !== undefined) return room
  if ((ACT_KINDS as readonly string[]).includes(kind)) throw new Failure(EXIT.usage, 'act.elsewhere', `a ${kind} is not handed in here`, 'keys are registered and ended in the portal, at Organisation, Signing keys')
  throw new Failure(EXIT.usage, 'act.kind', `“${plain(kind)}” is no kind of act`, `there are: ${KINDS.join(', ')}`)
}

function readSays(json: string, file: string): Says {
  try {
    const value: unknown = parseJson(json)
    if (isObject(value)) return value
  } catch (error) {
    if (!(error instanceof AttestError)) throw error
    throw new Failure(EXIT.failed, 'act.json', `${file} is not JSON: ${error.message}`, 'write an object: { "field": "value" }')
  }
  throw new Failure(EXIT.failed, 'act.json', `${file} holds no object`, 'write an object: { "field": "value" }')
}

function kindIn(envelope: string, file: string): string {
  try {
    return parseAct(parseJson(parseEnvelope(envelope).payload)).kind
  } catch (error) {
    if (!(error instanceof AttestError || error instanceof FactError)) throw error
    throw new Failure(EXIT.failed, 'act.envelope', `${file} is no signed act: ${error.message}`, 'sign the statement first: accord sign FILE --output act.json')
  }
}

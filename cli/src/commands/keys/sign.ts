/** `accord sign FILE`: signs a prepared act, after showing in words what it says. A further signature on an envelope is added to it. */
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { AttestError, isObject, parseEnvelope, parseJson, printEnvelope, signEnvelope, verifyEnvelope, type Envelope } from '@openaccord/attest'
import { ACT_PAYLOAD_TYPE, FactError, parseAct, type Act } from '@openaccord/facts'
import { verifyEd25519 } from '@openaccord/tlog'
import { EXIT, Failure } from '../../failure.ts'
import { defaultKeyFile, readKeyFile, type OwnKey } from '../../key-file.ts'
import { exists } from '../../output.ts'
import { writePrivate } from '../../profile.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { actInWords } from './act-words.ts'

type Options = { key?: string; output?: string; yes?: boolean }

export const sign: Verb = (room) => {
  room
    .command('sign')
    .description('sign a prepared act, after showing in words what it says')
    .argument('<file>', 'the statement as the hub prepared it, or an envelope that others have signed; - for standard input')
    .option('--key <file>', 'the private key (accord keygen)')
    .option('--output <file>', 'where to; otherwise standard output')
    .option('--yes', 'sign without being asked')
    .addHelpText('after', '\nThe bytes are signed exactly as they are in the file (DSSE, in-toto Statement v1).\nExample:\n  accord sign statement.json --output act.json    # and upload act.json where the hub prepared it')
    .action(run)
}

async function run(file: string, options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  if (options.output !== undefined && (await exists(options.output))) throw new Failure(EXIT.failed, 'output.exists', `${options.output} exists already`, 'name another file')
  const given = file === '-' ? Buffer.from(await text(process.stdin)) : readFileSync(file)
  const before = readGiven(given, file)
  const act = readStatement(before.payload, file)
  const key = readKeyFile(options.key ?? defaultKeyFile())
  if (before.signatures.length > 0 && (await hasSigned(before, key))) throw new Failure(EXIT.refused, 'sign.again', 'this key has signed it already', 'pass the envelope on as it is')
  for (const line of [...actInWords(act), `signed with the key ${key.keyid}`]) terminal.say(plain(line))
  if (options.yes !== true) await ask(terminal, file)
  const own = await signEnvelope(ACT_PAYLOAD_TYPE, before.payload, [key])
  const envelope = printEnvelope({ ...own, signatures: [...before.signatures, ...own.signatures] })
  if (options.output !== undefined) writePrivate(options.output, envelope)
  else if (!terminal.json) process.stdout.write(`${envelope}\n`)
  if (options.output !== undefined) terminal.show(`Signed: ${options.output}`)
  terminal.give({ kind: act.kind, keyid: key.keyid, output: options.output ?? null, ...(options.output === undefined ? { envelope } : {}) })
}

/** A bare statement is an envelope that nobody has signed yet. */
function readGiven(bytes: Uint8Array, file: string): Envelope {
  try {
    const value = parseJson(bytes)
    return isObject(value) && 'payloadType' in value ? parseEnvelope(bytes) : { payload: new Uint8Array(bytes), payloadType: ACT_PAYLOAD_TYPE, signatures: [] }
  } catch (error) {
    throw notAnAct(error, file)
  }
}

function readStatement(payload: Uint8Array, file: string): Act {
  try {
    return parseAct(parseJson(payload))
  } catch (error) {
    throw notAnAct(error, file)
  }
}

function notAnAct(error: unknown, file: string): unknown {
  if (!(error instanceof AttestError || error instanceof FactError)) return error
  return new Failure(EXIT.failed, 'sign.not-an-act', `${file} is not an act that can be signed: ${error.message}`, 'take the statement as the hub prepared it, byte for byte')
}

async function hasSigned(envelope: Envelope, { keyid, publicKey }: OwnKey): Promise<boolean> {
  const keys = [{ keyid, publicKey, verify: (message: Uint8Array, signature: Uint8Array) => verifyEd25519(publicKey, message, signature) }]
  try {
    await verifyEnvelope(envelope, { keys, payloadTypes: [ACT_PAYLOAD_TYPE] })
    return true
  } catch (error) {
    if (error instanceof AttestError) return false
    throw error
  }
}

async function ask(terminal: Terminal, file: string): Promise<void> {
  if (!terminal.interactive || file === '-') throw new Failure(EXIT.usage, 'sign.unasked', 'nobody is there to be asked', 'read what it says above, then add --yes')
  const line = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await line.question('Sign this? It binds your organisation in public. Type yes: ').finally(() => line.close())
  if (answer.trim().toLowerCase() !== 'yes') throw new Failure(EXIT.interrupted, 'sign.declined', 'nothing was signed', 'run the same again when it is right')
}

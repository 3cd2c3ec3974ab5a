/** `accord keygen`: makes an Ed25519 key, for an organisation’s acts or for a witness. The private half stays in its file. */
import { generateKeyPairSync } from 'node:crypto'
import type { Command } from 'commander'
import { isKeyName, printVerifierKey, SIGNATURE_TYPE, verifierKey } from '@openaccord/tlog'
import { EXIT, Failure } from '../../failure.ts'
import { defaultKeyFile, ownKey, writeKeyFile } from '../../key-file.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Options = { output?: string; witness?: string }

export const keygen: Verb = (room) => {
  room
    .command('keygen')
    .description('make a signing key (Ed25519); its private half stays in a file that you alone can read')
    .option('--output <file>', 'where to; otherwise beside your profiles')
    .option('--witness <name>', 'for a witness of this name, like witness.example: prints its verifier key too')
    .addHelpText('after', '\nAn organisation registers its key on the hub; a second person and the domain confirm it.\nOne key for one purpose: a witness gets its own.')
    .action(run)
}

function run({ output, witness }: Options, command: Command): void {
  const { terminal } = meansOf(command)
  if (witness !== undefined && !isKeyName(witness)) throw new Failure(EXIT.usage, 'key.name', `“${witness}” is no name of a key`, 'write it without spaces and plus signs, like witness.example')
  if (witness !== undefined && output === undefined) throw new Failure(EXIT.usage, 'key.output', 'a witness has a key of its own', 'name its file: --output witness.pem')
  const file = output ?? defaultKeyFile()
  const { privateKey } = generateKeyPairSync('ed25519')
  writeKeyFile(file, privateKey)
  const { hex, keyid, publicKey } = ownKey(privateKey)
  const vkey = witness === undefined ? undefined : printVerifierKey(verifierKey(witness, publicKey, SIGNATURE_TYPE.cosignature))
  terminal.show(`Private key:  ${file} (keep it: nobody can make it again)`)
  terminal.show(`Public key:   ${hex}`)
  terminal.show(`Key id:       ${keyid}`)
  if (vkey !== undefined) terminal.show(`Verifier key: ${vkey}`)
  terminal.give({ file, publicKey: hex, keyid, ...(vkey === undefined ? {} : { vkey }) })
}

/** `accord backup FILE`: everything the hub holds, as one consistent file, while it runs. On the hub's own machine. */
import type { Command } from 'commander'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { EXIT, Failure } from '../../failure.ts'
import { checkEnd, findHubProgram, hubEnvironment, runHub } from '../../hub-program.ts'
import { startProgress } from '../../progress.ts'
import { printBytes } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

export const backup: Verb = (room) => {
  room
    .command('backup')
    .description('save all that the hub on this machine holds into one file, while it runs')
    .argument('<file>', 'a file that does not exist yet')
    .option('--data <folder>', 'where the hub keeps everything (OPENACCORD_DATA)')
    .action(run)
}

async function run(file: string, { data }: { data?: string }, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const path = resolve(file)
  if (existsSync(path)) throw new Failure(EXIT.failed, 'output.exists', `${file} exists already`, 'name another file: a backup is never written over another')
  const program = findHubProgram('backup')
  const progress = startProgress(terminal)
  const heard = (line: string): void => (/^ {2}/.test(line) ? progress.at({ part: undefined, words: `saving ${line.trim()}` }) : undefined)
  const ended = await runHub(program, [path], hubEnvironment({ OPENACCORD_DATA: data }), heard).finally(() => progress.end())
  checkEnd(ended, 'the backup')
  const [{ size }, sha256] = [await stat(path), await hashOf(path)]
  terminal.show(`${file}: ${printBytes(size)}, SHA-256 ${sha256}`)
  terminal.say('It holds everything, mails and keys too: encrypt it before it leaves your hands.')
  terminal.say('The vault key is not inside: keep a copy of vault.key elsewhere. Without it nobody can read what the hub keeps sealed.')
  terminal.give({ file: path, bytes: size, sha256 })
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

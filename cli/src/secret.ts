/** Reads a token without showing it: from a file, from the environment, from a pipe, or typed without echo. */
import { readFileSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { EXIT, Failure } from './failure.ts'
import type { Terminal } from './terminal.ts'

const SHAPE = /^[\x21-\x7e]{8,500}$/

export async function readToken(terminal: Terminal, { file, where }: { file: string | undefined; where: string }): Promise<string> {
  const token = (await fetchToken(terminal, file, where)).trim()
  if (token === '') throw new Failure(EXIT.usage, 'token.missing', 'there is no token', `make one at ${where}, and paste it when asked`)
  if (!SHAPE.test(token)) throw new Failure(EXIT.usage, 'token.shape', 'that is not a token', 'copy it again: one word, which begins with oat_')
  return token
}

async function fetchToken(terminal: Terminal, file: string | undefined, where: string): Promise<string> {
  if (file !== undefined) {
    const text = readFileSync(file, 'utf8')
    const { mode } = statSync(file)
    if (process.platform !== 'win32' && (mode & 0o044) !== 0) terminal.say(`notice: ${file} can be read by others on this machine: chmod 600 ${file}`)
    return text
  }
  const given = process.env['OPENACCORD_TOKEN']
  if (given !== undefined && given !== '') return given
  if (!process.stdin.isTTY) return text(process.stdin)
  terminal.say(`Make a token at ${where}`)
  return askHidden('Paste it here (it is not shown): ')
}

/** The terminal is told not to echo; the keys that end, mend and stop work as ever. */
function askHidden(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let typed = ''
    const end = (): void => {
      stdin.off('data', take)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
    }
    const take = (keys: string): void => {
      for (const key of keys) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          end()
          return resolve(typed)
        }
        if (key === '\u0003') {
          end()
          return reject(new Failure(EXIT.interrupted, 'interrupted', 'stopped; nothing was kept', 'run the same again'))
        }
        if (key === '\u007f' || key === '\b') typed = typed.slice(0, -1)
        else if (key === '\u0015') typed = ''
        else typed += key
      }
    }
    stdin.on('data', take)
    stdin.resume()
  })
}

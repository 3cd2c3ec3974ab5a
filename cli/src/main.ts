/** `accord`: runs one command. Whatever goes wrong ends here, as a sentence, what to do, and an exit code. */
import { CommanderError } from 'commander'
import { explain } from './explain.ts'
import { EXIT } from './failure.ts'
import { interrupt } from './hub.ts'
import { createProgram } from './program.ts'
import { plain } from './terminal.ts'

const words = process.argv.slice(2)
const json = words.includes('--json')
const debug = words.includes('--debug')

// Whoever reads us may stop reading: `accord … | head`
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed))
}

// The first asks politely: what is under way ends and says how far it came. The second does not ask
let asked = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (asked) process.exit(EXIT.interrupted)
    asked = true
    interrupt()
  })
}

try {
  await createProgram().parseAsync(words, { from: 'user' })
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = EXIT.ok
  else tell(error)
}

function tell(error: unknown): void {
  const { code, message, fix, exit } = explain(error)
  process.exitCode = exit
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, fix } }, null, 2)}\n`)
  else process.stderr.write(`accord: ${message.split('\n').map(plain).join('\n  ')}\n  → ${plain(fix)}\n`)
  if (debug) process.stderr.write(`${error instanceof Error ? `${error.stack}\n${String(error.cause ?? '')}` : String(error)}\n`)
}

/** A port for a server that must know its own before it listens. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems give to connections going out, which may take one before it is listened on. */
const PORTS = { from: 15_000, to: 32_000 }

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const wanted = randomInt(PORTS.from, PORTS.to)
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen(wanted, '127.0.0.1', () => resolve(true)))
  if (!free) return freePort()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return wanted
}

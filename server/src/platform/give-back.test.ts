/** Bytes that are given back: only whole ones, only large ones, and never before the system has taken them. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import { giveBack, giveBackOnceSent } from './give-back.ts'

const LARGE = 8 * 1024 * 1024

test('what is whole and large is given back, all else is left', () => {
  const large = new Uint8Array(LARGE)
  giveBack(large)
  assert.equal(large.length, 0)
  giveBack(large) // a second time is nothing
  const under = new Uint8Array(LARGE)
  giveBack(under.subarray(1))
  giveBack(under.subarray(0, LARGE - 1))
  assert.equal(under.length, LARGE)
  const small = Buffer.from('from the pool')
  giveBack(small)
  assert.equal(small.toString(), 'from the pool')
  giveBack(new Uint8Array(new SharedArrayBuffer(LARGE)))
})

test('an answer arrives whole, and then its bytes are gone', async (t) => {
  const bytes = Uint8Array.from({ length: LARGE }, (_, at) => at % 251)
  const expected = Buffer.from(bytes)
  const { port, answered } = await serve(t, bytes)
  const [incoming] = await once(request({ host: '127.0.0.1', port }).end(), 'response')
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  await answered
  assert.ok(Buffer.concat(chunks).equals(expected))
  assert.equal(bytes.length, 0)
})

test('of an answer that was cut off they stay', async (t) => {
  const bytes = new Uint8Array(8 * LARGE) // more than a line takes at once
  const { port, answered } = await serve(t, bytes)
  const out = request({ host: '127.0.0.1', port }).end()
  out.on('error', () => {})
  const [incoming] = await once(out, 'response')
  incoming.on('error', () => {})
  incoming.destroy()
  await answered
  assert.equal(bytes.length, 8 * LARGE)
})

/** `answered`: the line of the one answer is free again, or gone. */
async function serve(t: TestContext, bytes: Uint8Array): Promise<{ port: number; answered: Promise<unknown> }> {
  const { promise: answered, resolve } = Promise.withResolvers<unknown>()
  const server = createServer((_, answer: ServerResponse) => {
    giveBackOnceSent(answer, bytes)
    answer.once('close', resolve)
    answer.end(bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => void (server.closeAllConnections(), server.close()))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return { port: address.port, answered }
}

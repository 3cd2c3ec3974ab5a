/** Schemas become checks between requests, and none is left for a visitor to wait for. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { contract } from '@openaccord/api'
import { Ajv } from 'ajv'
import { Type, type TSchema } from 'typebox'
import { createChecks } from './schemas.ts'
import { openDoor } from './test-door.ts'

const PARTS = ['params', 'query', 'body'] as const
type Shape = Partial<Record<(typeof PARTS)[number], TSchema>>
const shapes: [string, Shape][] = Object.entries(contract).flatMap(([room, routes]) => Object.entries(routes).map(([name, route]): [string, Shape] => [`${room}.${name}`, route]))
const numbered = (n: number): Shape => ({ body: Type.Object({ [`field${n}`]: Type.Integer() }) })

test('every schema of the contract is one', () => {
  const ajv = new Ajv({ strict: false, formats: { email: true, 'date-time': true } })
  for (const [name, shape] of shapes) for (const part of PARTS) {
    const schema = shape[part]
    if (schema !== undefined) assert.ok(ajv.validateSchema(schema), `${name}.${part}: ${ajv.errorsText()}`)
  }
})

test('warm compiles what is left, one a turn, and requests go in between', async () => {
  const checks = createChecks()
  const parses = Array.from({ length: 40 }, (_, n) => checks.parse(numbered(n)))
  parses[7]!({ params: {}, query: {}, body: { field7: 1 } })
  assert.equal(checks.waiting(), 39)
  const seen: number[] = []
  const turn = (): void => {
    seen.push(checks.waiting())
    if (checks.waiting() > 0) setImmediate(turn)
  }
  const warming = checks.warm()
  assert.equal(checks.warm(), warming)
  turn()
  await warming
  for (let n = 1; n < seen.length; n++) assert.ok(seen[n - 1]! - seen[n]! <= 1, `${seen[n - 1]} → ${seen[n]} in one turn`)
  assert.equal(checks.waiting(), 0)
  assert.throws(() => parses[39]!({ params: {}, query: {}, body: { field39: 'x' } }), /field39 must be integer/)
})

test('while requests come it waits', async () => {
  let time = 0
  const checks = createChecks(() => time)
  for (let n = 0; n < 5; n++) checks.parse(numbered(n + 200))
  checks.giveWay()
  const warming = checks.warm()
  await new Promise((resolve) => setTimeout(resolve, 120))
  assert.equal(checks.waiting(), 5)
  time = 1_000
  await warming
  assert.equal(checks.waiting(), 0)
})

test('the door that closes leaves the rest', async () => {
  const MANY = 60
  const house = await openDoor({}, (door) => {
    for (let n = 0; n < MANY; n++) door.add({ method: 'POST', path: `/api/many/${n}`, access: 'public', body: numbered(n).body! }, () => ({}))
  })
  const warming = house.door.warm()
  assert.equal((await house.get('/api/open')).status, 200)
  await house[Symbol.asyncDispose]()
  await warming
  const checks = createChecks()
  for (let n = 0; n < MANY; n++) checks.parse(numbered(n + MANY))
  const ended = checks.warm()
  checks.close()
  await ended
  assert.equal(checks.waiting(), MANY - 1)
})

test('a process that has nothing else to do ends after it', () => {
  const script = `
    import { createChecks } from ${JSON.stringify(new URL('schemas.ts', import.meta.url).href)}
    const checks = createChecks()
    for (let n = 0; n < 20; n++) checks.parse({ body: { type: 'object', properties: { ['f' + n]: { type: 'integer' } } } })
    void checks.warm().then(() => console.log(checks.waiting()))`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=source', '--input-type=module', '--eval', script], { encoding: 'utf8' })
  assert.deepEqual([status, stdout.trim()], [0, '0'], stderr)
})

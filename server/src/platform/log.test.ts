import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog, scrub } from './log.ts'

const clock = () => Date.parse('2026-11-22T04:17:00Z') * 1000

/** Every secret below holds this word, so that one look finds whichever slipped through. */
const SECRET = 'kZ9planted7Qx'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog({ clock, level: 'debug', destination: { write: (line) => void lines.push(line) } }))
  return lines.join('')
}

test('secrets do not reach the log, wherever they hide', async (t) => {
  const error = new Error(`connect to postgres://hub:${SECRET}@db.example/hub failed`, { cause: new Error(`GET /sign-in?token=${SECRET}&x=1`) })
  const places: [name: string, fields: Record<string, unknown>, message?: string][] = [
    ['a header', { headers: { authorization: `Bearer ${SECRET}`, cookie: `accord_session=${SECRET}`, 'set-cookie': [`a=${SECRET}`], 'proxy-authorization': SECRET } }],
    ['raw headers as text', { text: `Authorization: Basic ${SECRET}=\r\nCookie: accord_session=${SECRET}\r\n` }],
    ['fields by their names', { token: SECRET, password: SECRET, apiKey: SECRET, api_key: SECRET, clientSecret: SECRET, client_secret: SECRET, sessionToken: SECRET, privateKey: SECRET, code: SECRET, csrf: SECRET, credentials: { a: SECRET } }],
    ['fields deep inside', { a: { b: [{ c: { password: SECRET } }] } }],
    ['a mail link', { text: `open https://hub.example/sign-in?token=${SECRET} now` }],
    ['the link of a guest', { url: `/case-guest?link=${SECRET}` }],
    ['a mail link with a fragment', { text: `https://hub.example/sign-in#token=${SECRET}` }],
    ['an answer of an identity provider', { url: `/oidc/callback?code=${SECRET}&state=${SECRET}&iss=x` }],
    ['an address with a password', { text: `smtp://me:${SECRET}@mail.example:587` }],
    ['an error and its cause', { error }],
    ['an error with fields', { error: Object.assign(new Error('no'), { token: SECRET, config: { password: SECRET } }) }],
    ['the message', {}, `refused Bearer ${SECRET}`],
    ['a JSON web token', { text: `eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ${SECRET}.c2ln` }],
    ['a map', { map: new Map([['password', SECRET]]), nested: [new Map([['x', { token: SECRET }]])] }],
    ['bytes', { bytes: Buffer.from(SECRET) }],
    ['beyond the depth that is shown', { a: { b: { c: { d: { e: { f: { g: SECRET } } } } } } }],
  ]
  for (const [name, fields, message] of places) {
    await t.test(name, () => {
      const line = logged((log) => log.error(fields, message ?? 'said'))
      assert.ok(!line.includes(SECRET), line)
      assert.ok(!line.includes(Buffer.from(SECRET).toString('base64')), line)
      assert.equal(line.trimEnd().split('\n').length, 1)
      JSON.parse(line)
    })
  }
  await t.test('and not through a child either', () => {
    assert.ok(!logged((log) => log.child({ token: SECRET }).info({ cookie: SECRET }, `?token=${SECRET}`)).includes(SECRET))
  })
})

test('what helps an operator stays', () => {
  const line = JSON.parse(logged((log) => log.error({ error: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), code: 'door.no-right', route: '/api/tokens/:token', hasToken: true }, 'said')))
  assert.equal(line.time, '2026-11-22T04:17:00.000Z')
  assert.equal(line.level, 'error')
  assert.equal(line.error.code, 'ECONNREFUSED')
  assert.match(line.error.stack, /log\.test/)
  assert.deepEqual([line.code, line.route, line.hasToken, line.msg], ['door.no-right', '/api/tokens/:token', true, 'said'])
  assert.equal(scrub('https://hub.example/a?token=abc&limit=5'), 'https://hub.example/a?token=[hidden]&limit=5')
})

test('a line break in what a stranger sent does not make a line of its own', () => {
  assert.equal(logged((log) => log.info({ agent: 'x\n{"level":"error"}' }, 'a\nb')).trimEnd().split('\n').length, 1)
})

/** Settings: right ones are read, wrong ones are all named at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

const wrong = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env, false)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

test('nothing set is a hub on loopback with the embedded store', () => {
  const config = readConfig({}, false)
  assert.equal(config.port, 4180)
  assert.match(config.database, /^sqlite:.*data.hub\.sqlite$/)
  assert.deepEqual(config.origins, ['http://127.0.0.1:4180', 'http://localhost:4180'])
  assert.match(config.vaultKey, /data.vault\.key$/)
})

test('name servers are addresses, with or without a port', () => {
  const servers = '192.0.2.53, 127.0.0.1:5353,2001:db8::53,[2001:db8::53]:5353'
  assert.deepEqual(readConfig({ OPENACCORD_DNS: servers }, false).dns, ['192.0.2.53', '127.0.0.1:5353', '2001:db8::53', '[2001:db8::53]:5353'])
})

test('the demo has a folder of its own', () => {
  assert.match(readConfig({}, true).data, /\.demo$/)
})

test('a wrong setting stops the start', async (t) => {
  const table: [name: string, env: Record<string, string>, says: RegExp][] = [
    ['a port that is none', { PORT: '70000' }, /PORT is a whole number from 0 to 65535/],
    ['a name we do not know', { OPENACCORD_DATABSE: 'x' }, /OPENACCORD_DATABSE is not a setting/],
    ['a database of another kind', { OPENACCORD_DATABASE: 'mysql://x' }, /begins with postgres/],
    ['an origin with a path', { OPENACCORD_ORIGIN: 'https://hub.example/accord' }, /without a path/],
    ['listening for all without an origin', { OPENACCORD_HOST: '0.0.0.0' }, /OPENACCORD_ORIGIN says where people reach the hub/],
    ['a certificate without its key', { OPENACCORD_TLS_CERT: '/x.pem' }, /OPENACCORD_TLS_KEY is needed together with OPENACCORD_TLS_CERT/],
    ['a mail address that is none', { OPENACCORD_MAIL: 'mail.example', OPENACCORD_MAIL_FROM: 'hub@alliance.example' }, /reads smtp/],
    ['single sign-on without a secret', { OPENACCORD_OIDC_ISSUER: 'https://id.example', OPENACCORD_OIDC_CLIENT_ID: 'hub' }, /OIDC_CLIENT_SECRET is needed/],
    ['a proxy that is no address', { OPENACCORD_TRUSTED_PROXIES: 'proxy.example' }, /lists addresses or ranges/],
    ['a name server by its name', { OPENACCORD_DNS: '9.9.9.9,dns.example' }, /addresses of name servers.*“dns\.example”/],
    ['a name server at a port that is none', { OPENACCORD_DNS: '127.0.0.1:0' }, /addresses of name servers/],
    ['an inbox without a port', { OPENACCORD_INBOX: 'mail.example' }, /reads host:port/],
    ['a domain of mail without an inbox', { OPENACCORD_INBOX_DOMAIN: 'mail.example' }, /needed together with OPENACCORD_INBOX/],
    ['a feed that is not there', { OPENACCORD_KEV: '/nowhere/kev.json' }, /OPENACCORD_KEV names a file that cannot be read/],
    ['a name of the log with https', { OPENACCORD_LEDGER_ORIGIN: 'https://hub.example/log' }, /the name of the log, an address without https/],
    ['a key of the log that is not there', { OPENACCORD_LEDGER_KEY: '/nowhere/log.key' }, /OPENACCORD_LEDGER_KEY names a file that cannot be read/],
    ['a policy that is not there', { OPENACCORD_WITNESS_POLICY: '/nowhere/policy' }, /OPENACCORD_WITNESS_POLICY names a file/],
    ['a short token for the metrics', { OPENACCORD_METRICS_TOKEN: 'short' }, /at least 20 characters/],
  ]
  for (const [name, env, says] of table) {
    await t.test(name, () => {
      const faults = wrong(env)
      assert.equal(faults.length, 1, faults.join('\n'))
      assert.match(faults[0]!, says)
    })
  }
})

test('all that is wrong is said at once', () => {
  assert.equal(wrong({ PORT: 'x', OPENACCORD_LOG: 'loud', OPENACCORD_DATABASE: 'oracle' }).length, 3)
})

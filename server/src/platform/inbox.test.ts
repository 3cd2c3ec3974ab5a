/** The inbox over STARTTLS (RFC 3207), with a client that somebody else wrote and that checks the certificate. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTransport } from 'nodemailer'
import { openInbox, type Envelope } from './inbox.ts'
import type { Certificate } from './tls.ts'
import { hasOpenssl, makeSelfSigned } from './tls-self-signed.ts'

const skip = hasOpenssl() ? false : 'openssl is not on this machine'
const MAIL = { from: 'finder@finder.example', to: 'report@hub.example', subject: 'The gate', text: 'A canary sings.' }
const codeOf = (sent: Promise<unknown>): Promise<unknown> => sent.then(() => 'sent', (error: { code?: unknown }) => error.code)

const trusting = (ca: string, more: object = {}) => ({ tls: { ca, servername: 'mail.hub.example', ...more } })

async function open() {
  const pairs = [makeSelfSigned(['mail.hub.example']), makeSelfSigned(['mail.hub.example'])] as const
  let current: { cert: string; key: string } = pairs[0]
  const changed: (() => void)[] = []
  const taken: { text: string; envelope: Envelope }[] = []
  const troubles: unknown[] = []
  const certificate: Certificate = {
    options: () => ({ cert: current.cert, key: current.key, minVersion: 'TLSv1.2' }), validTo: () => Number.POSITIVE_INFINITY, close: () => {},
    onChange: (tell) => void changed.push(() => tell({ cert: current.cert, key: current.key })),
  }
  const inbox = await openInbox({
    host: '127.0.0.1', port: 0, name: 'mail.hub.example', maxBytes: 10_000, trouble: (_what, error) => void troubles.push(error),
    certificate,
    takes: async (address) => address.endsWith('@hub.example'), take: async (message, envelope) => void taken.push({ text: Buffer.from(message).toString(), envelope }),
  })
  const post = (more: object) => {
    const client = createTransport({ host: '127.0.0.1', port: inbox.port, secure: false, requireTLS: true, ...more })
    return codeOf(client.sendMail(MAIL)).finally(() => client.close())
  }
  return { inbox, pairs, taken, troubles, post, turn: () => {
    current = pairs[1]
    for (const tell of changed) tell()
  } }
}

test('mail comes encrypted, by a certificate that is checked, also after it was renewed', { skip, timeout: 60_000 }, async () => {
  const { inbox, pairs: [first, second], taken, troubles, post, turn } = await open()
  assert.equal(await post(trusting(first.cert)), 'sent')
  assert.match(taken[0]!.text, /A canary sings/)
  assert.deepEqual(taken[0]!.envelope, { from: MAIL.from, to: [MAIL.to] })

  assert.equal(await post(trusting(second.cert)), 'ESOCKET', 'a certificate of nobody whom the client trusts')
  assert.equal(await post(trusting(first.cert, { servername: 'mail.elsewhere.example' })), 'ESOCKET', 'a certificate of another name')
  assert.equal(await post(trusting(first.cert, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' })), 'ESOCKET', 'a version that is too old')
  turn()
  assert.equal(await post(trusting(second.cert)), 'sent')
  assert.equal(await post({ requireTLS: false, ignoreTLS: true }), 'sent', 'a sender without TLS is heard all the same')
  assert.equal(taken.length, 3)
  assert.deepEqual(troubles, [])
  await inbox.close()
})

test('without a certificate STARTTLS is not offered, and who insists goes away', { timeout: 60_000 }, async () => {
  const inbox = await openInbox({ host: '127.0.0.1', port: 0, name: 'mail.hub.example', maxBytes: 10_000, trouble: () => {}, takes: async () => true, take: async () => {} })
  const client = createTransport({ host: '127.0.0.1', port: inbox.port, secure: false, requireTLS: true })
  assert.equal(await codeOf(client.sendMail(MAIL)), 'ETLS')
  client.close()
  await inbox.close()
})

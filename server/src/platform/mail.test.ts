import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { createMailer, listMailFolder, MailError, parseFrom, parseSmtp, type MailCode } from './mail.ts'
import { hasOpenssl, makeSelfSigned } from './tls-self-signed.ts'

const house = { clock: () => Date.parse('2026-11-22T04:17:00Z') * 1000, random: (bytes: number) => randomBytes(bytes) }
const from = 'Northgate Alliance <hub@alliance.example>'

async function serve(options: SMTPServerOptions) {
  const mails: { raw: string; to: string[]; secure: boolean; user: unknown }[] = []
  const server = new SMTPServer({
    logger: false, authOptional: true, disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        mails.push({ raw: Buffer.concat(chunks).toString('utf8'), to: session.envelope.rcptTo.map((each) => each.address), secure: session.secure, user: session.user })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined) // a client that goes away mid-handshake is part of these tests
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return { mails, port, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

async function codeOf(work: Promise<unknown>): Promise<[MailCode | 'none', boolean]> {
  try {
    await work
    return ['none', false]
  } catch (error) {
    if (error instanceof MailError) return [error.code, error.retryable]
    throw error
  }
}

test('a mail arrives as it was written', async () => {
  await using server = await serve({})
  const mailer = createMailer({ from, replyTo: 'desk@alliance.example', smtp: `smtp://127.0.0.1:${server.port}` }, house)
  await mailer.check()
  const text = 'Dear Zoë,\n\n.a line that begins with a dot\nhttps://hub.example/sign-in?token=abc\n'
  const { messageId } = await mailer.send({ to: 'zoe@member.example', subject: 'Your way in — für Zoë', text, id: 'job_1' })
  mailer.close()
  const [mail] = server.mails
  assert.ok(mail)
  const parsed = await PostalMime.parse(mail.raw)
  assert.deepEqual(mail.to, ['zoe@member.example'])
  assert.equal(parsed.subject, 'Your way in — für Zoë')
  assert.equal(parsed.text?.replaceAll('\r\n', '\n').trim(), text.trim())
  assert.deepEqual([parsed.from?.name, parsed.from?.address], ['Northgate Alliance', 'hub@alliance.example'])
  assert.equal(parsed.replyTo?.[0]?.address, 'desk@alliance.example')
  assert.equal(messageId, '<job_1@alliance.example>')
  assert.equal(parsed.messageId, messageId)
  assert.equal(parsed.html, undefined)
  assert.equal(parsed.headers.find((header) => header.key === 'auto-submitted')?.value, 'auto-generated')
  assert.equal(parsed.date, '2026-11-22T04:17:00.000Z')
})

test('nothing slips into the header', async () => {
  await using server = await serve({})
  const mailer = createMailer({ from, smtp: `smtp://127.0.0.1:${server.port}` }, house)
  for (const mail of [
    { to: 'a@b.example\r\nBcc: x@y.example', subject: 's' },
    { to: 'a@b.example, x@y.example', subject: 's' },
    { to: 'A <a@b.example>', subject: 's' },
    { to: 'a@b.example\u0000', subject: 's' },
    { to: '', subject: 's' },
    { to: 'a@b.example', subject: 's\r\nBcc: x@y.example' },
    { to: 'a@b.example', subject: 's\nX: y' },
    { to: 'a@b.example', subject: 's\u2028X: y' },
    { to: 'a@b.example', subject: 's', id: 'x>\r\nBcc: y' },
  ]) {
    assert.deepEqual(await codeOf(mailer.send({ text: 't', ...mail })), ['bad-mail', false])
  }
  mailer.close()
  assert.equal(server.mails.length, 0)
  assert.throws(() => createMailer({ from: 'A\r\nBcc: x@y.example <a@b.example>', folder: '.' }, house), /the sender reads like/)
})

const answer = (code: number): SMTPServerOptions => ({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode: code })) })

test('errors are sorted into those that pass and those that stay', async (t) => {
  const table: [name: string, options: SMTPServerOptions, code: MailCode, retryable: boolean, user?: string][] = [
    ['a mailbox that is busy', answer(450), 'not-now', true],
    ['a server that is full', { onData: (stream, _s, done) => void stream.resume().on('end', () => done(Object.assign(new Error('full'), { responseCode: 452 }))) }, 'not-now', true],
    ['a mailbox that does not exist', answer(550), 'refused', false],
    ['a wrong password', { onAuth: (_auth, _session, done) => done(new Error('no')), allowInsecureAuth: true }, 'auth', true, 'me:wrong@'],
  ]
  for (const [name, options, code, retryable, user = ''] of table) {
    await t.test(name, async () => {
      await using server = await serve(options)
      const mailer = createMailer({ from, smtp: `smtp://${user}127.0.0.1:${server.port}`, timeoutMs: 2000 }, house)
      assert.deepEqual(await codeOf(mailer.send({ to: 'a@b.example', subject: 's', text: 't' })), [code, retryable])
      mailer.close()
    })
  }
  await t.test('nobody there', async () => {
    const mailer = createMailer({ from, smtp: 'smtp://127.0.0.1:1', timeoutMs: 2000 }, house)
    assert.deepEqual(await codeOf(mailer.send({ to: 'a@b.example', subject: 's', text: 't' })), ['unreachable', true])
    mailer.close()
  })
})

test('TLS and passwords', { skip: hasOpenssl() ? false : 'openssl is not on this machine' }, async (t) => {
  const pair = makeSelfSigned()
  const login: SMTPServerOptions = { onAuth: ({ username, password }, _session, done) => (username === 'me' && password === 'p@ss' ? done(null, { user: 'me' }) : done(new Error('no'))) }
  const starttls: SMTPServerOptions = { ...login, cert: pair.cert, key: pair.key, disabledCommands: [], authOptional: false }
  const mail = { to: 'a@b.example', subject: 's', text: 't' }
  await t.test('STARTTLS, then the password', async () => {
    await using server = await serve(starttls)
    const mailer = createMailer({ from, smtp: `smtp://me:p%40ss@localhost:${server.port}`, ca: pair.cert }, house)
    await mailer.send(mail)
    mailer.close()
    assert.deepEqual(server.mails.map(({ secure, user }) => [secure, user]), [[true, 'me']])
  })
  await t.test('a server without STARTTLS is told nothing', async () => {
    await using server = await serve({})
    const mailer = createMailer({ from, smtp: `smtp://me:p%40ss@localhost:${server.port}?tls=required`, ca: pair.cert }, house)
    assert.deepEqual(await codeOf(mailer.send(mail)), ['tls', true])
    mailer.close()
    assert.equal(server.mails.length, 0)
  })
  await t.test('TLS from the first byte', async () => {
    await using server = await serve({ ...starttls, secure: true })
    const mailer = createMailer({ from, smtp: `smtps://me:p%40ss@localhost:${server.port}`, ca: pair.cert }, house)
    await mailer.send(mail)
    mailer.close()
    assert.equal(server.mails.length, 1)
  })
  await t.test('a certificate that nobody vouches for', async () => {
    await using server = await serve(starttls)
    const mailer = createMailer({ from, smtp: `smtp://me:p%40ss@localhost:${server.port}` }, house)
    assert.deepEqual(await codeOf(mailer.send(mail)), ['tls', true])
    mailer.close()
    assert.equal(server.mails.length, 0)
  })
})

test('settings of the mail server', () => {
  assert.deepEqual(parseSmtp('smtp://mail.example'), { host: 'mail.example', port: 587, secure: false, requireTLS: true })
  assert.deepEqual(parseSmtp('smtps://a%40b:c@mail.example'), { host: 'mail.example', port: 465, secure: true, requireTLS: false, auth: { user: 'a@b', pass: 'c' } })
  assert.equal(parseSmtp('smtp://mail.example:25?tls=optional').requireTLS, false)
  for (const wrong of ['', 'mail.example', 'http://mail.example', 'smtp://mail.example?tls=no', 'smtp://u:p@mail.example?tls=optional']) assert.throws(() => parseSmtp(wrong), Error, wrong)
  assert.deepEqual(parseFrom('"A, B" <a@b.example>'), { name: 'A, B', address: 'a@b.example' })
})

test('without a server, mails are written into a folder', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'openaccord-mail-'))
  t.after(() => rm(folder, { recursive: true }))
  assert.deepEqual(await listMailFolder(join(folder, 'none')), [])
  const mailer = createMailer({ from, folder }, house)
  await mailer.send({ to: 'a@b.example', subject: 'first', text: 'one' })
  await mailer.send({ to: 'c@d.example', subject: 'zweite – Ü', text: 'two ü' })
  const [newest, oldest] = await listMailFolder(folder)
  assert.deepEqual([newest?.to, newest?.subject, newest?.at, oldest?.subject], ['c@d.example', 'zweite – Ü', '2026-11-22T04:17:00.000Z', 'first'])
  const parsed = await PostalMime.parse(await readFile(join(folder, newest?.file ?? ''), 'utf8'))
  assert.deepEqual([parsed.subject, parsed.text?.trim()], ['zweite – Ü', 'two ü'])
})

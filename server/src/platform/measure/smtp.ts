/** A short, polite visit to a mail exchanger (RFC 5321, RFC 3207): greeting, EHLO, STARTTLS where offered, handshake, QUIT. */
import type { Socket } from 'node:net'
import { reason, type Reason } from '@openaccord/baseline'
import type { Way } from './connect.ts'
import { MeasureError, measureError, told, type MeasureCode } from './error.ts'
import { handshake, sessionOf, type SessionFacts } from './tls.ts'

export type SmtpFacts = {
  outcome: 'answered' | 'turned-away' | 'timeout' | 'unreachable' | 'no-address' | 'error' | 'blocked'
  /** Keywords of the answer to EHLO, upper case. */
  extensions: string[]
  session?: SessionFacts
  detail?: string
  reason?: Reason
}

const WHOLE_MS = 10_000
const MOST_REPLY = 16 * 1024
const MOST_LINES = 200

/** Never throws. `as` is the name we say in EHLO. */
export async function probeSmtp(way: Way, host: string, { as }: { as: string }): Promise<SmtpFacts> {
  let extensions: string[] = []
  try {
    const limit = way.limit(WHOLE_MS)
    const { socket, done } = await way.connect(host, 25, limit)
    try {
      const talk = conversation(socket, limit)
      const greeting = await talk.reply()
      if (greeting.code !== 220) return { outcome: 'turned-away', extensions, ...told(reason('raw', { text: greeting.lines[0] ?? '' })) }
      const hello = await talk.say(`EHLO ${as}`)
      if (hello.code !== 250) return { outcome: 'turned-away', extensions, ...told(reason('raw', { text: hello.lines[0] ?? '' })) }
      extensions = hello.lines.slice(1, 101).map((line) => line.slice(4).trim().split(/\s+/, 1)[0]!.toUpperCase()).filter((word) => word !== '')
      if (!extensions.includes('STARTTLS')) {
        talk.tell('QUIT')
        return { outcome: 'answered', extensions }
      }
      return { outcome: 'answered', extensions, ...(await startTls(way, socket, host, talk, limit)) }
    } finally {
      done()
    }
  } catch (error) {
    const { code, reason: why } = measureError(error)
    return { outcome: OUTCOME[code], extensions, ...told(why) }
  }
}

const OUTCOME: Readonly<Record<MeasureCode, SmtpFacts['outcome']>> = {
  blocked: 'blocked', 'no-address': 'no-address', refused: 'unreachable', unreachable: 'unreachable', timeout: 'timeout', tls: 'error', malformed: 'error',
}

/** An EHLO was answered, so that whatever fails from here on is told beside it. */
async function startTls(way: Way, socket: Socket, host: string, talk: Conversation, limit: AbortSignal): Promise<Pick<SmtpFacts, 'session' | 'detail' | 'reason'>> {
  try {
    const ready = await talk.say('STARTTLS')
    const [line] = ready.lines
    if (ready.code !== 220) return told(line === undefined ? reason('smtp.starttls-silent') : reason('smtp.starttls', { reply: line }))
    // RFC 3207 §6: what came before the handshake is not part of what comes after
    if (talk.end() > 0) return told(reason('smtp.early'))
    const secured = await handshake(socket, { host, world: way.world, limit })
    const session = sessionOf(secured)
    await new Promise<void>((resolve) => secured.end('QUIT\r\n', () => resolve()))
    return { session }
  } catch (error) {
    return told(measureError(error).reason)
  }
}

type Reply = { code: number; lines: string[] }
type Conversation = ReturnType<typeof conversation>

function conversation(socket: Socket, limit: AbortSignal) {
  let text = ''
  let broken: Error | undefined
  let waiting: (() => void) | undefined
  const wake = (): void => waiting?.()
  const take = (chunk: Buffer): void => {
    text += chunk.toString('latin1')
    if (text.length > MOST_REPLY) broken = new MeasureError('malformed', reason('smtp.long', { most: MOST_REPLY }))
    wake()
  }
  const stop = (error: Error) => (): void => {
    broken ??= error
    wake()
  }
  const hungUp = stop(new MeasureError('unreachable', reason('smtp.hung-up')))
  socket.on('data', take).on('end', hungUp).on('close', hungUp)
  limit.addEventListener('abort', () => {
    broken ??= limit.reason as Error
    wake()
  }, { once: true })

  async function reply(): Promise<Reply> {
    const lines: string[] = []
    for (;;) {
      const end = text.indexOf('\n')
      if (end === -1) {
        if (broken !== undefined) throw broken
        await new Promise<void>((resolve) => void (waiting = resolve))
        continue
      }
      const line = text.slice(0, end).replace(/\r$/, '')
      text = text.slice(end + 1)
      if (!/^\d{3}(?:[ -]|$)/.test(line)) throw new MeasureError('malformed', reason('smtp.not-smtp'))
      lines.push(line.slice(0, 512))
      if (line[3] !== '-') return { code: Number(line.slice(0, 3)), lines }
      if (lines.length > MOST_LINES) throw new MeasureError('malformed', reason('smtp.lines', { most: MOST_LINES }))
    }
  }

  const tell = (line: string): void => void socket.write(`${line}\r\n`)
  return {
    reply,
    tell,
    say: (line: string): Promise<Reply> => (tell(line), reply()),
    /** Leaves the line to somebody else; gives the number of bytes that had come too early. */
    end(): number {
      socket.off('data', take).off('end', hungUp).off('close', hungUp)
      socket.pause()
      return text.length
    },
  }
}

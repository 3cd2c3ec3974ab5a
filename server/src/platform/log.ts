/**
 * The log: one JSON object a line on standard output. Secrets are taken out twice: by the name of the field, and by
 * the look of the text, once more in the finished line (credentials, tokens in addresses), because errors quote what they like.
 */
import { pino, type DestinationStream } from 'pino'
import { iso, type Clock } from '../kernel/index.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
type Fields = Record<string, unknown>
type Write = (fields: Fields, message: string) => void
export type Log = { debug: Write; info: Write; warn: Write; error: Write; child(fields: Fields): Log }

const HIDDEN = '[hidden]'
const SECRET_NAME =
  /^(?:.*[-_.]?(?:authorization|cookie|cookies|password|passwd|passphrase|secret|secrets|token|tokens|apikey|api[-_]key|private[-_]?key|credential|credentials)|code|csrf|_csrf|nonce|jwt)$/i
const DEEPEST = 6

/** Patterns in the text of a line. Each keeps what tells an operator what it was. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/([?&;#](?:[\w.-]*(?:token|secret|password|signature|key)|code|state|ticket|nonce|link|claim)=)[^&#\s"'\\<>;]+/gi, `$1${HIDDEN}`],
  [/\b(Bearer|Basic|DPoP|Digest)(\s+)[\w.~+/=-]{4,}/gi, `$1$2${HIDDEN}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'\\]+@/gi, `$1${HIDDEN}@`],
  [/((?:set-)?cookie:\s*)[^"\\\r\n]+/gi, `$1${HIDDEN}`],
  [/\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, HIDDEN],
]

/** One look that finds nothing in most lines, so that the patterns run on few. */
const SUSPECT = /[?&;#][\w.-]+=|:\/\/|bearer|basic|dpop|digest|cookie|eyJ/i

export function scrub(text: string): string {
  if (!SUSPECT.test(text)) return text
  let clean = text
  for (const [pattern, put] of SECRET_TEXT) clean = clean.replaceAll(pattern, put)
  return clean
}

/** A copy fit to be logged: secret fields hidden, errors with their stack and causes, bytes as their length. */
function cleanse(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return cleanseError(value, depth)
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value === 'string') return scrub(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return '…'
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => cleanse(each, depth + 1))
  if (value instanceof Set) return cleanse([...value], depth)
  if (value instanceof Map) return cleanse(Object.fromEntries([...value].map(([name, each]) => [String(name), each])), depth)
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, SECRET_NAME.test(name) && typeof each !== 'boolean' ? hide(name, each) : cleanse(each, depth + 1)]),
  )
}

/** `code` hides one-time codes but keeps our own error codes and Node's, such as `door.no-right` and `ECONNRESET`. */
function hide(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return value
  return name === 'code' && typeof value === 'string' && /^([a-z-]+\.[a-z-]+|[A-Z][A-Z_]{3,})$/.test(value) ? value : HIDDEN
}

function cleanseError(error: Error, depth: number): unknown {
  const { name, message, stack, cause, ...rest } = { ...error, name: error.name, message: error.message, stack: error.stack, cause: error.cause }
  const fields: Fields = { name, message: scrub(message), stack: scrub(stack ?? '') }
  if (cause !== undefined) fields['cause'] = cleanse(cause, depth + 1)
  const more = cleanse(rest, depth + 1)
  return { ...fields, ...(typeof more === 'object' ? more : {}) }
}

/** `destination` is standard output unless said; tests give their own. */
export function createLog(options: { level?: LogLevel; clock: Clock; destination?: DestinationStream }): Log {
  const into = options.destination ?? pino.destination({ dest: 1, sync: true })
  const scrubbed: DestinationStream = { write: (line: string) => into.write(scrub(line)) }
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: () => `,"time":"${iso(options.clock())}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    scrubbed,
  )
  return wrap(logger)
}

function wrap(logger: pino.Logger): Log {
  const write = (level: 'debug' | 'info' | 'warn' | 'error'): Write => (fields, message) => {
    if (logger.isLevelEnabled(level)) logger[level](cleanse(fields) as Fields, scrub(message))
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(logger.child(cleanse(fields) as Fields)),
  }
}

/** A log that says nothing, for tests. */
export const silence: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silence }

/** From whatever was thrown to a sentence and what to do about it. Anything not known here is our own fault. */
import { ApiError } from '@openaccord/api'
import { TaxiiClientError, type TaxiiClientErrorCode } from '@openaccord/taxii'
import { CommanderError } from 'commander'
import { EXIT, Failure, type Exit } from './failure.ts'

export function explain(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof ApiError) return explainApi(error)
  if (error instanceof TaxiiClientError) return explainTaxii(error)
  if (error instanceof CommanderError) return new Failure(EXIT.usage, 'usage', error.message.replace(/^error: /, ''), 'see accord --help')
  const system = explainSystem(error)
  if (system !== undefined) return system
  const words = error instanceof Error ? error.message : String(error)
  return new Failure(EXIT.failed, 'unexpected', `something unexpected happened: ${words}`, 'run the same with --debug, and tell us what it prints', { cause: error })
}

function explainApi(error: ApiError): Failure {
  const { code, detail, faults = [] } = error.problem
  const said = [detail, ...faults.map(({ field, rule, fix }) => `${field}: ${rule}${fix === undefined ? '' : ` (${fix})`}`)].join('\n  ')
  const [exit, fix] = meaningOf(error.status)
  return new Failure(exit, code, said, fix, { cause: error })
}

function meaningOf(status: number): [Exit, string] {
  if (status === 401) return [EXIT.notAllowed, 'make a fresh token on the hub’s tokens page, then: accord login URL']
  if (status === 403) return [EXIT.notAllowed, 'accord whoami shows what your token may do; use a token with that right, or ask who manages your organisation']
  if (status === 404) return [EXIT.refused, 'check the name; what you may not see is not found either']
  if (status === 413) return [EXIT.refused, 'send it in smaller parts']
  if (status === 421) return [EXIT.unreachable, 'use the address by which the hub knows itself (its OPENACCORD_ORIGIN)']
  if (status === 429) return [EXIT.unreachable, 'wait a minute, then run the same again']
  if (status >= 500) return [EXIT.unreachable, 'try again in a moment; accord doctor shows how the hub is']
  return [EXIT.refused, 'change what it names, then run the same again']
}

const NOT_ALLOWED: ReadonlySet<TaxiiClientErrorCode> = new Set(['unauthenticated', 'forbidden', 'bad-credentials'])
const UNREACHABLE: ReadonlySet<TaxiiClientErrorCode> = new Set(['network', 'timeout', 'unavailable', 'redirect-refused'])

function explainTaxii(error: TaxiiClientError): Failure {
  const system = error.code === 'network' ? explainSystem(error.cause) : undefined
  if (system !== undefined) return system
  if (error.code === 'aborted') return new Failure(EXIT.interrupted, 'interrupted', 'stopped', 'run the same again to go on')
  const exit = NOT_ALLOWED.has(error.code) ? EXIT.notAllowed : UNREACHABLE.has(error.code) ? EXIT.unreachable : EXIT.refused
  const [what, ...advice] = error.message.split('; ')
  const fix = NOT_ALLOWED.has(error.code) ? meaningOf(error.status ?? 401)[1] : advice.join('; ') || 'accord doctor shows what is wrong'
  return new Failure(exit, `taxii.${error.code}`, what ?? error.message, fix, { cause: error })
}

/** Of the file system, the network and TLS. `fetch` hides what happened in `cause`. */
function explainSystem(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') {
    return new Failure(EXIT.unreachable, 'timeout', 'the hub did not answer in time', 'try again; accord doctor shows what is slow', { cause: error })
  }
  if (error.name === 'AbortError') return new Failure(EXIT.interrupted, 'interrupted', 'stopped', 'run the same again to go on', { cause: error })
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'the file'
  const file = FILE[code ?? '']
  if (file !== undefined) return new Failure(EXIT.failed, `file.${code?.toLowerCase()}`, `${path} ${file[0]}`, file[1], { cause: error })
  const net = NETWORK[code ?? ''] ?? (/CERT|SIGNATURE|TLS|SSL/.test(code ?? '') ? NETWORK['UNABLE_TO_VERIFY_LEAF_SIGNATURE'] : undefined)
  if (net !== undefined) return new Failure(EXIT.unreachable, `network.${code?.toLowerCase()}`, net[0], net[1], { cause: error })
  if (error instanceof AggregateError) return explainSystem(error.errors[0])
  if (error.cause !== undefined) {
    const deeper = explainSystem(error.cause)
    if (deeper !== undefined) return deeper
  }
  if (error instanceof TypeError && /redirect/.test(`${error.message} ${String(error.cause)}`)) {
    const fix = 'open the address in a browser, and sign in to the address it leads to'
    return new Failure(EXIT.unreachable, 'network.redirect', 'the hub sends us to another address, which is not followed with a token', fix, { cause: error })
  }
  if (error.message === 'bad port') {
    return new Failure(EXIT.unreachable, 'network.port', 'that port is kept for another protocol', 'check the port; a hub’s own is 4180 unless set otherwise', { cause: error })
  }
  if (error.message === 'fetch failed') {
    return new Failure(EXIT.unreachable, 'network', 'the hub cannot be reached', 'check the address and your network', { cause: error })
  }
  return undefined
}

const FILE: Record<string, readonly [what: string, fix: string]> = {
  ENOENT: ['does not exist', 'check the name'],
  EACCES: ['may not be read or written by you', 'change its permissions, or name another'],
  EPERM: ['may not be changed by you', 'change its permissions, or name another'],
  EISDIR: ['is a folder', 'name a file in it'],
  ENOTDIR: ['lies below something that is not a folder', 'check the name'],
  EEXIST: ['exists already', 'name another, or remove it first'],
  ENOSPC: ['cannot be written: the disk is full', 'free space, then run the same again'],
  EROFS: ['lies on a disk that is read-only', 'name a file elsewhere'],
  EMFILE: ['cannot be opened: too many files are open', 'close some programs, then run the same again'],
}

const TRUST = 'if you run this hub yourself, name its certificate: NODE_EXTRA_CA_CERTS=/path/ca.pem accord …'
const NETWORK: Record<string, readonly [what: string, fix: string]> = {
  ECONNREFUSED: ['nothing answers at that address', 'check the address and the port, and that the hub runs'],
  ECONNRESET: ['the connection was cut', 'run the same again; a proxy or firewall may stand between'],
  UND_ERR_SOCKET: ['the connection was cut', 'run the same again; a proxy or firewall may stand between'],
  ENOTFOUND: ['that host name is not known', 'check the spelling, and your network'],
  EAI_AGAIN: ['host names cannot be looked up now', 'check your network'],
  EHOSTUNREACH: ['there is no way to that address', 'check your network'],
  ENETUNREACH: ['there is no way to that address', 'check your network'],
  ETIMEDOUT: ['nothing answered in time', 'check the address, and whether a firewall stands between'],
  UND_ERR_CONNECT_TIMEOUT: ['nothing answered in time', 'check the address, and whether a firewall stands between'],
  UND_ERR_HEADERS_TIMEOUT: ['the hub did not answer in time', 'try again; accord doctor shows what is slow'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['the hub’s certificate is self-signed', TRUST],
  SELF_SIGNED_CERT_IN_CHAIN: ['the hub’s certificate comes from an authority not known here', TRUST],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['the hub’s certificate cannot be checked', TRUST],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['the hub’s certificate comes from an authority not known here', TRUST],
  CERT_HAS_EXPIRED: ['the hub’s certificate has expired', 'tell who operates the hub; check this machine’s clock'],
  CERT_NOT_YET_VALID: ['the hub’s certificate is not valid yet', 'check this machine’s clock'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['the hub’s certificate is for another host name', 'use the name that is on it'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['that port does not speak TLS', 'check the port, or use http:// on this machine'],
}

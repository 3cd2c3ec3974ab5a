/**
 * TLS by the hub itself: versions 1.2 and 1.3, forward-secret authenticated ciphers (RFC 9325 §4.2), no early data.
 * The pair of files is read again when it changes; a pair that does not fit is logged and the old one stays.
 */
import { X509Certificate } from 'node:crypto'
import { watch, type FSWatcher } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { createSecureContext, type SecureContextOptions, type TlsOptions } from 'node:tls'
import type { Log } from './log.ts'

const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

const POLICY: TlsOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', ciphers: CIPHERS, honorCipherOrder: false, ALPNProtocols: ['http/1.1'] }
/** Writers replace the two files one after the other; a short wait lets both arrive. */
const SETTLE_MS = 150

export type CertificateFiles = { certFile: string; keyFile: string }
export type Certificate = {
  options(): TlsOptions
  onChange(changed: (next: SecureContextOptions) => void): void
  /** When the certificate served now ends, milliseconds since 1970. */
  validTo(): number
  close(): void
}

type Pair = { cert: string; key: string; leaf: X509Certificate }

/** Reads the pair, or throws saying which file is wrong. Then watches it: by the file system's word and by polling. */
export async function openCertificate(files: CertificateFiles, { log, pollMs = 60_000 }: { log: Log; pollMs?: number }): Promise<Certificate> {
  let pair = await readPair(files)
  const listeners: ((next: SecureContextOptions) => void)[] = []
  let refused = ''

  async function reload(): Promise<void> {
    try {
      const next = await readPair(files)
      refused = ''
      if (next.cert === pair.cert && next.key === pair.key) return
      pair = next
      for (const listener of listeners) listener(optionsOf(pair))
      log.info({ serial: next.leaf.serialNumber, validTo: next.leaf.validTo }, 'serving a new certificate')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== refused) log.error({ reason }, 'the new certificate cannot be used; the old one stays')
      refused = reason
    }
  }

  const stop = watchFiles([files.certFile, files.keyFile], pollMs, () => void reload())
  return {
    options: () => optionsOf(pair),
    onChange: (listener) => void listeners.push(listener),
    validTo: () => pair.leaf.validToDate.getTime(),
    close: stop,
  }
}

const optionsOf = (pair: Pair): TlsOptions => ({ ...POLICY, cert: pair.cert, key: pair.key })

async function readPair({ certFile, keyFile }: CertificateFiles): Promise<Pair> {
  const [cert, key] = await Promise.all([readText(certFile, 'certificate'), readText(keyFile, 'private key')])
  let leaf: X509Certificate
  try {
    leaf = new X509Certificate(cert)
  } catch (cause) {
    throw new Error(`${certFile} holds no PEM certificate`, { cause })
  }
  try {
    createSecureContext({ cert, key })
  } catch (cause) {
    throw new Error(`the private key in ${keyFile} does not belong to the certificate in ${certFile}, or is no PEM key`, { cause })
  }
  return { cert, key, leaf }
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new Error(`the ${what} ${file} cannot be read`, { cause })
  }
}

/** The folder is watched, not the file: a rename puts another file under the same name. */
function watchFiles(files: readonly string[], pollMs: number, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, SETTLE_MS)
    timer.unref()
  }
  const names = new Set(files.map((file) => basename(file)))
  const watchers: FSWatcher[] = []
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    try {
      // Links into another folder (as Kubernetes mounts secrets) change under other names: `..data` is theirs.
      const watcher = watch(folder, { persistent: false }, (_, name) => (name === null || names.has(name) || name.startsWith('..')) && soon())
      watcher.on('error', () => watcher.close())
      watchers.push(watcher)
    } catch {
      // No watching on this file system: polling alone finds the change.
    }
  }
  const poll = setInterval(changed, pollMs)
  poll.unref()
  return () => {
    clearTimeout(timer)
    clearInterval(poll)
    for (const watcher of watchers) watcher.close()
  }
}

/** For tests: a real self-signed certificate for localhost, 127.0.0.1 and names of one's own, made by the machine's own openssl. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SelfSigned = { cert: string; key: string; serial: string }

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function makeSelfSigned(names: readonly string[] = []): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), 'openaccord-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const hosts = ['DNS:localhost', 'IP:127.0.0.1', ...names.map((each) => `DNS:${each}`)]
  const name = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${hosts.join(',')}`]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...name], { stdio: 'ignore' })
  const made = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return { ...made, serial: new X509Certificate(made.cert).serialNumber }
}

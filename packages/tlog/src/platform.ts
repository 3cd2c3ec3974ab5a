/**
 * What the platform offers for cryptography, found without importing anything: node:crypto in Node (22.3, 20.16 and later),
 * WebCrypto in browsers, workers and other runtimes.
 */

/** The part of node:crypto that is used here, so that neither the code nor its types need Node. */
export type NodeCrypto = {
  /** In lower-case hex. */
  readonly hash?: (algorithm: 'sha256', data: Uint8Array) => string
  createPublicKey(key: object): { export(options: { format: 'der'; type: 'spki' }): Uint8Array }
  createPrivateKey(key: object): object
  verify(algorithm: null, data: Uint8Array, key: object, signature: Uint8Array): boolean
  sign(algorithm: null, data: Uint8Array, key: object): Uint8Array
}

type Process = { getBuiltinModule?: (name: string) => NodeCrypto | undefined }
const host: { process?: Process } = globalThis as { process?: Process }

export const nodeCrypto: NodeCrypto | undefined = host.process?.getBuiltinModule?.('node:crypto')

/** WebCrypto, where the page or the runtime has it (browsers: only on https and on this machine). */
export const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle

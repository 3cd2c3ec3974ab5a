/**
 * Signing keys that this browser holds: Ed25519 of WebCrypto, not extractable, kept in IndexedDB. Their private half
 * never leaves the browser; whoever loses the browser loses the key, and registers another.
 */
/** `keyid`: lower-case hexadecimal SHA-256 of the raw public key. */
export type BrowserKey = { keyid: string; publicKey: string; organisation: string; made: string; privateKey: CryptoKey }

const STORE = 'keys'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('accord', 1)
    asked.addEventListener('upgradeneeded', () => void asked.result.createObjectStore(STORE, { keyPath: 'keyid' }))
    asked.addEventListener('success', () => resolve(asked.result))
    asked.addEventListener('error', () => reject(asked.error))
  })
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const asked = act(database.transaction(STORE, mode).objectStore(STORE))
      asked.addEventListener('success', () => resolve(asked.result))
      asked.addEventListener('error', () => reject(asked.error))
    })
  } finally {
    database.close()
  }
}

export const browserKeys = (): Promise<BrowserKey[]> => within('readonly', (store) => store.getAll())
export const forgetBrowserKey = (keyid: string): Promise<undefined> => within('readwrite', (store) => store.delete(keyid))

/** Makes a key and keeps it here. Throws where the browser knows no Ed25519. */
export async function makeBrowserKey(organisation: string): Promise<BrowserKey> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('a pair of keys was expected')
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const key: BrowserKey = { keyid: hex(new Uint8Array(await crypto.subtle.digest('SHA-256', raw))), publicKey: hex(raw), organisation, made: new Date().toISOString(), privateKey: pair.privateKey }
  await within('readwrite', (store) => store.put(key))
  return key
}

export const signWith = async (key: BrowserKey, bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, key.privateKey, new Uint8Array(bytes)))

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Files, and standard input as `-`: opened before anything is sent, so that a wrong name stops the work at its beginning. */
import { open, type FileHandle } from 'node:fs/promises'
import { EXIT, Failure } from './failure.ts'

/** `bytes` is undefined where nobody knows: a pipe. */
export type Input = { name: string; bytes: number | undefined; chunks(onRead: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> }

const CHUNK = 256 * 1024

export async function openInputs(names: readonly string[]): Promise<Input[]> {
  if (names.filter((name) => name === '-').length > 1) throw new Failure(EXIT.usage, 'input.twice', 'standard input can be read only once', 'name - once')
  const inputs: Input[] = []
  for (const name of names) inputs.push(name === '-' ? standardInput() : await fileInput(name))
  return inputs
}

async function fileInput(name: string): Promise<Input> {
  const handle = await open(name)
  const stat = await handle.stat()
  if (stat.isDirectory()) throw new Failure(EXIT.failed, 'file.eisdir', `${name} is a folder`, `name files: ${name}/*.json`)
  return { name, bytes: stat.isFile() ? stat.size : undefined, chunks: (onRead) => readChunks(handle, onRead) }
}

async function* readChunks(handle: FileHandle, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      // A buffer of its own for each, since objects are kept as parts of it until they are sent
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(CHUNK), 0, CHUNK, null)
      if (bytesRead === 0) return
      onRead(bytesRead)
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

function standardInput(): Input {
  if (process.stdin.isTTY) process.stderr.write('Reading from the keyboard; end with Ctrl-D on an empty line.\n')
  return {
    name: 'standard input',
    bytes: undefined,
    async *chunks(onRead) {
      for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
        onRead(chunk.length)
        yield chunk
      }
    },
  }
}

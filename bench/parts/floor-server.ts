/**
 * What a page costs at least: plain node:http that runs the same SQL on the same file through bare node:sqlite and writes
 * the bytes. Nobody is recognised, nothing is parsed, no cursor is signed. `GET /<number>` answers the query of that number.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

export type Query = { sql: string; values: readonly (string | number)[] }

export type Floor = { url: string; cpuSeconds(): Promise<number>; close(): void }

export async function startFloor(file: string, queries: readonly Query[]): Promise<Floor> {
  const child = fork(import.meta.filename, [], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  child.send({ file, queries })
  const [port] = await once(child, 'message') as [number]
  return {
    url: `http://127.0.0.1:${port}`,
    async cpuSeconds() {
      child.send('processor')
      const [seconds] = await once(child, 'message') as [number]
      return seconds
    },
    close: () => void child.kill(),
  }
}

function serve(file: string, queries: readonly Query[]): void {
  const engine = new DatabaseSync(file, { readOnly: true })
  engine.exec('pragma cache_size = -16384; pragma temp_store = memory')
  const statements = queries.map(({ sql, values }) => {
    const statement = engine.prepare(sql)
    // A real number is compared like the whole one it equals, but as BigInt it is bound as the hub binds it.
    const bound = values.map((value) => (typeof value === 'number' ? BigInt(value) : value))
    return () => statement.get(...bound) as { body: Uint8Array | null }
  })
  const [head, tail] = [Buffer.from('{"more":true,"objects":['), Buffer.from(']}')]
  const server = createServer((request, answer) => {
    const { body } = statements[Number((request.url ?? '').slice(1))]!()
    const bytes = Buffer.concat([head, body ?? Buffer.alloc(0), tail])
    answer.writeHead(200, { 'content-type': 'application/taxii+json;version=2.1', 'content-length': bytes.length })
    answer.end(bytes)
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object') process.send?.(address?.port)
  })
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  process.once('disconnect', () => process.exit()) // whoever measured is gone
  process.on('message', (told: { file: string; queries: Query[] } | 'processor') => {
    if (told !== 'processor') return serve(told.file, told.queries)
    const { user, system } = process.cpuUsage()
    process.send?.((user + system) / 1e6)
  })
}

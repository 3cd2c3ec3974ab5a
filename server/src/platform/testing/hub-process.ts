/**
 * A second hub for tests that need one: `hub-process.ts journal URL 60` writes so many facts;
 * `hub-process.ts count URL 1` writes pairs of numbers for ever and prints each one once it is acknowledged.
 */
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openDatabase, type Database } from '../database.ts'
import { createJournal } from '../journal.ts'

const [, , task, url = '', figure = '1'] = process.argv
const database = await openDatabase(url)
if (task === 'journal') await writeFacts(database, Number(figure))
else await countForEver(database, Number(figure))
await database.close()

async function writeFacts(database: Database, many: number): Promise<void> {
  const journal = createJournal({ database, random: randomBytes })
  const write = (n: number) =>
    database.transact((tx) => journal.write(tx, { room: 'cases', kind: `other ${n}`, at: n, body: n }), { beside: true })
  await Promise.all(Array.from({ length: many }, (_, n) => write(n)))
}

/** Each transaction writes n into `lefts`, and n with a hundred companions into `rights`: half of it would show. */
async function countForEver(database: Database, from: number): Promise<never> {
  for (let n = from; ; n++) {
    await database.transact(async (tx) => {
      await tx.run('insert into lefts (n) values (?)', n)
      await tx.bulk('rights', { n: { every: n }, part: Float64Array.from({ length: 100 }, (_, part) => part) }, 100)
    })
    writeSync(1, `${n}\n`)
  }
}

/** `fill-sample.ts FOLDER [postgres://…]`: the sample alliance, filled and at rest, for sample.ts to copy; the store in the folder, or in this empty database. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../server/src/platform/testing/until.ts'
import { TOLD, type Told } from './sample.ts'
import { startTestHouse } from './start.ts'

const [, , folder = '', database] = process.argv
const { house, guide, mails, close } = await startTestHouse({ folder, ...(database !== undefined && { database }) })
await house.exchange.indexed()
await until(async () => (await house.database.read((tx) => tx.get('select 1 from jobs where run_at <= ?', house.clock()))) === undefined, 'the jobs of the sample do not end')
await close()
rmSync(join(folder, 'mail'), { recursive: true, force: true })
writeFileSync(join(folder, TOLD), JSON.stringify({ guide, mails: [...mails], database } satisfies Told))

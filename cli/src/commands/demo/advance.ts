/** `accord demo advance 30d`: a sample alliance's clock goes forward, so that deadlines and lapses are seen to work. */
import type { Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { openHub } from '../../hub.ts'
import { startProgress } from '../../progress.ts'
import { meansOf, type Verb } from '../../verb.ts'

const DAYS_IN: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 }
/** So many days in one request: each day does what is due on it. */
const STEP = 10

export const advance: Verb = (room) => {
  room
    .command('advance')
    .argument('<time>', 'how far: 30d, 6w, 3m (of 30 days), 1y (of 365)')
    .description('move the sample alliance’s clock forward (signed in there as its secretariat)')
    .action(run)
}

async function run(time: string, _: object, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const days = daysOf(time)
  const hub = openHub(profile)
  const progress = startProgress(terminal)
  let now = { now: '', days: 0 }
  for (let done = 0; done < days; done += STEP) {
    progress.at({ part: done / days, words: `${done} of ${days} days` })
    now = await hub.client.operate.advance({ body: { days: Math.min(STEP, days - done) } })
  }
  progress.end()
  terminal.show(`It is ${now.now.slice(0, 16).replace('T', ' ')} UTC there, ${now.days} ${now.days === 1 ? 'day' : 'days'} ahead. The clock only goes forward; an empty data folder begins anew.`)
  terminal.show(`Its log is judged by its own time: accord log verify FILE --now ${now.now}`)
  terminal.give(now)
}

function daysOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([dwmy])$/.exec(text) ?? []
  const days = Number(count) * (DAYS_IN[unit] ?? 0)
  if (days < 1 || days > 1000) throw new Failure(EXIT.usage, 'usage.time', `“${text}” is not a time`, 'write 30d, 6w, 3m or 1y; at most 1000 days at once')
  return days
}

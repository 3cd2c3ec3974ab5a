/** `accord doctor`: looks at everything this command relies on, and says what to do about each thing that is not well. */
import type { Command } from 'commander'
import { EXIT } from '../../failure.ts'
import { findProfile, profilesFile, type Chosen } from '../../profile.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { attempt, fail, type Check } from './doctor-check.ts'
import { lookAtHub } from './doctor-hub.ts'
import { lookAtProfiles, lookAtRuntime, lookAtStorage } from './doctor-here.ts'

export const doctor: Verb = (room) => {
  room
    .command('doctor')
    .description('look at everything this command relies on, and say what to do')
    .option('--data <folder>', 'on a hub’s machine: where it keeps everything (OPENACCORD_DATA)')
    .action(run)
}

async function run({ data }: { data?: string }, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const checks: Check[] = []
  const add = (found: readonly Check[]): void => {
    for (const check of found) tell(terminal, check)
    checks.push(...found)
  }
  add([lookAtRuntime()])
  let chosen: Chosen | undefined
  add(
    await attempt('profile', async () => {
      chosen = findProfile(profile)
      return chosen === undefined ? [fail('profile', `there is no profile${profile === undefined ? '' : ` “${profile}”`} in ${profilesFile()}`, 'accord login URL')] : lookAtProfiles(chosen)
    }),
  )
  if (chosen !== undefined) for await (const found of lookAtHub(chosen.profile)) add(found)
  add(await attempt('storage', () => lookAtStorage(data)))

  const failed = checks.filter(({ state }) => state === 'fail').length
  const noticed = checks.filter(({ state }) => state === 'notice').length
  terminal.show(failed + noticed === 0 ? 'All is well.' : `${failed} to mend, ${noticed} to know.`)
  terminal.give({ ok: failed === 0, checks })
  if (failed > 0) process.exitCode = EXIT.failed
}

const COLOUR = { ok: 'green', notice: 'yellow', fail: 'red' } as const

function tell(terminal: Terminal, { name, state, detail, fix }: Check): void {
  terminal.show(`${terminal.paint(COLOUR[state], state.padEnd(6))}  ${name.padEnd(11)}  ${plain(detail)}`)
  if (fix !== undefined && state !== 'ok') terminal.show(`${' '.repeat(21)}→ ${plain(fix)}`)
}

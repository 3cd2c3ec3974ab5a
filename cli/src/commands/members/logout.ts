/** `accord logout`: forgets a profile here. The token itself goes on living at the hub until it is withdrawn there. */
import type { Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { loadProfiles, saveProfiles } from '../../profile.ts'
import { meansOf, type Verb } from '../../verb.ts'

export const logout: Verb = (room) => {
  room.command('logout').description('forget a hub’s token on this machine').option('--all', 'every profile').action(run)
}

async function run({ all = false }: { all?: boolean }, command: Command): Promise<void> {
  const { terminal, profile: asked } = meansOf(command)
  const profiles = loadProfiles()
  const name = asked ?? profiles.current
  const gone = all ? Object.keys(profiles.profiles) : [name].filter((one) => Object.hasOwn(profiles.profiles, one))
  if (gone.length === 0 && !all) {
    throw new Failure(EXIT.notAllowed, 'profiles.none', `there is no profile “${name}” to forget`, 'accord whoami --all shows those there are')
  }
  const urls = gone.map((one) => profiles.profiles[one]!.url)
  for (const one of gone) delete profiles.profiles[one]
  if (!Object.hasOwn(profiles.profiles, profiles.current)) profiles.current = Object.keys(profiles.profiles)[0] ?? 'default'
  saveProfiles(profiles)
  terminal.show(gone.length === 0 ? 'There was nothing to forget.' : `Forgotten: ${gone.join(', ')}`)
  for (const url of urls) terminal.show(`The token still works until you withdraw it at ${url}/organisation/tokens`)
  terminal.give({ forgotten: gone, current: Object.hasOwn(profiles.profiles, profiles.current) ? profiles.current : null })
}

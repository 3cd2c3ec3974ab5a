/** `accord login URL`: keeps a token for a hub, once the hub knows it. */
import type { Command } from 'commander'
import { clientOf } from '../../hub.ts'
import { loadProfiles, parseHubUrl, profilesFile, saveProfiles } from '../../profile.ts'
import { readToken } from '../../secret.ts'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

export const login: Verb = (room) => {
  room
    .command('login')
    .description('sign in to a hub with a token; it is asked for, never an argument')
    .argument('<url>', 'https://hub.example')
    .option('--token-file <file>', 'read the token from a file instead (or from OPENACCORD_TOKEN, or a pipe)')
    .action(run)
}

async function run(address: string, { tokenFile }: { tokenFile?: string }, command: Command): Promise<void> {
  const { terminal, profile: asked } = meansOf(command)
  const url = parseHubUrl(address)
  const { name: alliance } = await clientOf(url).members.alliance()
  const token = await readToken(terminal, { file: tokenFile, where: `${url}/organisation/tokens` })
  const client = clientOf(url, token)
  const me = await client.members.me()
  const { collections } = await client.exchange.collections()

  const profiles = loadProfiles()
  const name = asked ?? 'default'
  const known = collections.map(({ id, alias, title }) => ({ id, alias, title }))
  profiles.profiles[name] = { url, token, person: me.person.name, organisation: me.organisation.name, collections: known }
  profiles.current = name
  saveProfiles(profiles)

  terminal.show(`You are ${plain(me.person.name)} of ${plain(me.organisation.name)} at ${plain(alliance)}.`)
  terminal.show(`Collections: ${known.map(({ alias }) => alias).join(', ') || 'none yet'}`)
  terminal.give({
    profile: name, url, alliance, person: me.person.name, organisation: me.organisation.name, rights: me.rights, collections: known, file: profilesFile(),
  })
}

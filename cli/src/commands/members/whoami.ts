/** `accord whoami`: who the hub takes us for, and what this token may do. */
import type { Command } from 'commander'
import { openHub } from '../../hub.ts'
import { loadProfiles } from '../../profile.ts'
import { printTable } from '../../table.ts'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

export const whoami: Verb = (room) => {
  room.command('whoami').description('who the hub takes you for, and what you may do').option('--all', 'the profiles kept here, without asking any hub').action(run)
}

async function run({ all = false }: { all?: boolean }, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  if (all) return listProfiles(command)
  const hub = openHub(profile)
  const { person, organisation, rights, communities } = await hub.client.members.me()
  terminal.show(`${plain(person.name)} <${plain(person.mail)}>, ${plain(organisation.name)}, at ${hub.url} (profile ${hub.name})`)
  terminal.show(`Roles:       ${person.roles.join(', ') || 'none'}`)
  terminal.show(`This token:  ${rights.join(', ') || 'may do nothing'}`)
  terminal.show(`Communities: ${communities.map(({ name }) => plain(name)).join(', ') || 'none'}`)
  terminal.give({ profile: hub.name, url: hub.url, person, organisation, rights, communities })
}

function listProfiles(command: Command): void {
  const { terminal } = meansOf(command)
  const { current, profiles } = loadProfiles()
  const rows = Object.entries(profiles).map(([name, { url, person, organisation }]) => ({ name, current: name === current, url, person, organisation }))
  const columns = [{ title: ' ' }, { title: 'PROFILE' }, { title: 'HUB' }, { title: 'PERSON', elastic: true }, { title: 'ORGANISATION', elastic: true }]
  const cells = rows.map((row) => [row.current ? '*' : ' ', row.name, row.url, plain(row.person), plain(row.organisation)])
  terminal.show(rows.length === 0 ? 'No profiles yet: accord login URL' : printTable(columns, cells, terminal.width))
  terminal.give({ profiles: rows })
}

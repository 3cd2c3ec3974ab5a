/** What everyone may know of the alliance, and what a member may know of himself. */
import type { Right } from '@openaccord/names'
import { Refusal, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { countActive, loadAlliance } from '../store/organisations.ts'
import { countPasskeys, findPerson, unknownPerson } from '../store/people.ts'
import type { createCommunityVerbs, ShownCommunity } from './communities.ts'
import type { createOrganisationVerbs, ShownOrganisation } from './organisations.ts'
import type { ShownPerson } from './people.ts'

export type WayIn = 'passkey' | 'mail' | 'oidc'
/** What the settings say; name and purpose are written at the set-up. */
export type AllianceSettings = { contact?: string | undefined; signIn: readonly WayIn[]; oidcName: string | undefined; demo: boolean }
export type AllianceCard = {
  name: string
  purpose: string
  contact: string | null
  organisations: number
  communities: number
  signIn: WayIn[]
  oidcName: string | null
  needsSetUp: boolean
  demo: boolean
}
export type Me = { person: ShownPerson; organisation: ShownOrganisation; rights: Right[]; communities: ShownCommunity[] }

type Others = Pick<ReturnType<typeof createOrganisationVerbs>, 'organisation'> & Pick<ReturnType<typeof createCommunityVerbs>, 'communities'>

export function createAllianceVerbs({ database, settings, others }: { database: Database; settings: AllianceSettings; others: Others }) {
  return {
    alliance: (): Promise<AllianceCard> => database.read(async (tx) => {
      const known = await loadAlliance(tx)
      const { organisations, communities, secretariats } = await countActive(tx)
      return {
        name: known?.name ?? 'A new alliance',
        purpose: known?.purpose ?? '',
        contact: settings.contact ?? known?.contact ?? null,
        organisations,
        communities,
        signIn: [...settings.signIn],
        oidcName: settings.oidcName ?? null,
        needsSetUp: secretariats === 0,
        demo: settings.demo,
      }
    }),

    /** Who I am here, what I may do with this session or token, and the communities I am in. */
    async me(actor: Actor): Promise<Me> {
      const { person: id, organisation } = actor
      if (id === undefined || organisation === undefined) throw new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
      const person = await database.read(async (tx) => {
        const found = await findPerson(tx, id)
        if (found === undefined) throw unknownPerson()
        return { ...found, passkeys: (await countPasskeys(tx, organisation)).get(id) ?? 0 }
      })
      const communities = (await others.communities(actor)).filter((community) => actor.communities.has(community.id))
      return { person, organisation: await others.organisation(actor, organisation), rights: [...actor.may], communities }
    },
  }
}

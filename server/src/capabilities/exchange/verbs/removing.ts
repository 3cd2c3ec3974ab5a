/** Taking out what one's own organisation shared. What others sent too stays, as theirs. */
import type { CollectionId, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { decideRelease, viewOf, type Wanted } from '../model.ts'
import { holdCollection } from '../store/collections.ts'
import { handOver, loadVersions, rankAgain, removeVersions, withdrawSource, type KeptVersion } from '../store/removing.ts'
import { unknownCollection } from './intake.ts'

export function createRemoving({ database, parties, tell }: Means) {
  return {
    /**
     * Removes those versions of an object that the actor's organisation sent. Refusal `unknown` where nothing of it is
     * there for the actor, `forbidden` where others sent it. Gives how many versions went.
     */
    async removeObject(actor: Actor, id: CollectionId, object: string, wanted: Wanted = { all: true }): Promise<number> {
      const { organisation } = need(actor, 'threats.delete')
      return database.transact(async (tx) => {
        const collection = await holdCollection(tx, id)
        if (collection === undefined || !actor.communities.has(collection.community)) throw unknownCollection()
        const party = await partyIn(organisation)
        const view = viewOf(actor, collection, () => party)
        const versions = await loadVersions(tx, collection, object)
        const seen = versions.filter((version) => decideRelease(view, version) !== 'no')
        if (seen.length === 0) throw unknownObject()
        const own = seen.filter(({ owner, sources }) => owner === party || sources.includes(party))
        if (own.length === 0) throw new Refusal('forbidden', 'exchange.not-yours', 'another organisation shared this object; only it can take it out')
        const going = own.filter((version) => isWanted(version, own, wanted))
        for (const version of going) {
          const heir = version.sources[0]
          if (version.owner !== party) await withdrawSource(tx, version.seq, party)
          else if (heir === undefined) await removeVersions(tx, version.seq)
          else await handOver(tx, collection, version, heir)
        }
        if (going.length > 0) {
          await rankAgain(tx, collection, object)
          await tell(tx, { fact: 'exchange.withdrawn', collection: id, organisation, versions: going.length })
        }
        return going.length
      })
    },
  }

  function partyIn(organisation: OrganisationId) {
    return parties.find(organisation)
  }
}

function isWanted({ version }: KeptVersion, own: readonly KeptVersion[], wanted: Wanted): boolean {
  if (wanted.all === true) return true
  const instants = own.map((each) => each.version)
  return (wanted.first && version === Math.min(...instants)) || (wanted.last && version === Math.max(...instants)) || wanted.at.includes(version)
}

export const unknownObject = (): Refusal => new Refusal('unknown', 'exchange.object-unknown', 'there is no such object here, or it is not yours to see')

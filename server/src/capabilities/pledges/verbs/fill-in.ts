/** What a person need not write when an act is drawn up: it follows from what is in force, or from a term. */
import type { Micros, OrganisationId } from '@openaccord/names'
import { iso, MINUTE } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import { conflict, inForce, SIGN_WITHIN, type PledgeActKind } from '../model.ts'
import { needCurrent } from '../model/may.ts'
import { NOTICE, positionOf } from '../model/standing.ts'
import { loadActsOf } from '../store/acts.ts'
import { loadAdopted, loadAllVersions } from './book.ts'

type Says = Record<string, unknown>
type Wish = { kind: PledgeActKind; says: Says; organisation: OrganisationId }

/** What is given stands; what is left out is filled in where it follows from the rest. */
export async function fillIn(tx: Reader, wish: Wish, now: Micros): Promise<Says> {
  const { says } = wish
  switch (wish.kind) {
    case 'pledge-signature':
    case 'pledge-endorsement':
      return { pledge: pledgeOf(needCurrent(await loadAdopted(tx))), ...says }
    case 'pledge-renewal':
    case 'pledge-withdrawal': {
      const { signature } = positionOf(await loadActsOf(tx, wish.organisation))
      const notice = wish.kind === 'pledge-withdrawal' ? { effective: iso(now + NOTICE + MINUTE) } : {}
      return { ...(signature === undefined ? {} : { pledge: pledgeOf(signature) }), ...notice, ...says }
    }
    case 'endorsement-withdrawal': {
      const { endorsement } = positionOf(await loadActsOf(tx, wish.organisation))
      const text = (await loadAdopted(tx)).find(({ version }) => version === endorsement?.version)
      return { ...(text === undefined ? {} : { pledge: pledgeOf(text) }), ...says }
    }
    case 'pledge-version': {
      const { version, ...given } = says
      return { ...(given['pledge'] === undefined ? await adoptionOf(tx, version, now) : {}), ...given }
    }
    default:
      return says
  }
}

const pledgeOf = ({ version, sha256 }: { version: string; sha256: string }) => ({ version, sha256 })

/** The secretariat names the version, or nothing where one is open for comment; the rest follows from its draft. */
async function adoptionOf(tx: Reader, asked: unknown, now: Micros): Promise<Says> {
  const versions = await loadAllVersions(tx, now)
  const open = versions.find(({ version, state }) => (asked === undefined ? state === 'comment' : version === asked))
  if (open === undefined) throw conflict('nothing-to-adopt', asked === undefined ? 'no version is open for comment, so there is none to adopt' : 'there is no such version; write one like 2.0')
  const before = inForce(await loadAdopted(tx))
  return {
    pledge: pledgeOf(open), languageOfRecord: open.language, major: open.major ? 'yes' : 'no',
    ...(open.major && before !== undefined ? { signBy: iso(now + SIGN_WITHIN) } : {}),
    ...(before === undefined ? {} : { replaces: pledgeOf(before) }),
  }
}

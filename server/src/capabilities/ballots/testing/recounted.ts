/** A ballot to its end on a hub with a real log and two witnesses, whose clocks are the hub's; and what an outsider gets of it. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY, SECOND } from '../../../kernel/index.ts'
import { openDatabase } from '../../../platform/database.ts'
import { createOutbound } from '../../../platform/outbound.ts'
import { until } from '../../../platform/testing/until.ts'
import { ledgerRoom, openLedger, type LedgerRoom } from '../../ledger/index.ts'
import { allowOf, openPlace, openWitness, policyOf, random, type PlaceOfLog } from '../../ledger/testing/ledger.ts'
import { act, ALLIANCE, close, openBallotHouse, openDesk, openOmbudsperson, openSecretariat, toVoting, vote, type BallotHouse, type Desk } from './house.ts'

export type Recounted = Awaited<ReturnType<typeof openRecounted>>

/** As the hub serves it below /log. */
export const served = (place: PlaceOfLog, path: string): Buffer | undefined => (existsSync(join(place.log, path)) ? readFileSync(join(place.log, path)) : undefined)

export async function openRecounted() {
  const folder = mkdtempSync(join(tmpdir(), 'accord-recount-'))
  const database = await openDatabase(`sqlite:${join(folder, 'hub.db')}`)
  const place = await openPlace()
  const parts: { ledger?: LedgerRoom } = {}
  const house = await openBallotHouse(database, { prove: async (facts) => parts.ledger?.together(facts) }, [ledgerRoom])
  const known = { vkey: '' }
  const seconds = (): number => Math.floor(house.now() / SECOND)
  const witnesses = [await openWitness('w1', () => known.vkey, seconds), await openWitness('w2', () => known.vkey, seconds)]
  const ledger = await openLedger({
    database, journal: house.journal, clock: house.now, othersClock: house.now, random, folder: place.log, guard: place.guard, origin: ALLIANCE, policy: policyOf(witnesses, 'all'), publishMs: 20, againMs: 50,
    fetch: createOutbound({ allow: allowOf(witnesses) }).fetch, site: 'https://hub.example', trouble: () => {},
  })
  parts.ledger = ledger
  await until(async () => (await ledger.status()).vkey !== null)
  known.vkey = (await ledger.status()).vkey!
  const desks = await openDesks(house)
  const id = await decide(house, desks)

  async function bundleNow(): Promise<string> {
    await ledger.settled()
    return (await house.ballots.bundle(desks['bank']!.first, id)).text
  }
  return {
    house, ledger, desks, id, place, bundleNow,
    bundle: await bundleNow(),
    policy: `log ${known.vkey}\n${witnesses.map(({ line }) => line).join('')}group both all w1 w2\nquorum both\n`,
    async close(): Promise<void> {
      await ledger.close()
      for (const witness of witnesses) await witness.close()
      await database.close()
      await place.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openDesks(house: BallotHouse): Promise<Record<string, Desk>> {
  const secretariat = await openSecretariat(house)
  const desks: Record<string, Desk> = { secretariat, ombuds: await openOmbudsperson(house, secretariat) }
  const wanted: [string, Parameters<typeof openDesk>[3]][] = [
    ['grid', { size: 'large', group: 'Northgate' }], ['meters', { group: 'Northgate' }], ['bank', { size: 'large' }], ['lantern', {}], ['mail', {}], ['works', { size: 'large' }],
  ]
  for (const [slug, voter] of wanted) desks[slug] = await openDesk(house, secretariat, slug, voter)
  return desks
}

/** With an affiliate group, a recusal, a changed vote, a contest that was upheld, and a second round. */
async function decide(house: BallotHouse, desks: Record<string, Desk>): Promise<string> {
  const { secretariat, ombuds, grid, meters, bank, lantern, mail, works } = desks as Record<'secretariat' | 'ombuds' | 'grid' | 'meters' | 'bank' | 'lantern' | 'mail' | 'works', Desk>
  const id = await toVoting(house, secretariat, lantern)
  await vote(house, grid, id, 'no')
  await vote(house, meters, id, 'yes')
  await vote(house, works, id, 'recuse')
  for (const desk of [bank, lantern, mail]) await vote(house, desk, id, 'yes')
  await vote(house, mail, id, 'abstain')
  await close(house)
  await act(house, secretariat, 'ballot-certificate', { ballot: id })
  const { fact } = await act(house, bank, 'ballot-contest', { ballot: id, reasons: 'The text was cut off on our page.' })
  await act(house, ombuds, 'contest-decision', { ballot: id, contest: fact, decision: 'reopened', reasons: 'It was.' })
  for (const desk of [grid, bank, lantern, mail]) await vote(house, desk, id, 'yes')
  await close(house)
  await act(house, secretariat, 'ballot-certificate', { ballot: id })
  house.pass(7 * DAY)
  await house.ballots.turn()
  return id
}

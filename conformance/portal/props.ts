/** What lies about before the curtain rises: an open invitation, a suspended organisation, jobs that failed for good. */
import assert from 'node:assert/strict'
import type { OrganisationId } from '@openaccord/names'
import type { Ask } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import type { TestHouse } from '../start.ts'
import type { Cast } from './scenes.ts'

/** Gives the path of the invitation's link. */
export async function prepare(house: TestHouse, ask: Ask, cast: Cast): Promise<string> {
  const post = async (path: string, person: string, json: object) => {
    const answer = await ask(path, { method: 'POST', json, token: accountOf(house.guide, person).token })
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`)
  }
  await post(`/api/v1/organisations/${cast.organisation('Northgate Grid')}/invitations`, 'Mette Lindqvist', { mail: 'sven.dahl@northgate-grid.example', roles: ['reader'] })
  await house.house.database.transact((tx) => house.house.members.suspendWithin(tx, cast.organisation('Northgate Meters') as OrganisationId, { reason: 'Its signature was not renewed.', by: null, now: house.house.clock() }))
  await failForGood(house, 2)
  return linkIn(house, 'sven.dahl@northgate-grid.example')
}

/** Jobs as they stand after the last attempt; tried again, they succeed. */
export async function failForGood({ house }: TestHouse, many: number): Promise<void> {
  await house.database.transact(async (tx) => {
    for (let n = 0; n < many; n++) {
      const id = await house.jobs.enqueue(tx, { kind: 'members.sweep', payload: {} })
      await tx.run(`update jobs set state = 'dead', attempts = 8, last_error = ? where id = ?`, 'the store did not answer in time', id ?? '')
    }
  })
}

/** The path of the link in the newest mail to this address. */
export function linkIn({ mails }: TestHouse, to: string): string {
  const text = mails.findLast((mail) => mail.to === to)?.text ?? assert.fail(`no mail to ${to}`)
  const link = new URL(/https?:\S+token=\S+/.exec(text)?.[0] ?? assert.fail(`no link in: ${text}`))
  return link.pathname + link.search
}

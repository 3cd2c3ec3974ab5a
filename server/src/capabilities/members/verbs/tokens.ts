/** API tokens: made by a person who is signed in, shown once, kept as a hash, withdrawn at once. */
import { newId, type Right, type TokenId } from '@openaccord/names'
import { DAY, need, Refusal, type Actor, type Clock, type Random } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { needSession, TOKEN_DAYS_AT_MOST, type Token } from '../model/credentials.ts'
import { manages } from '../model.ts'
import { newSecret } from '../secrets.ts'
import { addAudit, type Where } from '../store/audit.ts'
import { addToken, findToken, loadTokens, removeToken } from '../store/credentials.ts'

export type NamedToken = Token & { personName: string }
export type TokenWish = { name: string; scopes: readonly Right[]; days: number }

const MOST_TOKENS = 100

export function createTokenVerbs({ database, clock, random }: { database: Database; clock: Clock; random: Random }) {
  return {
    /** One's own; of the whole organisation for who manages it. */
    async tokens(actor: Actor): Promise<NamedToken[]> {
      const { person, organisation } = actor
      if (person === undefined || organisation === undefined) throw new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
      return database.read((tx) => loadTokens(tx, manages(actor, organisation) ? { organisation } : { person }))
    },

    /** The secret is in this answer and nowhere else. Scopes are rights the maker has now. */
    async makeToken(actor: Actor, wish: TokenWish, where: Where): Promise<{ token: NamedToken; secret: string }> {
      const { person } = need(actor, 'tokens.own')
      needSession(actor, 'does not make tokens')
      const now = clock()
      const token: Token = { ...checkWish(actor, wish), id: newId('token', random), person, created: now, expires: now + wish.days * DAY, lastUsed: null }
      const secret = newSecret('oat', random)
      return database.transact(async (tx) => {
        const own = await loadTokens(tx, { person })
        if (own.length >= MOST_TOKENS) throw new Refusal('conflict', 'members.token-many', `you have ${MOST_TOKENS} tokens: withdraw some that are no longer used`)
        await addToken(tx, token, secret.hash)
        await addAudit(tx, { what: 'token-made', person, subject: token.id, where }, now, random)
        const kept = (await loadTokens(tx, { person })).find(({ id }) => id === token.id)
        return { token: kept ?? { ...token, personName: '' }, secret: secret.text }
      })
    },

    /** One's own, or any of the organisation one manages. A token may end itself and no other. */
    async withdrawToken(actor: Actor, id: TokenId, where: Where): Promise<void> {
      const now = clock()
      await database.transact(async (tx) => {
        const token = await findToken(tx, id)
        if (token === undefined || !mayWithdraw(actor, token)) throw new Refusal('unknown', 'members.token-unknown-id', 'there is no such token of yours')
        await removeToken(tx, id)
        if (actor.person !== undefined) await addAudit(tx, { what: 'token-withdrawn', person: actor.person, subject: id, where }, now, random)
      })
    },
  }
}

function mayWithdraw(actor: Actor, token: Token & { organisation: NonNullable<Actor['organisation']> }): boolean {
  if (manages(actor, token.organisation)) return true
  return actor.via.kind === 'token' ? actor.via.id === token.id : actor.person === token.person
}

function checkWish(actor: Actor, { name, scopes, days }: TokenWish): { name: string; scopes: Right[] } {
  const beyond = scopes.find((scope) => !actor.may.has(scope))
  if (beyond !== undefined) {
    throw new Refusal('forbidden', 'members.token-scope', `a token cannot do more than you: you do not have the right “${beyond}”`, {
      faults: [{ field: '/scopes', rule: 'rights that you have yourself', fix: `choose among ${[...actor.may].join(', ')}` }],
    })
  }
  if (scopes.length === 0 || !Number.isInteger(days) || days < 1 || days > TOKEN_DAYS_AT_MOST || name.trim() === '') {
    throw new Refusal('unprocessable', 'members.token-wish', `a token has a name, one scope or more, and 1 to ${TOKEN_DAYS_AT_MOST} days`)
  }
  return { name: name.trim(), scopes: [...new Set(scopes)] }
}

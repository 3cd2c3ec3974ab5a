/**
 * A route, once: method, path, who may call it, what goes in and what comes out (JSON Schema, draft 2020-12).
 * The hub registers it, the client is made from it, the reference page is printed from it.
 */
import type { TSchema } from 'typebox'
import type { Right, Static } from '@openaccord/names'

/** `public`: anyone. `signed-in`: any member's session or token. A right: only who has it. */
export type Access = 'public' | 'signed-in' | Right

export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Begins with `/api/v1/`; parameters as `:name`. */
  path: string
  access: Access
  summary: string
  params?: TSchema
  query?: TSchema
  body?: TSchema
  reply: TSchema
  /** Status of success; 200 unless said. */
  status?: number
  /** Largest body in bytes; the hub's default unless said. */
  bodyLimit?: number
  /** Which bucket of the rate limits it draws from. */
  pace?: 'default' | 'sign-in' | 'expensive'
  /** Of what is `signed-in`, this is also for people of a suspended organisation. */
  whileSuspended?: true
}

export const route = <const R extends Route>(definition: R): R => definition

type Part<R extends Route, K extends 'params' | 'query' | 'body'> = R extends { [P in K]: infer S extends TSchema }
  ? { [P in K]: Static<S> }
  : unknown
type Filled<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>
/** What a caller passes: `{ params, query, body }`, each only where the route has it. */
export type Input<R extends Route> = Filled<R>
export type Reply<R extends Route> = Static<R['reply']>

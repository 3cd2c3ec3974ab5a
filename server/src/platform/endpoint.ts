/**
 * An endpoint: one route of the contract and what answers it. The rooms list theirs; the composition hands them to the
 * door, which has parsed and checked everything the contract says before the handler is called.
 */
import type { TSchema } from 'typebox'
import type { Right, Static } from '@openaccord/names'
import type { Actor } from '../kernel/index.ts'

/** What an endpoint needs to know of a route; the contract's own type fits it. */
export type RouteShape = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  access: 'public' | 'signed-in' | Right
  summary: string
  params?: TSchema
  query?: TSchema
  body?: TSchema
  reply: TSchema
  status?: number
  bodyLimit?: number
  pace?: 'default' | 'sign-in' | 'expensive'
  whileSuspended?: true
}

type Part<R, K extends 'params' | 'query' | 'body'> = R extends { [P in K]: infer S extends TSchema } ? { [P in K]: Static<S> } : unknown

export type Cookie = { name: string; value: string; maxAgeSeconds: number }

/** One request, read and checked. */
export type Ask<R extends RouteShape> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'> & {
  actor: Actor
  requestId: string
  /** Of the caller, behind trusted proxies only; for limits and the list of sessions. */
  address: string
  userAgent: string
  cookies: ReadonlyMap<string, string>
  /** `https://hub.example`: where the caller reached us. */
  origin: string
  /** Sets a cookie with the answer (HttpOnly, SameSite=Lax, Secure where the origin is https); maxAge 0 removes it. */
  setCookie(cookie: Cookie): void
}

export type Endpoint = {
  route: RouteShape
  answer(ask: Ask<RouteShape>): Promise<unknown>
}

export function on<const R extends RouteShape>(route: R, answer: (ask: Ask<R>) => Promise<Static<R['reply']>>): Endpoint {
  return { route, answer: answer as Endpoint['answer'] }
}

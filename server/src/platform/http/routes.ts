/** A route as the door takes it: the fields of the contract's routes, and how bodies and errors are to be treated. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Right } from '@openaccord/names'
import type { Actor } from '../../kernel/index.ts'
import type { Pace } from '../limits.ts'
import type { BodyKind } from './bodies.ts'
import type { Verdict } from './verdict.ts'

/** `public`: anyone. `signed-in`: any member's session or token. A right: only who has it. */
export type Access = 'public' | 'signed-in' | Right
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export type RouteSpec = {
  method: Method | readonly Method[]
  /** `/a/:name/b`; a last part `*` takes everything below. */
  path: string
  access: Access
  params?: TSchema
  query?: TSchema
  /** JSON Schema of a JSON body; implies `takes: ['json']` and that there is one. */
  body?: TSchema
  /** Status of success; 200 unless said. */
  status?: number
  bodyLimit?: number
  /** Bodies are collected as `platform/large-bytes.ts` says, so that they can be moved to another thread. */
  large?: true
  pace?: Pace
  /** Of what is `signed-in`: also for people of a suspended organisation. */
  whileSuspended?: true
  /** Which bodies are taken; none unless said. Others are 415. */
  takes?: readonly BodyKind[]
  /** For `raw`: the media types taken, lower case without parameters; any when left out. */
  types?: readonly string[]
  /** Answered even when the hub is overloaded, from any Host and without limits: health and metrics. */
  essential?: boolean
  /** Nobody is asked who they are: files of the portal, health. Only with `access: 'public'`. */
  anonymous?: boolean
  /** A key of this route's own (a collector's token): who has it is asked nothing more. */
  key?: (request: FastifyRequest) => boolean
  /** May be posted to from another site; for answers of identity providers and the like. */
  crossSite?: boolean
}

/** How a group of routes under one prefix differs from the rest. */
export type Group = {
  /** `/taxii2`, without slash at the end. Unknown addresses below are answered in this group's form. */
  prefix: string
  /** Errors in the group's own format. */
  renderError?: (verdict: Verdict, requestId: string) => { status: number; contentType: string; body: string }
  /** WWW-Authenticate of a 401, such as `Basic realm="…", charset="UTF-8"`. */
  challenge?: string
}

type Part<R, K extends 'params' | 'query' | 'body'> = R extends { [P in K]: infer S extends TSchema } ? Static<S> : undefined

/** What a handler gets: who asks, what was parsed, and Fastify's request and reply for what is beyond. */
export type Asked<R> = {
  actor: Actor
  params: Part<R, 'params'>
  query: Part<R, 'query'>
  body: Part<R, 'body'>
  request: FastifyRequest
  reply: FastifyReply
}
/** Gives back a value (JSON), a Buffer or stream (its type set on the reply), a web Response, or the reply once it is sent. */
export type Handle<R> = (asked: Asked<R>) => unknown

export type ListedRoute = { method: Method; path: string; access: Access; anonymous: boolean; pace: Pace; takes: readonly BodyKind[] }

export const accessIsSaid = (spec: { access?: unknown }): boolean => typeof spec.access === 'string' && spec.access !== ''

/** Which methods this path knows, for the Allow header of a 405. */
export function allowedMethods(routes: readonly ListedRoute[], path: string): string[] {
  const found = new Set<string>(routes.filter((route) => matches(route.path, path)).map((route) => route.method))
  if (found.has('GET')) found.add('HEAD')
  return [...found].sort()
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  const open = wanted.at(-1) === '*'
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false
  return wanted.every((part, index) => (open && index === wanted.length - 1) || (part.startsWith(':') ? given[index] !== '' : part === given[index]))
}

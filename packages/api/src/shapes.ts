/** Shapes that several routes share. Times are RFC 3339 text in UTC with milliseconds. */
import { Type, type TSchema } from 'typebox'
import { RIGHTS, ROLES, TLP_LEVELS, UUID } from '@openaccord/names'

/** An id of `names`: its prefix and 20 characters of Crockford base 32. */
export const id = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{20}$` })
export const OrganisationId = id('org')
export const PersonId = id('person')
export const CommunityId = id('community')
export const InvitationId = id('invitation')
export const SessionId = id('session')
export const TokenId = id('token')
export const PasskeyId = id('passkey')
export const JobId = id('job')
export const FactId = id('fact')
export const CollectionId = Type.String({ pattern: UUID.source })
export const StixId = Type.String({ maxLength: 300, pattern: '^[a-z0-9][a-z0-9-]{0,249}--[0-9a-f-]{36}$' })

export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const Language = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 35, description: 'BCP 47' })
export const Slug = Type.String({ minLength: 2, maxLength: 40, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' })
export const Time = Type.String({ format: 'date-time' })
export const Day = Type.String({ format: 'date' })
export const Title = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
export const Prose = Type.String({ maxLength: 4000 })
export const Mail = Type.String({ format: 'email', maxLength: 254 })
export const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })
export const Link = Type.String({ maxLength: 2000, pattern: '^https?://' })

export const oneOf = <const V extends readonly string[]>(values: V) => Type.Unsafe<V[number]>({ type: 'string', enum: [...values] })
export const RoleShape = oneOf(ROLES)
export const RightShape = oneOf(RIGHTS)
export const TlpShape = oneOf(TLP_LEVELS)
/** Size classes of organisations (EU recommendation 2003/361: fewer than 10, 50, 250 people, or more). */
export const SIZES = ['micro', 'small', 'medium', 'large'] as const
export const Size = oneOf(SIZES)
export const maybe = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

export const Done = Type.Object({ done: Type.Literal(true) })
export const Cursor = Type.String({ maxLength: 2000 })

/** RFC 9457, with our code, and each thing wrong on its own. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  instance: Type.String(),
  faults: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), rule: Type.String(), fix: Type.Optional(Type.String()) })),
  ),
})

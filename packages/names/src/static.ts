/**
 * The type of the values that a schema made by TypeBox describes, for the kinds that our contract uses. The library's own
 * `Static` knows forty kinds and asks for each of them at every field; over the whole contract that was most of a type-check.
 */
type Plain = { String: string; Integer: number; Number: number; Boolean: boolean; Null: null; Unknown: unknown }

/** Optional fields may be missing; a union is a union; `Type.Unsafe<T>` is T. A kind that is not known here is `never`. */
export type Static<S> =
  S extends { '~unsafe': infer T } ? T
  : S extends { '~kind': keyof Plain } ? Plain[S['~kind']]
  : S extends { '~kind': 'Object'; properties: infer P } ? Fields<P>
  : S extends { '~kind': 'Array'; items: infer I } ? Static<I>[]
  : S extends { '~kind': 'Literal'; const: infer V } ? V
  : S extends { '~kind': 'Union'; anyOf: infer T extends readonly unknown[] } ? Static<T[number]>
  : S extends { '~kind': 'Record'; patternProperties: infer P } ? Record<string, Static<P[keyof P]>>
  : never

type Fields<P> = Whole<{ [K in keyof P as P[K] extends { '~optional': true } ? never : K]: Static<P[K]> } & { [K in keyof P as P[K] extends { '~optional': true } ? K : never]?: Static<P[K]> }>
type Whole<T> = { [K in keyof T]: T[K] }

/**
 * The portal's door for the hub: what it takes and what it gives back. README.md says what the hub has to do.
 * Types only reach inwards; the pages themselves come from the build, handed in by who composes the house.
 */
import type { FromHub, Portal, PortalOptions } from './app/context.ts'

export type { FromHub, Portal } from './app/context.ts'

/** `await import('…/portal/build/server/index.js')`: the pages as built. */
export type Build = { entry: { module: object } }

/** Puts the pages to work. Throws when `build` is not a build of this portal. */
export function createPortal(options: { build: Build } & Omit<PortalOptions, 'build'>): Portal {
  const door: unknown = Reflect.get(options.build.entry.module, 'createPortal')
  if (typeof door !== 'function') throw new TypeError('this is not a build of the portal: build it with npm run build --workspace portal')
  return door(options)
}

/** For hubs that would rather name the types themselves: handle(request, fromHub) => Promise<Response>. */
export type Handle = (request: Request, from: FromHub) => Promise<Response>

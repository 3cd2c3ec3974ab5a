/** What our tests use of oidc-provider, which brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export type Configuration = {
    clients: readonly Record<string, unknown>[]
    jwks: { keys: readonly object[] }
    cookies: { keys: readonly string[] }
    claims: Record<string, readonly string[]>
    findAccount(context: unknown, login: string): { accountId: string; claims(): Record<string, unknown> }
  }
  export default class Provider {
    constructor(issuer: string, configuration: Configuration)
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
  }
}

/** The cookie by which a browser goes on with an application: the secret of its link, read by no script. */
export const APPLICATION_COOKIE = 'application'
export const KEPT_SECONDS = 30 * 86_400

/** The door puts `accord_` before it, and `__Host-accord_` where the hub is served over TLS: then only that one counts. */
export const applicationCookie = ({ cookies, isTls }: { cookies: ReadonlyMap<string, string>; isTls: boolean }): string | undefined =>
  cookies.get(isTls ? `__Host-accord_${APPLICATION_COOKIE}` : `accord_${APPLICATION_COOKIE}`)

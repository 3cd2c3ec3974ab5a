/** The cookie by which a browser takes part as a guest: the secret of its link, read by no script. */
export const GUEST_COOKIE = 'case_guest'
export const KEPT_SECONDS = 30 * 86_400

/** The door puts `accord_` before it, and `__Host-accord_` where the hub is served over TLS: then only that one counts. */
export const guestCookie = ({ cookies, isTls }: { cookies: ReadonlyMap<string, string>; isTls: boolean }): string | undefined =>
  cookies.get(isTls ? `__Host-accord_${GUEST_COOKIE}` : `accord_${GUEST_COOKIE}`)

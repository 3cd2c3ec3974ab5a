/** The security headers of every answer: Content-Security-Policy level 3, HSTS (RFC 6797), Fetch's resource policies. */

/** For JSON, text and everything that is no page of ours. */
const CSP_DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** For the portal: everything from ourselves, scripts from ourselves or with this answer's nonce. `formAction` adds origins. */
export function cspOfPage(nonce: string, formAction: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    // Chromium applies form-action to redirects after a form post too: sign-in elsewhere is a link, or its origin is here.
    `form-action ${["'self'", ...formAction].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  // Not no-referrer: with that a browser sends `Origin: null` on our own forms (Fetch, "append a request Origin header").
  'referrer-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self), clipboard-write=(self)',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'x-frame-options': 'DENY',
  'origin-agent-cluster': '?1',
}
const HSTS = 'max-age=63072000; includeSubDomains'

/** The same for every answer that is no page: made once. */
export function dataHeaders(secure: boolean): Readonly<Record<string, string>> {
  return { ...ALWAYS, 'content-security-policy': CSP_DATA, ...(secure ? { 'strict-transport-security': HSTS } : {}) }
}

export function pageHeaders(secure: boolean, nonce: string, formAction: readonly string[]): Record<string, string> {
  return { ...dataHeaders(secure), 'content-security-policy': cspOfPage(nonce, formAction) }
}

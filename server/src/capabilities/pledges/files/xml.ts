/** Text inside XML 1.0: what has a meaning there is escaped, what may not stand there is left out. */
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }
/** XML 1.0 §2.2 Char. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

export const xml = (text: string): string => text.toWellFormed().replaceAll(FORBIDDEN, '').replaceAll(/[&<>"']/g, (one) => ESCAPES[one]!)

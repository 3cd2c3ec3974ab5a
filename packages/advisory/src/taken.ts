/** Values of other formats as a draft takes them: package URLs in canonical form, links that pages may show, ranges. */
import { isCpe } from '@openaccord/csaf'
import { normalizeVers, parsePurl, parseVers, printPurl, printVers, VulnsError } from '@openaccord/vulns'
import type { Losses } from './losses.ts'
import { link } from './shape.ts'

/** Canonical, or undefined where it is none; the loss is noted. */
export function takePurl(text: string | undefined, path: string, losses: Losses): string | undefined {
  if (text === undefined) return undefined
  const purl = orUndefined(() => printPurl(parsePurl(text)))
  if (purl === undefined) losses.add(path, 'a package URL', 'it cannot be read')
  return purl
}

export function takeCpe(text: string | undefined, path: string, losses: Losses): string | undefined {
  if (text === undefined || isCpe(text)) return text
  losses.add(path, 'a CPE', 'it cannot be read')
  return undefined
}

export function takeLink(text: string | undefined, path: string, losses: Losses): string | undefined {
  if (text === undefined) return undefined
  let isLink = true
  link(text, path, () => (isLink = false))
  if (!isLink) losses.add(path, 'a link', 'it is no web address')
  return isLink ? text : undefined
}

/** The canonical VERS range; undefined where the text is none. */
export function rangeOf(text: string): string | undefined {
  if (!text.startsWith('vers:')) return undefined
  return orUndefined(() => {
    const range = printVers(normalizeVers(text))
    parseVers(range)
    return range
  })
}

function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof VulnsError) return undefined
    throw error
  }
}

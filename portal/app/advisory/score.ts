/** A CVSS vector in figures, in the words of a page. */
import { parseCvss, scoreCvss } from '@openaccord/vulns'

/** `{score}`, `{word}` and `{version}` filled in, of all metrics that the vector defines; empty for what is no vector. */
export function scoreWords(vector: string, says: string): string {
  if (vector === '') return ''
  try {
    const cvss = parseCvss(vector)
    const { overall, severity } = scoreCvss(cvss)
    return says.replace('{score}', String(overall)).replace('{word}', severity.toLowerCase()).replace('{version}', cvss.version)
  } catch {
    return ''
  }
}

/**
 * What stands for the name servers of invented domains: the TXT lines that prove whose a signing key is. Kept in a file, and
 * small, so that a start which fills nothing loads no more than this.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export type Zone = ReturnType<typeof openZone>

/** TXT lines by name, kept for the next start. */
export function openZone(file: string) {
  const lines = new Map<string, string[]>(existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>) : [])
  return {
    askTxt: async (name: string): Promise<string[][]> => (lines.get(name) ?? []).map((line) => [line]),
    put(name: string, line: string): void {
      lines.set(name, [...(lines.get(name) ?? []), line])
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(lines), null, 2)}\n`, { mode: 0o600 })
    },
  }
}

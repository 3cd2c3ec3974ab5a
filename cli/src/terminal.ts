/** Where the command speaks: results on standard output, everything else on standard error, and neither in colour to a file. */
import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export type Terminal = ReturnType<typeof createTerminal>

export function createTerminal({ json }: { json: boolean }) {
  return {
    json,
    /** Whether somebody is there to be asked and to watch. */
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    /** Whether lines on standard error may be drawn again. */
    live: process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !json,
    /** Columns, of results. */
    width: process.stdout.isTTY ? Math.max(process.stdout.columns, 40) : Infinity,
    errWidth: Math.max(process.stderr.columns ?? 80, 40),
    /** The result, for people. Nothing with --json. */
    show(text: string): void {
      if (!json) process.stdout.write(`${text}\n`)
    },
    /** The result, for programs: one document, with --json only. */
    give(value: unknown): void {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
    },
    /** Beside the result. */
    say(text: string): void {
      process.stderr.write(`${text}\n`)
    },
    paint: (style: Style, text: string): string => styleText(style, text, { stream: process.stdout }),
  }
}

/** What strangers wrote, on one line and without signs that steer a terminal or turn the direction of reading. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').toWellFormed()
}

export const count = (number: number, one: string, many = `${one}s`): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export function printBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const unit = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`
}

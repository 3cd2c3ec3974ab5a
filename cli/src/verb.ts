/** What every verb gets beside its own words: the options that go with each of them, and where to speak. */
import type { Command } from 'commander'
import { createTerminal, type Terminal } from './terminal.ts'

/** Adds one verb to its room. */
export type Verb = (room: Command) => void

export type Means = { terminal: Terminal; profile: string | undefined }

/** The last argument that commander gives an action is the command itself. */
export function meansOf(command: Command): Means {
  const { json = false, profile } = command.optsWithGlobals<{ json?: boolean; profile?: string }>()
  return { terminal: createTerminal({ json }), profile }
}

/** An option that may be given again: `--type indicator --type malware`, or with commas. */
export const several = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...value.split(',').map((part) => part.trim()).filter((part) => part !== ''),
]

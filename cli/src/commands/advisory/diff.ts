/** `accord advisory diff BEFORE AFTER`: what changed between two drafts or documents, in words. */
import type { Command } from 'commander'
import { diffDrafts } from '@openaccord/advisory'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { draftOf, readDocument } from './document.ts'

export const diff: Verb = (room) => {
  room
    .command('diff')
    .description('what changed between two of them, whatever their formats')
    .argument('<before>', 'a draft, or a document of any of the formats')
    .argument('<after>', 'the later one')
    .addHelpText('after', '\nExit code: 0 either way.\nExample:\n  accord advisory diff 1/ex-2026-001.json 2/ex-2026-001.json')
    .action(run)
}

async function run(before: string, after: string, _options: object, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const changes = diffDrafts(draftOf(readDocument(before), before).draft, draftOf(readDocument(after), after).draft)
  for (const { words, what } of changes) terminal.show(`${{ added: '+', removed: '-', changed: '~' }[what]} ${plain(words)}`)
  if (changes.length === 0) terminal.show('Nothing changed.')
  terminal.give(changes)
}

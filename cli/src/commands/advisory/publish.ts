/**
 * `accord advisory publish FILE`: hands a finished draft in at the hub and asks a second person for approval; that person
 * says `accord advisory publish --approve ID`. What is signed afterwards goes the way of every act: prepare, sign, hand-in.
 */
import type { Command } from 'commander'
import { checkDraft } from '@openaccord/advisory'
import { EXIT, Failure } from '../../failure.ts'
import { openHub } from '../../hub.ts'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { draftOf, readDocument } from './document.ts'

type Options = { approve?: string; sha256?: string; at?: string; to?: string }

export const publish: Verb = (room) => {
  room
    .command('publish')
    .description('hand in a draft for publication, or approve what a colleague handed in')
    .argument('[file]', 'the draft, or a document of any of the formats')
    .option('--at <instant>', 'when it becomes public: 2026-01-31T12:00:00Z; at once unless told')
    .option('--to <members>', 'for AMBER and RED: the members it is for, with commas')
    .option('--approve <id>', 'approve advisory_… instead: by a second person')
    .option('--sha256 <hash>', 'with --approve: the hash that you looked at')
    .addHelpText('after', '\nExamples:\n  accord advisory publish flaw.draft.json --at 2026-03-01T12:00:00Z\n  accord advisory publish --approve advisory_… --sha256 9f86…')
    .action(run)
}

async function run(file: string | undefined, options: Options, command: Command): Promise<void> {
  if ((file === undefined) === (options.approve === undefined)) throw new Failure(EXIT.usage, 'usage.publish', 'name either a file or --approve', 'write: accord advisory publish FILE')
  return options.approve === undefined ? handIn(file ?? '', options, command) : approve(options.approve, options.sha256, command)
}

async function handIn(file: string, { at, to }: Options, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const { draft } = draftOf(readDocument(file), file)
  const wrong = checkDraft(draft).find(({ level }) => level === 'error')
  if (wrong !== undefined) throw new Failure(EXIT.untrue, 'advisory.unfinished', `${file}: ${plain(wrong.path)} ${plain(wrong.message)}`, `see everything with: accord advisory validate ${file}`)
  const { client } = openHub(profile)
  const { id, sha256, version } = await client.advisories.createDraft({ body: { draft: { ...draft } } })
  const recipients = to?.split(',').map((slug) => slug.trim()).filter((slug) => slug !== '')
  const page = await client.advisories.submitDraft({ params: { advisory: id }, body: { version, sha256, ...(at === undefined ? {} : { publishAt: at }), ...(recipients === undefined ? {} : { recipients }) } })
  terminal.show(`Handed in: ${plain(page.trackingId)}, ${page.id}`)
  terminal.show(`SHA-256 ${page.sha256}`)
  terminal.say(`Next, by a second person:  accord advisory publish --approve ${page.id} --sha256 ${page.sha256}`)
  terminal.give(page)
}

async function approve(id: string, sha256: string | undefined, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  if (!/^advisory_[0-9a-z]{20}$/.test(id)) throw new Failure(EXIT.usage, 'usage.advisory', `“${plain(id)}” is not the id of an advisory`, 'write advisory_… as it was told when handed in')
  if (sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256)) throw new Failure(EXIT.usage, 'usage.sha256', 'an approval is bound to what you looked at', 'add --sha256 with the hash of it, 64 hexadecimal digits')
  const page = await openHub(profile).client.advisories.approveDraft({ params: { advisory: id }, body: { sha256 } })
  terminal.show(`Approved: ${plain(page.trackingId)}; ${page.state}`)
  if (page.submission?.waits !== null && page.submission?.waits !== undefined) terminal.say(plain(page.submission.waits))
  terminal.give(page)
}

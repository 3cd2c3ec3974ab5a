/** `accord threats pull`: fetches objects of a collection over TAXII, each as the exact text that the hub sends. */
import { Option, type Command } from 'commander'
import { resolve } from 'node:path'
import { EXIT, Failure } from '../../failure.ts'
import { chooseCollection, openHub } from '../../hub.ts'
import { FORMATS, newFileOutput, pipeOutput, type Output } from '../../output.ts'
import { printRate, startProgress } from '../../progress.ts'
import { count, plain, printBytes, type Terminal } from '../../terminal.ts'
import { parseSince } from '../../time.ts'
import { meansOf, several, type Verb } from '../../verb.ts'
import { pullFromCheckpoint } from './pull-onward.ts'
import { queryOf, tally, type OnPage, type Options, type Pulled, type Selected } from './pull-selection.ts'

export const pull: Verb = (room) => {
  room
    .command('pull')
    .description('fetch the objects of a collection, each exactly as it was sent')
    .option('--collection <name>', 'from which collection: its id or alias')
    .option('--since <time>', 'what was added since 2026-11-22, 24h, 7d; or "last": since the last pull that said so')
    .option('--type <type>', 'only of this type (may be repeated)', several)
    .option('--id <id>', 'only these objects (may be repeated)', several)
    .option('--versions <which>', 'last, first, all, or a version', several)
    .option('--output <file>', 'where to; - for standard output', '-')
    .addOption(new Option('--format <format>', 'how').choices([...FORMATS]).default('ndjson'))
    .option('--limit <number>', 'how many objects to ask for at once')
    .option('--restart', 'with --since last: forget how far the last pull came, and begin anew')
    .addHelpText('after', '\nExample:\n  accord threats pull --since last --output feed.ndjson    # again and again: only what is new is added')
    .action(run)
}

async function run(options: Options, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  if (terminal.json && options.output === '-') {
    throw new Failure(EXIT.usage, 'pull.json-output', '--json and the objects would both go to standard output', 'name a file for the objects: --output FILE')
  }
  const hub = openHub(profile)
  const collection = chooseCollection(await hub.collections(), options.collection, 'canRead')
  const selected = { hub, collection, options, limit: parseLimit(options.limit) }
  const { onPage, end } = follow(terminal)
  const work = options.since === 'last' ? pullFromCheckpoint(selected, onPage) : pullOnce(selected, onPage)
  const pulled = await work.finally(end)
  show(terminal, pulled, selected)
}

/** Everything that is asked for, into a new file. */
async function pullOnce({ hub, collection, options, limit }: Selected, onPage: OnPage): Promise<Pulled> {
  const output: Output = options.output === '-' ? pipeOutput(options.format) : await newFileOutput(resolve(options.output), options.format)
  const addedAfter = options.since === undefined ? undefined : parseSince(options.since, Date.now())
  const pulled: Pulled = { objects: 0, bytes: 0, lineBreaks: 0 }
  try {
    for await (const page of hub.taxiiOf(collection).pages(collection.id, queryOf(options, { addedAfter, limit }))) {
      const texts = page.objects.map(({ text }) => text)
      await output.write(texts)
      tally(pulled, texts)
      onPage(texts)
    }
    await output.finish()
  } catch (error) {
    await output.discard()
    throw error
  }
  await output.publish()
  return pulled
}

function follow(terminal: Terminal): { onPage: OnPage; end: () => void } {
  const progress = startProgress(terminal)
  const started = Date.now()
  let [objects, bytes] = [0, 0]
  return {
    onPage(texts) {
      objects += texts.length
      bytes += texts.reduce((sum, text) => sum + text.length, 0)
      progress.at({ part: undefined, words: `${objects.toLocaleString('en')} fetched, ${printBytes(bytes)}, ${printRate(objects, started)}` })
    },
    end: progress.end,
  }
}

function show(terminal: Terminal, pulled: Pulled, { collection, options }: Selected): void {
  const { objects, bytes, lineBreaks, checkpoint, reached } = pulled
  const where = options.output === '-' ? '' : `, in ${options.output}`
  const fresh = options.since === undefined ? '' : 'new '
  if (!terminal.json) terminal.say(`${plain(collection.title)}: ${count(objects, `${fresh}object`)} (${printBytes(bytes)})${where}`)
  if (lineBreaks > 0 && options.format === 'ndjson' && !terminal.json) {
    terminal.say(`${count(lineBreaks, 'object stands', 'objects stand')} on several lines, as sent; a reader that wants one line for each can use: jq -c .`)
  }
  terminal.give({
    collection: { id: collection.id, alias: collection.alias },
    objects, bytes, format: options.format, output: options.output,
    ...(checkpoint === undefined ? {} : { checkpoint, reached: reached ?? null }),
  })
}

function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Failure(EXIT.usage, 'usage', `--limit “${text}” is no number of objects`, 'write a whole number from 1, such as 1000')
  return Number(text)
}


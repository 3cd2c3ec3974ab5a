/**
 * A second opinion in a process of its own: @secvisogram/csaf-validator-lib, which a document at fault cannot hold up here. Reads a JSON
 * array of documents from standard input and gives, for each, what each of its tests of section 6 says: `fails`, `passes`, `throws`.
 * 6.3.6 to 6.3.8 ask the world or a program that spells, and are never run.
 */
import { text } from 'node:stream/consumers'

type Judge = (document: unknown) => unknown
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const OUTSIDE: ReadonlySet<string> = new Set(['6.3.6', '6.3.7', '6.3.8'])
/** By number of the section; by a name from the one package that is asked, so that nothing else depends on it. */
const library = '@secvisogram/csaf-validator-lib'
const load = async (path: string): Promise<Record<string, unknown>> => import(`${library}/${path}`)
const idOf = (name: string): string | undefined => /Test_(6(?:_\d+)+)$/.exec(name)?.[1]?.replaceAll('_', '.')
const all = Object.entries({ ...(await load('mandatoryTests.js')), ...(await load('optionalTests.js')), ...(await load('informativeTests.js')) })
const judges = all.flatMap(([name, judge]): [string, Judge][] => {
  const id = idOf(name)
  return id === undefined || OUTSIDE.has(id) || typeof judge !== 'function' ? [] : [[id, judge as Judge]]
})

async function verdictOf(judge: Judge, document: unknown): Promise<'fails' | 'passes' | 'throws'> {
  try {
    const result = await judge(document)
    if (!isObject(result)) return 'throws'
    const found = ['errors', 'warnings', 'infos'].some((kind) => Array.isArray(result[kind]) && result[kind].length > 0)
    return result['isValid'] === false || found ? 'fails' : 'passes'
  } catch {
    return 'throws'
  }
}

const documents: unknown = JSON.parse(await text(process.stdin))
const answers: Record<string, string>[] = []
for (const document of Array.isArray(documents) ? documents : []) {
  const verdicts: Record<string, string> = {}
  for (const [id, judge] of judges) verdicts[id] = await verdictOf(judge, structuredClone(document))
  answers.push(verdicts)
}
process.stdout.write(JSON.stringify(answers))

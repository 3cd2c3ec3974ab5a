/**
 * Every form of the pages filled in with nonsense, and every page asked with nonsense behind its address, as people of several
 * roles: the answer is a page that says what is wrong, never a fault of ours.
 */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { asking, signIn, type Answer, type Ask } from '../asking.ts'
import { accountOf, figures, SOAK } from '../everywhere.ts'
import { startTestHouse } from '../start.ts'
import { every, readPage, wordsOf, type Element } from './shapes.ts'

const PORTAL = join(import.meta.dirname, '..', '..', 'portal')
const BUILT = existsSync(join(PORTAL, 'build', 'server', 'index.js'))
const RUNS = SOAK ? 20_000 : 400
/** Pages that one person walks, and pages of one sort among them. */
const MOST_PAGES = SOAK ? 200 : 50
const MOST_ALIKE = SOAK ? 4 : 1
const PEOPLE = SOAK
  ? ['Ines Okafor', 'Mette Lindqvist', 'Tomasz Wilk', 'Aisha Rahman', 'Lars Uhl', 'Heike Sommer', 'Rita Fonseca', 'Amara Diallo', 'Hanna Vogt', 'Kadri Tamm', 'Maren Solheim', 'Signe Lund']
  : ['Ines Okafor', 'Mette Lindqvist', 'Lars Uhl', 'Amara Diallo']
const DOORS = ['/', '/accord', '/today', '/organisation', '/desk', '/desk/advisories', '/cases', '/concerns', '/apply', '/report', '/check', '/operate', '/threats/share', '/collections', '/screen', '/accord/keep', '/accord/ballots/new', '/cases/new', '/desk/settings', '/desk/products', '/desk/publisher', '/concerns/new', '/organisation/keys/new']
/** Whoever is signed out asks nothing more. */
const ENDS = /^\/sign-/
const NASTY = ['', ' ', '\u202e', '\u00a0', '😀'.repeat(50), 'x'.repeat(5_000), '-1', '1e400', '9007199254740993', 'constructor', '__proto__', 'İ', '١٢', '%', '\\', '\n', '\r\nx: y', '<b>', 'https://[::1]/', 'pkg:npm/%40a/b@1', 'CVSS:3.1/AV:N', 'a@b.example', '2026-02-30', '9999-12-31T23:59', '{"a":', 'null', '01', '../..', 'on']
const NAMES = ['intent', 'act', 'row', 'add', 'id', '__proto__', 'constructor', 'q', 'after', 'before', 'show', 'state', 'view', 'done', 'then', 'all', 'limit', 'since', 'tlp', 'type', 'from', 'to', 'year', 'standing']

type Visitor = { name: string; session: string | undefined }
type Field = { name: string; values: string[] }
type Form = { action: string; multipart: boolean; fields: Field[]; by: Visitor }
type Pairs = [name: string, value: string][]

test('nonsense in every form and behind every address', { skip: !BUILT && 'the portal is not built: npm run build:portal', timeout: SOAK ? 7_000_000 : 400_000 }, async () => {
  const hub = await startTestHouse({ portal: PORTAL })
  try {
    const ask = asking(hub.url)
    const visitors: Visitor[] = [{ name: 'visitor', session: undefined }]
    for (const name of PEOPLE) visitors.push({ name, session: await signIn(ask, accountOf(hub.guide, name).signInUrl) })
    const forms: Form[] = []
    const pages = new Set<string>()
    for (const by of visitors) await walk(ask, by, pages, forms)
    const statuses = new Map<number, number>()
    const judge = (said: string, answer: Answer | undefined) => {
      if (answer === undefined) return
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      assert.ok(answer.status < 500 || (answer.status === 503 && answer.headers['retry-after'] !== undefined), `${said.slice(0, 2_000)} → ${answer.status}`)
    }
    await fc.assert(fc.asyncProperty(filledIn(forms), async ({ form, pairs }) => {
      const { type, body } = form.multipart ? multipart(pairs) : { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(pairs).toString() }
      judge(`POST ${form.action} as ${form.by.name} ${JSON.stringify(pairs)}`, await sent(ask(form.action, { ...asPerson(form.by), method: 'POST', body, headers: { 'content-type': type, accept: 'text/html', origin: hub.url } })))
    }), { numRuns: RUNS, endOnFailure: true })
    const behind = fc.array(fc.tuple(fc.constantFrom(...NAMES), nonsense), { minLength: 1, maxLength: 4 })
    await fc.assert(fc.asyncProperty(fc.constantFrom(...pages), behind, fc.constantFrom(...visitors), async (page, pairs, by) => {
      const path = `${page.split('?')[0]}?${new URLSearchParams(pairs).toString()}`
      judge(`GET ${path} as ${by.name}`, await sent(ask(path, { ...asPerson(by), headers: { accept: 'text/html' } })))
    }), { numRuns: RUNS, endOnFailure: true })
    figures(`${pages.size} pages, ${forms.length} forms of ${visitors.length} kinds of people, ${2 * RUNS} requests; statuses ${[...statuses].sort(([a], [b]) => a - b).map(([status, many]) => `${status}×${many}`).join(' ')}`)
    assert.ok(forms.length > 50 && pages.size > 50)
    assert.equal((await ask('/readyz')).status, 200)
  } finally {
    await hub.close()
  }
})

const asPerson = ({ session }: Visitor) => (session === undefined ? {} : { session })

/** A header that is refused before it is read may end the line. */
async function sent(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return undefined
    throw error
  })
}

/** From the doors on, link by link: pages and the forms on them. */
async function walk(ask: Ask, by: Visitor, pages: Set<string>, forms: Form[]): Promise<void> {
  const waiting = [...DOORS]
  const met = new Set(waiting)
  const alike = new Map<string, number>()
  const seen = new Set<string>()
  for (let path = waiting.shift(), turns = 0; path !== undefined && turns < MOST_PAGES; path = waiting.shift(), turns++) {
    const { text, status } = await ask(path, { ...asPerson(by), headers: { accept: 'text/html' } })
    assert.ok(status < 500, `GET ${path} as ${by.name} → ${status}`)
    if (status !== 200) continue
    pages.add(path)
    for (const element of every(readPage(text))) {
      if (element.name === 'form' && element.says.get('method')?.toLowerCase() === 'post') {
        const form = formOf(element, path, by)
        const look = `${sortOf(form.action)} ${form.fields.map(({ name }) => name).join()}`
        if (!seen.has(look) && !ENDS.test(form.action)) forms.push(form)
        seen.add(look)
      }
      const link = plain(element.says.get('href')?.split('#')[0] ?? '')
      if (element.name !== 'a' || !/^\/(?![/]|assets|api)/.test(link) || /\.\w{2,4}$/.test(link) || met.has(link)) continue
      const many = alike.get(sortOf(link)) ?? 0
      alike.set(sortOf(link), many + 1)
      met.add(link)
      if (many < MOST_ALIKE) waiting.push(link)
    }
  }
}

/** Addresses that differ in what they are about are of one sort. */
const sortOf = (path: string): string => path.split('?')[0]!.replace(/[a-z]+_[0-9a-z]{20}|[0-9a-f]{64}|[a-z-]+--[0-9a-f-]{36}|[0-9a-f-]{36}|CVE-[\d-]+|\d+/g, ':')

function formOf(form: Element, page: string, by: Visitor): Form {
  const fields = new Map<string, string[]>()
  for (const { name: kind, says, children, text } of every(form)) {
    const name = plain(says.get('name') ?? '')
    if (name === '' || !['input', 'select', 'textarea', 'button'].includes(kind)) continue
    const values = kind === 'select' ? children.map((option) => plain(option.says.get('value') ?? wordsOf(option))) : [plain(kind === 'textarea' ? text : (says.get('value') ?? ''))]
    fields.set(name, [...(fields.get(name) ?? []), ...values])
  }
  const action = new URL(plain(form.says.get('action') ?? page), `http://hub.example${page}`)
  return { action: action.pathname + action.search, multipart: form.says.get('enctype') === 'multipart/form-data', fields: [...fields].map(([name, values]) => ({ name, values })), by }
}

/** What React writes as character references. */
const plain = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const nonsense: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.toWellFormed().replaceAll('\0', '')))

/** Mostly as it stands; some fields filled otherwise, left out, or twice, and one more than there are. */
function filledIn(forms: readonly Form[]): fc.Arbitrary<{ form: Form; pairs: Pairs }> {
  const field = ({ name, values }: Field): fc.Arbitrary<Pairs> => fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...values).map((value): Pairs => [[name, value]]) }, { weight: 3, arbitrary: nonsense.map((value): Pairs => [[name, value]]) },
    { weight: 1, arbitrary: fc.constant<Pairs>([]) }, { weight: 1, arbitrary: fc.tuple(nonsense, nonsense).map((both) => both.map((value): [string, string] => [name, value])) },
  )
  const more = fc.oneof({ weight: 4, arbitrary: fc.constant<Pairs>([]) }, { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...NAMES), nonsense).map((pair): Pairs => [pair]) })
  return fc.constantFrom(...forms).chain((form) => fc.tuple(...form.fields.map(field), more).map((parts) => ({ form, pairs: parts.flat() })))
}

function multipart(pairs: Pairs): { type: string; body: string } {
  const parts = pairs.map(([name, value]) => `--nonsense\r\nContent-Disposition: form-data; name="${name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}"${/file/.test(name) ? '; filename="a.json"' : ''}\r\n\r\n${value}\r\n`)
  return { type: 'multipart/form-data; boundary=nonsense', body: `${parts.join('')}--nonsense--\r\n` }
}

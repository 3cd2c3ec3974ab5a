/** Checking a proof: the same verdict in Node, in Chromium and on the page saved to disk, for good evidence and one changed byte of each kind. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { createPaperHub, keyFrom, START } from '../../packages/verifier/src/testing/paper-hub.ts'
import { check, type Told } from '../../portal/app/verify/check.ts'
import { accountOf, figures } from '../everywhere.ts'
import { missing, onStage, ROLES, startBrowser } from './stage.ts'

const NOW = (START + 365 * 86_400) * 1000
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A file, the policy to believe, and the answer there has to be. */
type Case = { name: string; file: string; policy: string; answer: string }
type Evidence = { entry: string; payload: string; proof: string; keys: { entry: string; payload: string; proof: string }[] }

/** One bit of the first byte that base64 holds. */
function flipped(base64: string): string {
  const raw = Buffer.from(base64, 'base64')
  raw[Math.floor(raw.length / 2)]! ^= 1
  return raw.toString('base64')
}

/** Changes one line of a proof: what stands in it, and the checkpoint below. */
const line = (proof: string, at: (lines: readonly string[]) => number, change: (line: string) => string): string => {
  const lines = proof.split('\n')
  const index = at(lines)
  lines[index] = change(lines[index] ?? assert.fail('no such line'))
  return lines.join('\n')
}
const signature = (which: number) => (lines: readonly string[]): number => lines.findIndex((each, n) => each.startsWith('— ') && lines.slice(0, n).filter((before) => before.startsWith('— ')).length === which)
const lastWord = (text: string): string => text.replace(/\S+$/, flipped)
/** The checkpoint's third line, after its origin and size. */
const root = (lines: readonly string[]): number => signature(0)(lines) - 2

async function cases(): Promise<Case[]> {
  const key = await keyFrom('first')
  const hub = await createPaperHub()
  const keys = await hub.registerKey(key)
  const act = await hub.signAct(key)
  const fact = hub.tell('members', 'organisation.suspended', { organisation: 'org_0123456789abcdefghjk' })
  const policy = hub.policyText
  const good = await hub.evidence(act, keys)
  const but = (change: (file: Evidence) => void): string => {
    const file = JSON.parse(good) as Evidence
    change(file)
    return JSON.stringify(file)
  }
  const refused: [name: string, change: (file: Evidence) => void][] = [
    ['a byte of the entry', (file) => void (file.entry = flipped(file.entry))],
    ['a byte of the content', (file) => void (file.payload = flipped(file.payload))],
    ['a byte of the proof', (file) => void (file.proof = line(file.proof, () => 2, flipped))],
    ['a byte of the root', (file) => void (file.proof = line(file.proof, root, flipped))],
    ['a byte of the log’s signature', (file) => void (file.proof = line(file.proof, signature(0), lastWord))],
    ['a byte of a cosignature', (file) => void (file.proof = line(file.proof, signature(1), lastWord))],
    ['a byte of a key’s entry', (file) => void (file.keys[0]!.entry = flipped(file.keys[0]!.entry))],
    ['a byte of a key’s registration', (file) => void (file.keys[0]!.payload = flipped(file.keys[0]!.payload))],
    ['no confirmation of the key', (file) => void file.keys.pop()],
  ]
  const elsewhere = await createPaperHub({ origin: 'elsewhere.example' })
  return [
    { name: 'a good act', file: good, policy, answer: 'verified' },
    { name: 'a good statement of the hub', file: await hub.evidence(fact, []), policy, answer: 'verified' },
    ...refused.map(([name, change]): Case => ({ name, file: but(change), policy, answer: 'refused' })),
    { name: 'without its keys', file: but((file) => void (file.keys = [])), policy, answer: 'not-covered' },
    { name: 'a policy of another log', file: good, policy: elsewhere.policyText, answer: 'not-covered' },
    { name: 'a policy that is none', file: good, policy: 'quorum', answer: 'trouble' },
    { name: 'no JSON', file: good.slice(1), policy, answer: 'refused' },
  ]
}

/** The answer and every step, each once. */
type Verdict = { answer: string; steps: string[] }
const once = (steps: readonly string[]): string[] => [...new Set(steps)].toSorted()
const inNode = (told: Told): Verdict =>
  'words' in told ? { answer: 'trouble', steps: [] } : { answer: told.answer, steps: once(told.steps.map(({ name, code, outcome }) => `${name}:${code} ${outcome}`)) }

async function onPage(page: Page): Promise<Verdict> {
  await page.locator('.verdict').waitFor()
  const answer = (await page.locator('.verdict').getAttribute('data-answer')) ?? ''
  const steps = await page.locator('.step').evaluateAll((all) => all.map((each) => `${each.getAttribute('data-step')} ${each.getAttribute('data-outcome')}`))
  return { answer, steps: once(steps) }
}

/** Chooses both files on a page that takes them, and waits for a new answer. */
async function checkOn(page: Page, { file, policy }: Pick<Case, 'file' | 'policy'>): Promise<Verdict> {
  await page.locator('.verdict').evaluateAll((all) => all.forEach((each) => each.remove()))
  const [first, second] = [page.locator('input[type=file]').nth(0), page.locator('input[type=file]').nth(1)]
  await first.setInputFiles({ name: 'act.evidence.json', mimeType: 'application/json', buffer: Buffer.from(file) })
  await second.setInputFiles({ name: 'alliance.policy', mimeType: 'text/plain', buffer: Buffer.from(policy) })
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  return onPage(page)
}

onStage('checking in the browser', {}, (stage) => {
  test('gives Node’s verdict, whatever was changed', async (t) => {
    const page = await (await stage.open()).newPage()
    await page.clock.setFixedTime(NOW)
    await page.goto('/verify')
    const all = await cases()
    for (const each of all) {
      await t.test(each.name, async () => {
        const expected = inNode(await check({ file: bytes(each.file), policy: each.policy, now: NOW }))
        assert.equal(expected.answer, each.answer, expected.steps.join('\n'))
        assert.deepEqual(await checkOn(page, each), expected)
      })
    }
    figures(`${all.length} files, one verdict each in Node and Chromium`)
  })

  test('of an act of this hub, from its own page: the verdict that Node has of the same files', async () => {
    const page = await (await stage.open()).newPage()
    const { entries } = (await stage.ask('/api/v1/log/entries?fact=pledges.pledge-signature&limit=1')).json()
    const { index, id } = entries[0] as { index: number; id: string }
    await page.goto(`/log/acts/${id}`)
    await page.getByRole('button', { name: 'Check it now' }).click()
    const shown = await onPage(page)
    const [file, policy] = [await stage.ask(`/log/evidence/${index}`), await stage.ask('/log/policy')]
    assert.deepEqual(shown, inNode(await check({ file: bytes(file.text), policy: policy.text, now: Date.now() })))
    assert.ok(shown.steps.includes('signature:signed ok') && shown.steps.includes('key:good ok'), shown.steps.join('\n'))
  })

  test('says it in Arabic too, from right to left', async () => {
    const page = await (await stage.open({ locale: 'ar' })).newPage()
    await page.goto('/log/acts/0?lang=ar')
    await page.locator('form[data-verify] button').click()
    await page.locator('.verdict').waitFor()
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    const texts = await page.locator('.step strong, .verdict h3, .verdict p').allInnerTexts()
    for (const text of texts) assert.match(text, /\p{Script=Arabic}/u)
  })

  test('without JavaScript the pages say that it is needed, and give the line for the terminal', async () => {
    for (const path of ['/log/acts/0', '/verify']) {
      const { text, status } = await stage.read(null, path)
      assert.equal(status, 200, path)
      assert.match(text, /<noscript>.*JavaScript.*<\/noscript>/s, path)
      assert.match(text, /accord log verify act\.evidence\.json --policy alliance\.policy/, path)
    }
  })

  test('a content that was taken away leaves a tombstone, its reason, and a proof', async () => {
    const { entries } = (await stage.ask('/api/v1/log/entries?fact=pledges.statement&limit=1')).json()
    const { id } = entries[0] as { id: string }
    const answer = await stage.ask(`/api/v1/log/entries/${id}/remove-payload`, { method: 'POST', json: { reason: 'It named a person.' }, token: accountOf(stage.house.guide, ROLES.secretariat).token })
    assert.equal(answer.status, 200, answer.text)
    const page = await (await stage.open()).newPage()
    await page.goto(`/log/acts/${id}`)
    await page.getByRole('heading', { name: 'The content was taken away' }).waitFor()
    assert.match(await page.getByRole('main').innerText(), /It named a person\./)
    await page.getByRole('button', { name: 'Check it now' }).click()
    const { answer: verdict, steps } = await onPage(page)
    assert.equal(verdict, 'not-covered')
    assert.ok(steps.includes('payload:removed not-covered') && steps.includes('inclusion:included ok'), steps.join('\n'))
  })

  test('the page to keep comes with a policy of its own, by the hashes of what it holds', async () => {
    const { headers, status } = await stage.ask('/verify/page.html', { headers: { accept: 'text/html' } })
    assert.equal(status, 200)
    const policy = String(headers['content-security-policy'])
    for (const rule of ["default-src 'none'", /script-src 'sha256-[\w+/=]+';/, /style-src 'sha256-[\w+/=]+';/, 'worker-src blob:', "frame-ancestors 'none'"]) assert.ok(typeof rule === 'string' ? policy.includes(rule) : rule.test(policy), `${rule} in ${policy}`)
    assert.doesNotMatch(policy, /unsafe|https?:|'self'|connect-src/)
    const page = await (await stage.open()).newPage()
    await page.clock.setFixedTime(NOW)
    await page.goto('/verify/page.html?lang=en')
    const [good] = await cases()
    assert.equal((await checkOn(page, good ?? assert.fail('no case'))).answer, 'verified')
  })
})

describe('the check saved to disk', { skip: missing() ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-saved-'))
  const saved = join(folder, 'accord-check.html')
  let browser: Browser
  before(async () => {
    const built = await import('node:fs/promises').then((fs) => fs.readFile(join(import.meta.dirname, '..', '..', 'portal', 'build', 'client', 'verify', 'page.html')))
    writeFileSync(saved, built)
    browser = await startBrowser()
  })
  after(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  for (const worker of [true, false]) {
    test(`works from file://, ${worker ? 'with a thread of its own' : 'and where no worker can be made'}: Node’s verdicts, and nothing asked of the network`, async () => {
      const context = await browser.newContext({ locale: 'en-GB' })
      const page = await context.newPage()
      const asked: string[] = []
      const complaints: string[] = []
      let workers = 0
      context.on('request', (request) => void asked.push(request.url()))
      page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
      page.on('pageerror', (error) => void complaints.push(error.message))
      page.on('worker', () => void workers++)
      if (!worker) await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker'))
      await page.clock.setFixedTime(NOW)
      await page.goto(pathToFileURL(saved).href)
      for (const each of await cases()) {
        const expected = inNode(await check({ file: bytes(each.file), policy: each.policy, now: NOW }))
        assert.deepEqual(await checkOn(page, each), expected, each.name)
      }
      assert.equal(workers > 0, worker, `${workers} workers`)
      assert.deepEqual(asked.filter((url) => !/^(file|blob|data):/.test(url)), [])
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }

  test('speaks each of its languages', async () => {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await page.goto(pathToFileURL(saved).href)
    const titles = new Set<string>()
    for (const tag of ['en', 'fr', 'es', 'ar', 'nl']) {
      await page.locator('#language').selectOption(tag)
      titles.add(await page.getByRole('heading', { level: 1 }).innerText())
      assert.equal(await page.locator('html').getAttribute('dir'), tag === 'ar' ? 'rtl' : 'ltr')
    }
    assert.equal(titles.size, 5)
  })
})

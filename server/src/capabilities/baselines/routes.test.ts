/** The routes through a real door: what goes in, what comes out as the contract has it. No account anywhere. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { Format } from 'typebox/format'
import { Value } from 'typebox/value'
import { contract } from '@openaccord/api'
import { anonymous } from '../../kernel/index.ts'
import { inOrder } from '../../demo/internet/sites.ts'
import type { Ask, RouteShape } from '../../platform/endpoint.ts'
import { createDoor } from '../../platform/http.ts'
import { createLog } from '../../platform/log.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { baselinesEndpoints } from './index.ts'
import { openRoom, type Room } from './testing/room.ts'

Format.Set('date-time', (text) => !Number.isNaN(Date.parse(text)))
const { baselines: routes } = contract

async function openDoor({ baselines, now }: Room) {
  const door = createDoor({
    publicUrl: 'http://127.0.0.1:9', loopback: true, clock: now, random: randomBytes, rates: 'off', log: createLog({ clock: now, destination: { write: () => {} } }),
    authenticate: async () => anonymous,
  })
  for (const { route, answer } of baselinesEndpoints(baselines)) {
    door.add(route, async ({ actor, params, query, body }) => answer({ actor, params, query, body, address: '203.0.113.7' } as unknown as Ask<RouteShape>))
  }
  await door.ready()
  /** Holds what succeeds against the contract's own shape. */
  return async (route: RouteShape, params: Record<string, string> = {}, body?: unknown) => {
    const answer = await door.inject({
      method: route.method, url: route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
      headers: { host: '127.0.0.1:9', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    const json = answer.json()
    if (answer.statusCode < 300) assert.deepEqual([...Value.Errors(route.reply, json)].map((error) => `${route.path} ${error.instancePath} ${error.message}`), [])
    else assert.ok(answer.statusCode < 500 && json.code.includes('.'), answer.body)
    return { status: answer.statusCode, json }
  }
}

describeOnEveryEngine('the routes of baselines', (open) => {
  test('all of them, from the question to what it was judged from', { timeout: 60_000 }, async () => {
    const room = await openRoom(await open(), [inOrder('good.example', '192.0.2.10', Date.now())])
    const ask = await openDoor(room)
    const { rules } = (await ask(routes.baselineRules)).json
    assert.ok(rules.length >= 14 && rules.every(({ sources }: { sources: unknown[] }) => sources.length > 0))
    const nothing = (await ask(routes.domainBaseline, { domain: 'good.example' })).json
    assert.deepEqual([nothing.check, nothing.report, nothing.history, nothing.again], [null, null, [], null])
    const asked = await ask(routes.checkDomain, {}, { domain: 'GOOD.example' })
    assert.deepEqual([asked.status, asked.json.domain], [202, 'good.example'])
    await room.baselines.settled()
    const { report, history, again } = (await ask(routes.domainBaseline, { domain: 'https://good.example/' })).json
    assert.deepEqual([report.id, history[0].id, report.sample, again !== null], [asked.json.id, asked.json.id, true, true])
    assert.deepEqual((await ask(routes.baselineReport, { report: report.id })).json, report)
    const { overall, web, mail, results } = report
    assert.equal(overall.passed, results.filter(({ mandatory, verdict }: { mandatory: boolean; verdict: string }) => mandatory && ['pass', 'notice'].includes(verdict)).length)
    assert.ok(web.applicable + mail.applicable >= overall.applicable)
    assert.equal((await ask(routes.baselineObservations, { report: report.id })).json['domain'], 'good.example')
    await room.close()
  })

  test('what is wrong is said with field, rule and fix', { timeout: 60_000 }, async () => {
    const room = await openRoom(await open(), [])
    const ask = await openDoor(room)
    for (const domain of ['127.0.0.1', 'a.local', 'co.uk', 'x', 'http://a.se:8080/', '\u0001']) {
      const { status, json } = await ask(routes.checkDomain, {}, { domain })
      assert.equal(status, 422, domain)
      assert.deepEqual([json.faults[0].field, typeof json.faults[0].rule, typeof json.faults[0].fix], ['/domain', 'string', 'string'])
    }
    for (const body of [{}, { domain: 1 }, { domain: '' }, { domain: 'x'.repeat(301) }, []]) assert.equal((await ask(routes.checkDomain, {}, body)).status, 400)
    assert.equal((await ask(routes.baselineReport, { report: 'nonsense' })).status, 400)
    assert.equal((await ask(routes.baselineReport, { report: 'baseline_00000000000000000000' })).status, 404)
    assert.equal((await ask(routes.baselineObservations, { report: 'baseline_00000000000000000000' })).status, 404)
    assert.equal((await ask(routes.domainBaseline, { domain: '::1' })).status, 422)
    await room.close()
  })
})

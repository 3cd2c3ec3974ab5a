/** What `accord doctor` asks of the hub: whether it answers, its certificate, clock, health, our token, and its TAXII side. */
import { connect } from 'node:tls'
import type { Client } from '@openaccord/api'
import { createTaxiiClient } from '@openaccord/taxii'
import { clientOf, interrupted } from '../../hub.ts'
import type { Profile } from '../../profile.ts'
import { count } from '../../terminal.ts'
import { attempt, fail, notice, ok, type Check } from './doctor-check.ts'

const PATIENCE_MS = 10_000
const SLOW_MS = 2_000
const DAY_MS = 86_400_000

export async function* lookAtHub({ url, token }: Profile): AsyncGenerator<Check[], void, undefined> {
  const reach = await attempt('reach', () => lookAtReach(url))
  yield reach
  if (reach.some(({ state }) => state === 'fail')) return
  if (url.startsWith('https:')) yield await attempt('tls', () => lookAtCertificate(new URL(url)))
  yield await attempt('ready', () => lookAtHealth(url))
  yield await attempt('api', () => lookAtApi(url))
  const client = clientOf(url, token)
  const known = await attempt('token', () => lookAtToken(client))
  yield known
  if (known.some(({ state }) => state === 'fail')) return
  yield await attempt('collections', () => lookAtCollections(client))
  yield await attempt('taxii', () => lookAtTaxii(url, token))
}

const ask = (url: string): Promise<Response> => fetch(url, { redirect: 'manual', signal: AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE_MS)]) })

async function lookAtReach(url: string): Promise<Check[]> {
  const began = Date.now()
  const response = await ask(`${url}/healthz`)
  await response.body?.cancel()
  const took = Date.now() - began
  if (!response.ok) return [fail('reach', `${url}/healthz answered ${response.status}`, 'check that this is the address of a hub; a proxy may stand between')]
  const reach = took > SLOW_MS ? notice('reach', `${url} answers, but after ${took} ms`, 'the network or the hub is slow') : ok('reach', `${url} answers in ${took} ms`)
  return [reach, ...lookAtClock(response.headers.get('date'), began + took / 2)]
}

/** HTTP dates count whole seconds. */
function lookAtClock(date: string | null, now: number): Check[] {
  const theirs = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return []
  const apart = Math.round(Math.abs(theirs + 500 - now) / 1000)
  if (apart > 300) return [fail('clock', `this clock and the hub’s are ${count(apart, 'second')} apart`, 'set this machine’s clock by NTP; certificates and --since depend on it')]
  if (apart > 5) return [notice('clock', `this clock and the hub’s are ${count(apart, 'second')} apart`, 'set this machine’s clock by NTP')]
  return [ok('clock', 'agrees with the hub’s')]
}

function lookAtCertificate({ hostname, port }: URL): Promise<Check[]> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({ host, port: Number(port || 443), servername: /^[\d.]+$|:/.test(host) ? '' : host, timeout: PATIENCE_MS }, () => {
      const { valid_to: until } = socket.getPeerCertificate()
      const protocol = socket.getProtocol() ?? ''
      socket.end()
      const days = Math.floor((Date.parse(until) - Date.now()) / DAY_MS)
      const words = `${protocol}, certificate good for ${count(days, 'day')}`
      resolve([days < 14 ? notice('tls', words, 'tell who operates the hub: it is to be renewed') : ok('tls', words)])
    })
    socket.on('error', reject)
    socket.on('timeout', () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
  })
}

async function lookAtHealth(url: string): Promise<Check[]> {
  const response = await ask(`${url}/readyz`)
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return [ok('ready', 'the hub says that it can serve')]
  const checks = typeof body === 'object' && body !== null && 'checks' in body && typeof body.checks === 'object' && body.checks !== null ? body.checks : {}
  const bad = Object.entries(checks).flatMap(([name, well]) => (well === true ? [] : [name]))
  return [fail('ready', `the hub says that it cannot serve now${bad.length === 0 ? '' : ` (${bad.join(', ')})`}`, 'tell who operates the hub; it goes on by itself when its store is back')]
}

async function lookAtApi(url: string): Promise<Check[]> {
  const alliance = await clientOf(url).members.alliance()
  if (typeof alliance.name !== 'string' || !Array.isArray(alliance.signIn)) {
    return [fail('api', 'what answers at /api/v1/alliance is not the API this command speaks', 'use the version of this command that goes with the hub')]
  }
  if (alliance.needsSetUp) return [notice('api', 'version 1; the alliance is not set up yet', 'open the link that the hub printed when it started')]
  return [ok('api', `version 1, “${alliance.name}”`)]
}

async function lookAtToken(client: Client): Promise<Check[]> {
  const { person, rights } = await client.members.me()
  const known = rights.length === 0
    ? fail('token', `you are ${person.name}, but this token may do nothing`, 'make one with scopes on the hub’s tokens page, then: accord login URL')
    : ok('token', `${person.name}: ${rights.join(', ')}`)
  const { tokens } = await client.members.tokens()
  const soon = tokens.filter((one) => one.person === person.id && Date.parse(one.expires) - Date.now() < 14 * DAY_MS)
  return [known, ...soon.map(({ name, expires }) => notice('token', `your token “${name}” expires on ${expires.slice(0, 10)}`, 'if it is this one, make a fresh one in time, then: accord login URL'))]
}

async function lookAtCollections(client: Client): Promise<Check[]> {
  const { collections } = await client.exchange.collections()
  const [read, write] = [collections.filter(({ canRead }) => canRead), collections.filter(({ canWrite }) => canWrite)]
  if (collections.length === 0) return [notice('collections', 'there is none that you may see', 'ask the secretariat to add your organisation to a community')]
  return [ok('collections', `${read.length} to read, ${write.length} to add to: ${collections.map(({ alias }) => alias).join(', ')}`)]
}

async function lookAtTaxii(url: string, token: string): Promise<Check[]> {
  const client = createTaxiiClient({ fetch: (address, init) => fetch(address, init), discoveryUrl: url, auth: { token }, signal: interrupted, timeoutMs: PATIENCE_MS, attempts: 2 })
  const { title, api_roots: roots = [] } = await client.discovery()
  if (roots.length === 0) return [fail('taxii', `“${title}” names no API root`, 'ask the secretariat to add your organisation to a community')]
  return [ok('taxii', `2.1, “${title}”, ${count(roots.length, 'API root')}`)]
}

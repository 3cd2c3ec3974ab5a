/** The keys' part of the contract: parse names, call one verb, show. What everyone may read names no people. */
import { contract } from '@openaccord/api'
import { parseOrganisationId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { on, type Endpoint } from '../../../platform/endpoint.ts'
import { dnsName, fileContent, fileUrl, proofLine, type KeyDomain } from '../model/domains.ts'
import type { Members } from '../verbs.ts'
import type { OwnKey, ShownKey } from '../verbs/keys.ts'

export function keysEndpoints(members: Members): Endpoint[] {
  const routes = contract.keys
  return [
    on(routes.ofOrganisation, async ({ params }) => ({ keys: (await members.keysOf(parseOrganisationId(params.organisation))).map(showKey) })),
    on(routes.key, async ({ params }) => showKey(await members.key(params.keyid))),
    on(routes.own, async ({ actor }) => {
      const { keys, domain, people } = await members.ownKeys(actor)
      return { keys: keys.map(showOwn), domain, people }
    }),
    on(routes.propose, async ({ actor, body }) => showOwn(await members.proposeKey(actor, body))),
    on(routes.rotate, async ({ actor, params, body }) => showOwn(await members.rotateKey(actor, params.keyid, body))),
    on(routes.confirm, async ({ actor, params }) => showOwn(await members.confirmKey(actor, params.keyid))),
    on(routes.withdraw, async ({ actor, params }) => showOwn(await members.withdrawKey(actor, params.keyid))),
    on(routes.declareDomain, async ({ actor, params, body }) => showOwn(await members.declareDomain(actor, params.keyid, body.domain))),
    on(routes.checkDomains, async ({ actor, params }) => showOwn(await members.checkDomains(actor, params.keyid))),
    on(routes.retire, async ({ actor, params, body }) => showOwn(await members.retireKey(actor, params.keyid, body))),
    on(routes.compromise, async ({ actor, params, body }) => showOwn(await members.compromiseKey(actor, params.keyid, body))),
    on(routes.confirmStated, async ({ actor, params }) => showOwn(await members.confirmStatedEnd(actor, params.keyid))),
    on(routes.withdrawStated, async ({ actor, params }) => showOwn(await members.withdrawStatedEnd(actor, params.keyid))),
    ...actEndpoints(members),
  ]
}

function actEndpoints(members: Members): Endpoint[] {
  const routes = contract.keys
  return [
    on(routes.prepareAct, async ({ actor, body }) => {
      const { expires, ...prepared } = await members.prepareAct(actor, body)
      return { ...prepared, expires: iso(expires) }
    }),
    on(routes.approveOptions, ({ actor, body, origin }) => members.approvalOptions(actor, body.statement, origin)),
    on(routes.approve, async ({ actor, body }) => {
      const { paeSha256, expires } = await members.approveAct(actor, body)
      return { done: true as const, paeSha256, expires: iso(expires) }
    }),
  ]
}

const when = (at: number | null): string | null => (at === null ? null : iso(at))

function showKey({ keyid, publicKey, organisation, standing, replaces, replacedBy, domains, proposed, active, history }: ShownKey) {
  const { state, at } = standing
  return {
    keyid, publicKey, organisation, state, replaces, replacedBy,
    domains: domains.map(showDomain),
    proposed: iso(proposed),
    active: when(active),
    ended: state === 'retired' || state === 'compromised' || state === 'withdrawn' ? iso(at) : null,
    firstDoubt: state === 'compromised' ? iso(standing.firstDoubt) : null,
    history: history.map((event) => ({ ...event, at: iso(event.at) })),
  }
}

function showDomain({ domain, result, detail, method, checked, verified, lost }: KeyDomain) {
  return { domain, result, detail, method, checked: when(checked), verified: when(verified), lost: when(lost) }
}

function showOwn(key: OwnKey) {
  const { stated } = key
  return {
    ...showKey(key),
    proposedBy: key.proposedByName,
    mine: key.mine,
    mayConfirm: key.mayConfirm,
    challenges: key.domains.map(({ domain, token }) => challenge(domain, proofLine(key.keyid, token))),
    stated: stated && {
      what: stated.what, by: key.statedByName, mine: key.statedByMe, at: iso(stated.at),
      firstDoubt: stated.what === 'compromised' ? iso(stated.firstDoubt) : null, note: stated.what === 'compromised' ? stated.note : null,
    },
    waitingFor: key.waiting,
  }
}

const challenge = (domain: string, line: string) => ({
  domain, dns: { name: dnsName(domain), type: 'TXT' as const, value: line }, file: { url: fileUrl(domain), content: fileContent(line) },
})

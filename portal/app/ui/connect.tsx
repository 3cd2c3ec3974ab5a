/** Lines to copy that connect a tool to one collection over TAXII 2.1. With a fresh token they are complete. */
import type { ReactNode } from 'react'
import { Code, Value } from './marks.tsx'
import { Pairs } from './table.tsx'
import { Say, useVisit, useWords } from './visit.tsx'

/** Stands where the token goes, until there is one. */
export const PLACEHOLDER = 'ACCORD_TOKEN'

type Taxii = { discovery: string; apiRoot: string; collection: string }
type Props = { taxii: Taxii; id: string; title: string; secret?: string | undefined; needsToken: boolean; mail?: string | undefined; canWrite: boolean }

export function Connect({ taxii, id, title, secret = PLACEHOLDER, needsToken, mail = '', canWrite }: Props) {
  const { origin } = useVisit()
  const { t } = useWords()
  const account = needsToken ? { mail, secret } : undefined
  const root = new URL(taxii.apiRoot).pathname.replace(/^\/|\/$/g, '')
  return (
    <>
      <Pairs pairs={[
        [t('connect.discovery'), <Value key="d">{taxii.discovery}</Value>],
        [t('connect.apiRoot'), <Value key="a">{taxii.apiRoot}</Value>],
        [t('connect.collection'), <Value key="c">{id}</Value>],
        [t('connect.user'), account === undefined ? null : <Value key="u">{account.mail}</Value>],
        [t('connect.password'), account === undefined ? null : <Value key="p">{account.secret}</Value>],
      ]} />
      <Tool name="curl" open><Code label="curl" text={curl(taxii, account, canWrite)} /></Tool>
      {account !== undefined && <Tool name="accord"><Code label="accord" text={accord(origin, id, account, canWrite)} /></Tool>}
      <Tool name="Python (taxii2-client)"><Code label="Python" text={python(taxii, account)} /></Tool>
      <Tool name="MISP">
        <p>{t('connect.misp')}</p>
        <Pairs pairs={[
          [t('connect.misp.url'), <Value key="u">{origin}</Value>],
          [t('connect.misp.root'), <Value key="r">{root}</Value>],
          [t('connect.misp.collection'), <Value key="c">{id}</Value>],
          [t('connect.misp.key'), account === undefined ? null : account.secret === PLACEHOLDER ? <Say key="k" k="connect.misp.keyFrom" /> : <Value key="k">{Buffer.from(`${account.mail}:${account.secret}`).toString('base64')}</Value>],
        ]} />
      </Tool>
      <Tool name="OpenCTI">
        <p>{t('connect.opencti')}</p>
        <Pairs pairs={[
          [t('connect.opencti.name'), title],
          [t('connect.opencti.uri'), <Value key="u">{taxii.apiRoot.replace(/\/$/, '')}</Value>],
          [t('connect.opencti.version'), <Value key="v">TAXII 2.1</Value>],
          [t('connect.collection'), <Value key="c">{id}</Value>],
          [t('connect.opencti.auth'), account === undefined ? t('connect.opencti.none') : t('connect.opencti.bearer')],
          [t('connect.opencti.token'), account === undefined ? null : <Value key="t">{account.secret}</Value>],
        ]} />
      </Tool>
    </>
  )
}

function Tool({ name, open = false, children }: { name: string; open?: boolean; children: ReactNode }) {
  return <details className="more" open={open}><summary>{name}</summary><div className="part">{children}</div></details>
}

type Account = { mail: string; secret: string } | undefined

function curl(taxii: Taxii, account: Account, canWrite: boolean): string {
  const auth = account === undefined ? '' : ` \\\n  -H 'Authorization: Bearer ${account.secret}'`
  const pull = `curl '${slashed(taxii.collection)}objects/?limit=100' \\\n  -H 'Accept: application/taxii+json;version=2.1'${auth}`
  const push = `curl -X POST '${slashed(taxii.collection)}objects/' \\\n  -H 'Accept: application/taxii+json;version=2.1' \\\n  -H 'Content-Type: application/taxii+json;version=2.1'${auth} \\\n  --data-binary @envelope.json`
  return canWrite && account !== undefined ? `${pull}\n\n${push}` : pull
}

function accord(origin: string, id: string, { secret }: { secret: string }, canWrite: boolean): string {
  const push = canWrite ? [`accord threats push --collection ${id} bundle.json`] : []
  return [`OPENACCORD_TOKEN='${secret}' accord login ${origin}`, `accord threats pull --collection ${id} --since last --output feed.ndjson`, ...push].join('\n')
}

function python(taxii: Taxii, account: Account): string {
  const auth = account === undefined ? '' : `,\n                        user="${account.mail}", password="${account.secret}"`
  return `from taxii2client.v21 import Collection, as_pages

collection = Collection("${taxii.collection}"${auth})
for envelope in as_pages(collection.get_objects, per_request=1000):
    for thing in envelope.get("objects", []):
        print(thing["id"])`
}

const slashed = (address: string): string => (address.endsWith('/') ? address : `${address}/`)

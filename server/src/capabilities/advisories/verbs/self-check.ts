/**
 * The hub looks at itself as a stranger would: through its own door, without credentials, following nothing; and holds what it
 * met against requirements 1 to 20 of CSAF 2.0 §7.1. What is closed is told in numbers to nobody, in names to nobody.
 */
import { checkRequirements, judgeRole, type RequirementResult, type Site } from '@openaccord/csaf'
import { hash } from 'node:crypto'
import type { Micros } from '@openaccord/names'
import { MINUTE } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { isOpen, LABELS, type Label } from '../model.ts'
import { verifyDetached } from '../signing-key.ts'
import { feedName } from '../files/provider.ts'
import { folderPath } from './book.ts'
import { PATHS, type ProviderVerbs } from './provider.ts'

export type SelfCheck = {
  looked: Micros
  requirements: readonly RequirementResult[]
  judged: ReturnType<typeof judgeRole>
  key: { fingerprint: string; path: string }
  folders: { label: Label; documents: number | null }[]
}
/** The documents that are fetched at most; of more, the newest. */
export const MOST_CHECKED = 300

export function createSelfCheck({ askOwn, origin, clock }: Pick<Means, 'askOwn' | 'origin' | 'clock'>, provider: ProviderVerbs) {
  let kept: { at: Micros; value: Promise<SelfCheck> } | undefined

  async function look(): Promise<SelfCheck> {
    const looked = clock()
    await provider.metadata()
    const met = new Map<string, { status: number; redirects: boolean }>()
    const files = new Map<string, string>()
    const fetched = async (path: string): Promise<string | undefined> => {
      const { status, text, headers } = await askOwn(path)
      met.set(path, { status, redirects: status >= 300 && status < 400 || /http-equiv="?refresh/i.test(text) || headers['refresh'] !== undefined })
      if (status === 200) files.set(asHttps(origin + path), asHttps(text))
      return status === 200 ? text : undefined
    }
    for (const path of [PATHS.metadata, PATHS.securityTxt, PATHS.service, PATHS.category]) await fetched(path)
    const keys = await provider.publicKeys()
    for (const { fingerprint } of keys) await fetched(PATHS.key(fingerprint))
    const folders: SelfCheck['folders'] = []
    const signatures = new Map<string, boolean>()
    for (const label of LABELS) folders.push({ label, documents: await lookInto(label) })
    const results = checkRequirements({
      domain: new URL(origin).host, providerMetadataUrl: asHttps(origin + PATHS.metadata), files,
      isProtected: (url) => [401, 403].includes(met.get(pathOf(url))?.status ?? 0),
      digest: (algorithm, text) => hash(algorithm, asServed(text), 'hex'),
      verify: (text, signature) => signatures.get(`${hash('sha256', asServed(text), 'hex')} ${signature}`) ?? false,
    } satisfies Site)
    const requirements = results.map((result) => told(onTheNetwork(result, met)))
    return { looked, requirements, judged: judgeRole(requirements, 'csaf_trusted_provider'), key: { fingerprint: keys[0]?.fingerprint ?? '', path: PATHS.key(keys[0]?.fingerprint ?? '') }, folders }

    /** Open folders as a stranger meets them; of closed ones the refusal, and behind it what the room itself keeps. */
    async function lookInto(label: Label): Promise<number | null> {
      const base = folderPath(label)
      const listing = await provider.listingOf(label, 'all')
      const paths = listing.documents.slice(0, MOST_CHECKED).map(({ path }) => path)
      for (const name of ['index.txt', 'changes.csv', feedName(label)]) {
        await fetched(base + name)
        if (!isOpen(label)) files.set(asHttps(origin + base + name), asHttps((await provider.listed(label, name, 'all')).text))
      }
      await fetched(base)
      for (const path of paths) await lookAt(label, path)
      return isOpen(label) ? listing.documents.length : null
    }

    async function lookAt(label: Label, path: string): Promise<void> {
      const base = folderPath(label) + path
      for (const ending of ['', '.sha256', '.sha512', '.asc']) await fetched(base + ending)
      if (!isOpen(label)) {
        const file = await provider.documentOf(label, path)
        const text = new TextDecoder().decode(file.bytes)
        for (const [ending, content] of [['', text], ['.sha256', `${file.sha256}  x\n`], ['.sha512', `${file.sha512}  x\n`], ['.asc', file.signature]] as const) files.set(asHttps(origin + base + ending), asHttps(content))
      }
      const [text, signature] = [files.get(asHttps(origin + base)), files.get(asHttps(`${origin}${base}.asc`))]
      if (text !== undefined && signature !== undefined) signatures.set(`${hash('sha256', asServed(text), 'hex')} ${signature}`, await verifyDetached(new TextEncoder().encode(asServed(text)), signature, keys.map(({ publicKey }) => publicKey), looked))
    }
  }

  // A hub on a desk is reached over http. Everything else about it can be looked at all the same, as if it were https;
  // requirement 3 says what is the case.
  const secure = origin.startsWith('https://')
  const https = origin.replace(/^http:/, 'https:')
  const asHttps = (text: string): string => (secure ? text : text.replaceAll(origin, https))
  const asServed = (text: string): string => (secure ? text : text.replaceAll(https, origin))
  const pathOf = (url: string): string => url.slice(https.length)

  /** What texts cannot show: 3, 6 and 14. 10 needs a name of its own, and is one of three ways. */
  function onTheNetwork(result: RequirementResult, met: ReadonlyMap<string, { status: number; redirects: boolean }>): RequirementResult {
    const finding = (url: string, message: string, fix: string) => ({ url, rule: `7.1.${result.number}`, message, fix })
    if (result.number === 3 && !secure) return { ...result, state: 'broken', findings: [finding(origin, 'is reached over http', 'reach the hub over https: see OPENACCORD_ORIGIN')] }
    if (result.number === 6) return withFindings(result, [...met].filter(([, { redirects }]) => redirects).map(([path]) => finding(origin + path, 'redirects', 'serve it where it is listed')))
    if (result.number === 14) return withFindings(result, LABELS.filter((label) => isOpen(label) && met.get(folderPath(label))?.status !== 200).map((label) => finding(origin + folderPath(label), 'cannot be listed', 'serve a list of what is in it')))
    if (result.number === 10) return { ...result, state: 'not-run', reason: 'A name csaf.data.security in front of the domain is one of three ways to be found (8, 9, 10); this hub is found by the other two.', reasonCode: 'found-otherwise' }
    return result
  }

  return {
    /** Looks again when the last look is a minute old; one look at a time. */
    provider(): Promise<SelfCheck> {
      const now = clock()
      if (kept === undefined || now < kept.at || now - kept.at >= MINUTE) {
        const value = look()
        kept = { at: now, value }
        value.catch(() => (kept = undefined))
      }
      return kept.value
    },
  }
}

function withFindings({ number, title }: RequirementResult, findings: RequirementResult['findings']): RequirementResult {
  return { number, title, state: findings.length > 0 ? 'broken' : 'met', findings }
}

/** Names of what is closed do not leave here. */
function told(result: RequirementResult): RequirementResult {
  const findings = result.findings.map((finding) => (finding.url.includes('/csaf-protected/') ? { ...finding, url: 'a document that is not open', message: 'is not as it should be' } : finding))
  return { ...result, findings }
}

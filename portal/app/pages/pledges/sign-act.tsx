/** Signs one act: what it says, then the exact words, then by passkey and key, or with a key file. */
import { data, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage, refuse, type Asked } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Me } from '../../context.ts'
import { ButtonLink, Form, Submit } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { Signing } from '../../ui/sign.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { ActFields, type Known } from './act-fields.tsx'
import { isActHere, RENAMED, saysOf, type ActHere } from './says.ts'

export const handle = { at: 'signAct', lively: true }

/** Acts of the secretariat: two persons of it. */
const OF_SECRETARIAT: ReadonlySet<ActHere> = new Set(['pledge-version', 'succession', 'affiliation'])

export const loader = memberPage(async (visit) => {
  const kind = visit.params['kind'] ?? ''
  if (!isActHere(kind) || (OF_SECRETARIAT.has(kind) && !visit.me.rights.includes('accord.keep'))) throw data(null, { status: 404 })
  return { kind, known: await gather(visit, kind) }
}, 'acts.sign')

/** What the form offers to choose from, and what it can fill in. */
async function gather({ api, me, url }: Asked & { me: Me }, kind: ActHere): Promise<Known> {
  const { current, versions } = await api.pledges.pledgeVersions()
  const asked = url.searchParams.get('version')
  const version = versions.find((each) => each.version === (asked ?? current)) ?? null
  const clauses = kind === 'statement' || kind === 'conflict-of-law'
  const reading = clauses && current !== null ? (await api.pledges.pledge({ params: { version: current }, query: {} })).reading : null
  const named = kind === 'succession' || kind === 'affiliation' ? (await api.members.organisations()).organisations : []
  const entry = (await api.pledges.duties()).entry
  const conflicts = kind === 'conflict-of-law-lifted' && entry !== null ? (await api.pledges.entry({ params: { slug: entry.slug } })).conflicts.filter(({ lifted }) => lifted === null) : []
  const ceremonies = kind === 'pledge-signature' ? (await api.pledges.ceremonies()).ceremonies : []
  const ceremony = ceremonies.find(({ id, state }) => id === url.searchParams.get('ceremony') && state === 'open')
  return {
    person: me.person.name, organisation: me.organisation.name, country: me.organisation.country, legalName: entry?.legalName ?? me.organisation.name, officer: entry?.officer ?? null,
    version: version === null ? null : { version: version.version, sha256: version.sha256, major: version.major },
    clauses: reading?.principles.flatMap((principle) => [{ id: principle.id, text: principle.title }, ...principle.clauses]) ?? [],
    organisations: named.map(({ id, name }) => ({ id, name })),
    conflicts: conflicts.map(({ fact, law }) => ({ fact, law })),
    ceremony: ceremony === undefined ? null : { id: ceremony.id, title: ceremony.title },
  }
}

export const action = form(async ({ api, params, words }, filled) => {
  const kind = params['kind'] ?? ''
  if (!isActHere(kind)) throw data(null, { status: 404 })
  const ceremony = filled.text('ceremony')
  if (filled.intent !== 'hand-in') {
    return { prepared: await api.pledges.prepareAct({ body: { kind, says: saysOf(kind, filled) } }), ceremony }
  }
  const file = filled.fields.get('file')
  const envelope = file === null || typeof file === 'string' || file.size === 0 ? filled.text('envelope') : await file.text()
  if (envelope.trim() === '') return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('sign.file.nothing') })
  const { outcome } = await api.pledges.submitAct({ body: { envelope, ...(ceremony === '' ? {} : { ceremony }) } })
  return doneAt(pathTo('duties'), outcome === 'held' ? 'actHeld' : outcome === 'waits-for-second' ? 'actWaits' : 'actLogged')
}, RENAMED)

export default function SignAct() {
  const { kind, known } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const above = [{ name: t('place.duties'), path: pathTo('duties') }]
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <Ready kind={kind} known={known} result={result} />
  // an envelope that was refused: the words it was made for are gone, and are prepared anew
  const handedIn = isTrouble(result) && result.form === 'hand-in'
  return (
    <Page at="signAct" title={t(`duty.${kind}`)} above={above} sentence={<Sentence kind={kind} />} wrong={isTrouble(result)}>
      {handedIn && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
      <Form intent="prepare" result={result} action={pathTo('signAct', { kind })}>
        <ActFields kind={kind} known={known} />
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </Page>
  )
}

function Sentence({ kind }: { kind: ActHere }) {
  const { t, has } = useWords()
  const key = `sign.sentence.${kind}`
  return has(key) ? t(key) : t('sign.sentence')
}

type Result = { prepared: { kind: string; statement: string; keyids: string[]; expires: string; words: string }; ceremony: string }

const duties = (done: string) => pathTo('duties', {}, { done })

function Ready({ kind, known, result: { prepared, ceremony } }: { kind: ActHere; known: Known; result: Result }) {
  const { me } = useVisit()
  const { t } = useWords()
  const named = [...known.organisations, ...(me === null ? [] : [me.organisation])]
  const here = pathTo('signAct', { kind }, ceremony === '' ? {} : { ceremony })
  const audience = t(OF_SECRETARIAT.has(kind) ? 'sign.who.second' : ceremony === '' ? 'sign.who.says' : 'sign.who.held')
  return (
    <Page at="signAct" title={t('sign.ready.title')} above={[{ name: t('place.duties'), path: pathTo('duties') }, { name: t(`duty.${kind}`), path: here }]} sentence={t('sign.ready.sentence')}>
      <Signing
        prepared={prepared} audience={audience} submit="/api/v1/pledges/acts" more={ceremony === '' ? {} : { ceremony }} result={undefined}
        done={duties('actLogged')} doneHeld={duties('actHeld')} doneWaits={duties('actWaits')} names={Object.fromEntries(named.map(({ id, name }) => [id, name]))}
      >
        <div className="actions"><ButtonLink to={here}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}

/** A new signing key: made in the browser, or as a key file whose registration is handed in. */
import { data, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage, refuse, type Filled } from '../../page.ts'
import { pathTo, SIGN_STATEMENT } from '../../paths.ts'
import { FileField, Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Code, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { SaidIn } from '../../ui/sign.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'newSigningKey' }

const KEYID = /^[0-9a-f]{64}$/

export const loader = memberPage(async ({ api, url }) => {
  const { keys, domain } = await api.keys.own()
  const asked = url.searchParams.get('replaces')
  const old = asked === null ? null : keys.find(({ keyid, state }) => keyid === asked && state === 'active')
  if (old === undefined) throw data(null, { status: 404 })
  const domains = old === null ? (domain === null ? [] : [domain]) : old.domains.map((each) => each.domain)
  return { replaces: old === null ? null : old.keyid, domains }
}, 'keys.manage')

export const action = form(async ({ api, url, words }, filled) => {
  const replaces = url.searchParams.get('replaces') ?? ''
  if (replaces !== '' && !KEYID.test(replaces)) throw data(null, { status: 404 })
  if (filled.intent === 'prepare') {
    const says = { publicKey: filled.text('publicKey').toLowerCase(), ...(replaces === '' ? {} : { replaces }) }
    return { prepared: await api.keys.prepareAct({ body: { kind: 'key-registration', says } }), domains: filled.text('domains') }
  }
  const envelope = await envelopeIn(filled)
  if (envelope.trim() === '') return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('sign.file.nothing') })
  const domains = filled.text('domains').split(/[\s,]+/).filter((domain) => domain !== '')
  const body = { envelope, ...(domains.length === 0 ? {} : { domains }) }
  const { keyid } = replaces === '' ? await api.keys.propose({ body }) : await api.keys.rotate({ params: { keyid: replaces }, body })
  return doneAt(pathTo('ownSigningKey', { keyid }), 'keyProposed')
}, { publicKey: 'publicKey', 'says.publicKey': 'publicKey', 'predicate.publicKey': 'publicKey' })

/** From the file that was chosen, or what was pasted. */
export async function envelopeIn({ fields, text }: Filled): Promise<string> {
  const file = fields.get('file')
  return file === null || typeof file === 'string' || file.size === 0 ? text('envelope') : file.text()
}

export default function NewSigningKey() {
  const { replaces, domains } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { me } = useVisit()
  const { t } = useWords()
  const prepared = result !== undefined && !isTrouble(result) && 'prepared' in result ? result.prepared : undefined
  const here = pathTo('newSigningKey', {}, replaces === null ? {} : { replaces })
  return (
    <Page
      at="newSigningKey" title={t('place.newSigningKey')} wrong={isTrouble(result)}
      sentence={replaces === null ? t('newKey.sentence') : <Say k="newKey.sentence.replaces" old={<Value>{`${replaces.slice(0, 16)}…`}</Value>} />}
    >
      {prepared === undefined && <InBrowser replaces={replaces} domains={domains} organisation={me?.organisation ?? null} />}
      <Part title={t('newKey.file')}>
        <p>{t('newKey.file.says')}</p>
        {prepared === undefined ? (
          <>
            <h3>{t('newKey.file.make')}</h3>
            <Code label={t('newKey.file.make')} text="accord keygen --output signing-key.pem" />
            <Form intent="prepare" result={result} action={here}>
              <Field name="publicKey" label={t('newKey.file.public')} help={t('newKey.file.public.help')} maxLength={64} />
              <TextArea name="domains" label={t('newKey.domains')} help={t('newKey.domains.help')} value={domains.join('\n')} optional />
              <Submit kind="plain">{t('newKey.file.prepare')}</Submit>
            </Form>
          </>
        ) : <Registration statement={prepared.statement} both={replaces !== null} />}
        <HandIn result={result} action={here} domains={result !== undefined && 'domains' in result ? result.domains : domains.join('\n')} />
      </Part>
    </Page>
  )
}

function InBrowser({ replaces, domains, organisation }: { replaces: string | null; domains: readonly string[]; organisation: { id: string; name: string } | null }) {
  const { t } = useWords()
  return (
    <>
      <noscript><p className="quiet">{t('sign.noScript')}</p></noscript>
      <section className="part" data-needs-script="" hidden>
        <h2>{t('newKey.here')}</h2>
        <p><bdi>{t('newKey.says', { organisation: organisation?.name ?? '' })}</bdi></p>
        <Notice><p>{t('newKey.lost')}</p></Notice>
        <form className="form" data-make-key={organisation?.id ?? ''} data-replaces={replaces ?? ''} data-done={`${pathTo('ownSigningKey', { keyid: 'KEYID' })}?done=keyProposed`}>
          <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('newKey.failed')} data-unsupported={t('newKey.unsupported')} />
          <p data-old-absent="" hidden>{t('newKey.old.absent')}</p>
          <div className="form" data-some="">
            <div className="field">
              <label className="label" htmlFor="here-domains">{t('newKey.domains')}</label>
              <p className="help" id="here-domains-help">{t('newKey.domains.help')}</p>
              <textarea className="input" id="here-domains" aria-describedby="here-domains-help" dir="ltr" defaultValue={domains.join('\n')} />
            </div>
            <Submit>{t('newKey.go')}</Submit>
          </div>
        </form>
      </section>
    </>
  )
}

/** What the key will sign, and how to sign it where the key file is. */
function Registration({ statement, both }: { statement: string; both: boolean }) {
  const { csrf } = useVisit()
  const { t } = useWords()
  const first = 'accord sign key-registration.json --key signing-key.pem --output registration.json'
  return (
    <>
      <SaidIn statement={statement} names={{}} />
      <form method="post" action={SIGN_STATEMENT}>
        {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
        <input type="hidden" name="statement" value={statement} />
        <input type="hidden" name="file" value="key-registration.json" />
        <Submit kind="plain">{t('newKey.file.download')}</Submit>
      </form>
      <Code label={t(both ? 'newKey.file.sign.both' : 'newKey.file.sign')} text={both ? `accord sign key-registration.json --key signing-key.pem --output first.json\naccord sign first.json --key old-key.pem --output registration.json` : first} />
    </>
  )
}

function HandIn({ result, action, domains }: { result: unknown; action: string; domains: string }) {
  const { t } = useWords()
  return (
    <Form intent="hand-in" result={result} upload approve action={action}>
      <input type="hidden" name="domains" value={domains} />
      <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('sign.here.failed')} />
      <FileField name="file" label={t('newKey.envelope')} help={t('newKey.envelope.help')} accept=".json,application/json" />
      <TextArea name="envelope" label={t('sign.file.paste')} machine optional />
      <Submit kind="plain">{t('newKey.envelope.go')}</Submit>
    </Form>
  )
}

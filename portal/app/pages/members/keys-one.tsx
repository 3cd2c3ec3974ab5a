/** One of our signing keys: what is still missing in a sentence, its proofs, and what one can do with it. */
import { data, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage, type Asked, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, ButtonLink, Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Code, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Signing } from '../../ui/sign.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { KeyChip, KeyDomains, KeyHistory } from '../ledger/signing-key.tsx'
import { instantOf } from '../pledges/says.ts'
import { envelopeIn } from './keys-new.tsx'
import { useWaiting, type OwnKey } from './keys-waiting.ts'

export const handle = { at: 'ownSigningKey' }

export const loader = memberPage(async ({ api, params }) => {
  const key = (await api.keys.own()).keys.find(({ keyid }) => keyid === params['keyid'])
  if (key === undefined) throw data(null, { status: 404 })
  return key
}, 'keys.manage')

export const action = form(async (visit, filled) => {
  const { api, params: { keyid = '' } } = visit
  const params = { keyid }
  const back = (done: string) => doneAt(pathTo('ownSigningKey', { keyid }), done)
  switch (filled.intent) {
    case 'confirm': await api.keys.confirm({ params, body: {} }); return back('keyConfirmed')
    case 'withdraw': await api.keys.withdraw({ params, body: {} }); return back('keyWithdrawn')
    case 'check': await api.keys.checkDomains({ params, body: {} }); return back('keyChecked')
    case 'domain': await api.keys.declareDomain({ params, body: { domain: filled.text('domain') } }); return back('keyDomain')
    case 'second-voice': await api.keys.confirmStated({ params, body: {} }); return back('keyEnded')
    case 'unstate': await api.keys.withdrawStated({ params, body: {} }); return back('keyUnstated')
    case 'retire': case 'compromise': return end(visit, filled, filled.intent)
    case 'hand-in': return handIn(visit, filled)
    default: throw data(null, { status: 400 })
  }
}, { 'says.firstDoubt': 'firstDoubt', 'says.note': 'note', 'predicate.firstDoubt': 'firstDoubt' })

/** Signed by another active key where there is one; otherwise stated, and a second person confirms it. */
async function end({ api, params: { keyid = '' } }: Asked, { text }: Filled, what: 'retire' | 'compromise') {
  const note = text('note')
  const doubt = { firstDoubt: instantOf(text('firstDoubt')), ...(note === '' ? {} : { note }) }
  const kind = what === 'retire' ? 'key-retirement' as const : 'key-compromise' as const
  const prepared = await api.keys.prepareAct({ body: { kind, says: { keyid, ...(what === 'retire' ? { reason: 'no-longer-needed' } : doubt) } } })
  if (prepared.keyids.length > 0) return { prepared, what }
  const params = { keyid }
  await (what === 'retire' ? api.keys.retire({ params, body: {} }) : api.keys.compromise({ params, body: doubt }))
  return doneAt(pathTo('ownSigningKey', { keyid }), 'keyStated')
}

/** An envelope that was signed with a key file: which end it states, it says itself. */
async function handIn({ api, params: { keyid = '' } }: Asked, filled: Filled) {
  const [params, envelope] = [{ keyid }, await envelopeIn(filled)]
  const retires = statedIn(envelope).includes('urn:openaccord:act:key-retirement:1')
  await (retires ? api.keys.retire({ params, body: { envelope } }) : api.keys.compromise({ params, body: { envelope } }))
  return doneAt(pathTo('ownSigningKey', { keyid }), 'keyEnded')
}

function statedIn(envelope: string): string {
  try {
    const read: unknown = JSON.parse(envelope)
    return typeof read === 'object' && read !== null && 'payload' in read ? Buffer.from(String(read.payload), 'base64').toString() : ''
  } catch {
    return ''
  }
}

export default function OwnSigningKey() {
  const key = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t, time } = useWords()
  const waiting = useWaiting()
  const { keyid, state, proposed, proposedBy } = key
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <SignEnd keyid={keyid} result={result} />
  return (
    <Page at="ownSigningKey" title={`${keyid.slice(0, 16)}…`} titleLanguage="" sentence={waiting(key)} wrong={isTrouble(result)} api={`/api/v1/keys/${keyid}`}>
      <Stated stated={key.stated} result={result} />
      {key.mayConfirm && state === 'proposed' && (
        <Notice kind="attention" title={t('ownKey.confirm')}>
          <p>{t('ownKey.confirm.says')}</p>
          <Form intent="confirm" result={result}><Submit>{t('ownKey.confirm')}</Submit></Form>
        </Notice>
      )}
      <Part title={t('signingKey.facts')}>
        <Pairs pairs={[
          [t('field.state'), <span key="s"><KeyChip state={state} /> <span className="quiet" data-key-here={keyid} hidden>{t('ownKeys.here')}</span></span>],
          [t('signingKey.keyid'), <Value key="i">{keyid}</Value>],
          [t('signingKey.publicKey'), <Value key="p">{key.publicKey}</Value>],
          [t('signingKey.event.proposed'), proposedBy === null ? time(proposed) : <bdi key="b">{t('ownKey.proposed.by', { person: proposedBy, at: time(proposed) })}</bdi>],
          [t('signingKey.replaces'), key.replaces === null ? null : <a key="r" href={pathTo('ownSigningKey', { keyid: key.replaces })}><Value>{key.replaces}</Value></a>],
          [t('signingKey.replacedBy'), key.replacedBy === null ? null : <a key="n" href={pathTo('ownSigningKey', { keyid: key.replacedBy })}><Value>{key.replacedBy}</Value></a>],
        ]} />
        <p><a href={pathTo('signingKey', { keyid })}>{t('ownKey.public')}</a></p>
      </Part>
      {(state === 'proposed' || state === 'confirmed' || state === 'active') && <Proofs ours={key} result={result} />}
      <KeyDomains domains={key.domains} />
      {state === 'active' && key.stated === null && <Ends keyid={keyid} result={result} />}
      {(state === 'proposed' || state === 'confirmed') && <Act intent="withdraw" kind="danger" label={t('ownKey.withdraw')} />}
      <KeyHistory history={key.history} />
    </Page>
  )
}

function Stated({ stated, result }: { stated: OwnKey['stated']; result: unknown }) {
  const { t, time } = useWords()
  if (stated === null) return null
  return (
    <Notice kind="attention">
      <p><bdi>{t(`ownKey.stated.${stated.what}`, { person: stated.by ?? '', at: time(stated.at), doubt: stated.firstDoubt === null ? '' : time(stated.firstDoubt) })}</bdi></p>
      {stated.note !== null && <p dir="auto">{stated.note}</p>}
      <div className="actions">
        {!stated.mine && <Form intent="second-voice" result={result}><Submit>{t('ownKey.stated.confirm')}</Submit></Form>}
        <Act intent="unstate" label={t('ownKey.stated.withdraw')} />
      </div>
    </Notice>
  )
}

function Proofs({ ours: { challenges, domains }, result }: { ours: OwnKey; result: unknown }) {
  const { t } = useWords()
  const open = challenges.filter(({ domain }) => domains.find((each) => each.domain === domain)?.result !== 'verified')
  return (
    <Part title={t('ownKey.proofs')}>
      {open.length > 0 && <p>{t('ownKey.proofs.says')}</p>}
      {open.map(({ domain, dns, file }) => (
        <section key={domain} className="part">
          <h3 dir="ltr">{domain}</h3>
          <Code label={t('ownKey.proofs.dns')} text={`${dns.name}. ${dns.type} "${dns.value}"`} />
          <p><Say k="ownKey.proofs.file" url={<Value>{file.url}</Value>} /></p>
          <Code label={t('ownKey.proofs.file', { url: file.url })} text={file.content} />
        </section>
      ))}
      {challenges.length > 0 && <Form intent="check" result={result}><Submit kind={open.length > 0 ? 'first' : 'plain'}>{t('ownKey.check')}</Submit></Form>}
      <Form intent="domain" result={result} shape="row" label={t('ownKey.domain.add')}>
        <Field name="domain" label={t('ownKey.domain.add')} maxLength={240} />
        <Submit kind="plain">{t('ownKey.domain.go')}</Submit>
      </Form>
    </Part>
  )
}

function Ends({ keyid, result }: { keyid: string; result: unknown }) {
  const { t } = useWords()
  return (
    <>
      <Part title={t('ownKey.replace')}>
        <p>{t('ownKey.replace.says')}</p>
        <div className="actions"><ButtonLink to={pathTo('newSigningKey', {}, { replaces: keyid })}>{t('ownKey.replace.go')}</ButtonLink></div>
      </Part>
      <Part title={t('ownKey.retire')}>
        <p>{t('ownKey.retire.says')} {t('ownKey.end.how')}</p>
        <Form intent="retire" result={result}><Submit kind="plain">{t('ownKey.retire.go')}</Submit></Form>
      </Part>
      <Part title={t('ownKey.compromise')} id="compromise">
        <p>{t('ownKey.compromise.says')} {t('ownKey.end.how')}</p>
        <Form intent="compromise" result={result}>
          <Field name="firstDoubt" type="datetime-local" label={t('ownKey.firstDoubt')} help={t('ownKey.firstDoubt.help')} />
          <TextArea name="note" label={t('ownKey.note')} help={t('ownKey.note.help')} maxLength={500} optional />
          <Submit kind="danger">{t('ownKey.compromise.go')}</Submit>
        </Form>
      </Part>
    </>
  )
}

type Ending = { prepared: { kind: string; statement: string; keyids: string[]; expires: string }; what: 'retire' | 'compromise' }

function SignEnd({ keyid, result: { prepared, what } }: { keyid: string; result: Ending }) {
  const { t } = useWords()
  const here = pathTo('ownSigningKey', { keyid })
  return (
    <Page at="ownSigningKey" title={t('ownKey.end.sign')} above={[{ name: t('place.signingKeys'), path: pathTo('signingKeys') }, { name: `${keyid.slice(0, 16)}…`, path: here }]} sentence={t('ownKey.end.sentence')}>
      <Signing prepared={prepared} audience={t('sign.who.says')} submit={`/api/v1/keys/${keyid}/${what}`} done={`${here}?done=keyEnded`} result={undefined}>
        <div className="actions"><ButtonLink to={here}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}

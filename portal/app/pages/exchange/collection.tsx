/** One collection: who sees what is put into it, and lines to copy that connect a tool, with a fresh token if wanted. */
import { useActionData, useLoaderData } from 'react-router'
import { ApiError, type Client } from '@openaccord/api'
import { form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Connect, PLACEHOLDER } from '../../ui/connect.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Names } from '../../ui/intake.tsx'
import { Code, Theirs, Time, TlpMark, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'collection' }

export const loader = page(async ({ api, me, params }) => {
  const id = { params: { collection: params['id'] ?? '' } }
  const mayRead = me?.rights.includes('threats.read') === true
  const [collection, audience] = await Promise.all([api.exchange.collection(id), mayRead ? audienceOf(api.exchange.audience(id)) : { levels: [] }])
  return { collection, levels: audience.levels }
})

/** Said to those inside the community; an outsider sees the collection without it. */
async function audienceOf(asked: ReturnType<Client['exchange']['audience']>): Promise<Awaited<typeof asked>> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return { levels: [] }
    throw error
  }
}

/** A token for this very purpose: may read, and write where the collection lets this person. */
export const action = form(async ({ api, me, params }, { text }) => {
  const collection = await api.exchange.collection({ params: { collection: params['id'] ?? '' } })
  const wanted = collection.canWrite ? (['threats.read', 'threats.share'] as const) : (['threats.read'] as const)
  const scopes = wanted.filter((right) => me?.rights.includes(right) ?? false)
  const days = Number(text('days'))
  return { made: await api.members.makeToken({ body: { name: text('name'), scopes: [...scopes], days: Number.isInteger(days) ? days : 0 } }) }
})

export default function Collection() {
  const { collection, levels } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { me } = useVisit()
  const { t, number } = useWords()
  const curates = me?.rights.includes('communities.curate') === true
  // to outsiders the community is not named
  const inside = curates || me?.communities.some(({ id }) => id === collection.community) === true
  const made = result !== undefined && !isTrouble(result) ? result.made : undefined
  return (
    <Page
      at="collection" title={collection.title} api={`/api/v1/collections/${collection.id}`} wrong={isTrouble(result)}
      sentence={<Theirs>{collection.description === '' ? t('collection.sentence', { community: collection.communityName }) : collection.description}</Theirs>}
      actions={
        <>
          {collection.canWrite && me?.rights.includes('threats.share') === true && <ButtonLink kind="first" to={pathTo('share', {}, { collection: collection.id })}>{t('collection.shareInto')}</ButtonLink>}
          <ButtonLink to={pathTo('threats', {}, { collection: collection.id })}>{t('collection.see')}</ButtonLink>
          {curates && <ButtonLink to={pathTo('collectionSettings', { id: collection.id })}>{t('place.collectionSettings')}</ButtonLink>}
        </>
      }
    >
      {made !== undefined && <Fresh name={made.token.name} secret={made.secret} expires={made.token.expires} />}
      <Pairs pairs={[
        [t('place.community'), !inside ? <Theirs key="c">{collection.communityName}</Theirs> : <a key="c" href={pathTo('community', { id: collection.community })}><Theirs>{collection.communityName}</Theirs></a>],
        [t('collection.default'), <span key="d"><TlpMark level={collection.defaultTlp} /> <span className="quiet">{t(collection.defaultTlp === null ? 'collection.default.none' : 'collection.default.says')}</span></span>],
        [t('collection.payloads'), t(collection.allowsPayloads ? 'collection.payloads.yes' : 'collection.payloads.no')],
        [t('collection.red'), collection.redRecipients.length === 0 ? t('collection.red.nobody') : collection.redRecipients.map(({ name, organisation }) => t('person.of', { name, organisation })).join(', ')],
        [t('bars.objects'), collection.objects === null ? t('collection.many') : number(collection.objects)],
        [t('collection.last'), collection.lastAdded === null ? null : <Time key="l" at={collection.lastAdded} full />],
      ]} />
      {levels.length > 0 && (
        <Part title={t('audience.title')}>
          <p>{t('audience.says')}</p>
          <dl className="pairs">
            {levels.map(({ tlp, words, organisations, people }) => [
              <dt key={`${tlp}-mark`}><TlpMark level={tlp} /></dt>,
              <dd key={String(tlp)}>{words}<Listed names={people ?? organisations ?? []} /></dd>,
            ])}
          </dl>
        </Part>
      )}
      <Part title={t('connect.title')} id="connect">
        {made === undefined && (me === null ? <p>{t('connect.visitor')}</p> : <MakeToken result={result} title={collection.title} />)}
        <Connect taxii={collection.taxii} id={collection.id} title={collection.title} secret={made?.secret} needsToken={me !== null} mail={me?.person.mail} canWrite={collection.canWrite} />
      </Part>
    </Page>
  )
}

const Listed = ({ names }: { names: readonly string[] }) => (names.length === 0 ? null : <Names names={names} />)

function Fresh({ name, secret, expires }: { name: string; secret: string; expires: string }) {
  const { t } = useWords()
  return (
    <Notice kind="good" title={t('token.made', { name })}>
      <p>{t('token.once')}</p>
      <Code text={secret} label={t('token.secret')} />
      <p><Say k="token.until" at={<Time at={expires} full />} /> <a href="#connect">{t('token.filled')}</a></p>
    </Notice>
  )
}

function MakeToken({ result, title }: { result: unknown; title: string }) {
  const { t } = useWords()
  const { me } = useVisit()
  if (me?.rights.includes('tokens.own') !== true) return <p>{t('connect.noTokens')}</p>
  return (
    <>
      <p><Say k="connect.makeFirst" placeholder={<Value>{PLACEHOLDER}</Value>} /></p>
      <Form intent="token" result={result} shape="row">
        <Field name="name" label={t('token.name')} value={title} maxLength={200} />
        <Field name="days" type="number" min={1} max={366} label={t('token.days')} value="90" />
        <Submit>{t('connect.make')}</Submit>
      </Form>
    </>
  )
}

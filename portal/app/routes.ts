/** Which file answers which address. Addresses come from paths.ts; a folder is a capability. */
import { index, route, type RouteConfig } from '@react-router/dev/routes'
import { places, SIGN_STATEMENT, type PlaceName } from './paths.ts'

const at = (name: PlaceName, file: string) => route(places[name].path, `pages/${file}.tsx`, { id: name })

export default [
  index('pages/house/front.tsx', { id: 'front' }),
  at('about', 'house/about'),
  at('keys', 'house/keys'),
  at('preferences', 'house/preferences'),
  at('refused', 'house/refused'),

  at('signIn', 'members/sign-in'),
  at('signInSent', 'members/sign-in-sent'),
  at('signInMail', 'members/sign-in-mail'),
  at('signOut', 'members/sign-out'),
  at('join', 'members/join'),
  at('setUp', 'members/set-up'),
  at('account', 'members/account'),
  at('organisation', 'members/organisation'),
  at('people', 'members/people'),
  at('person', 'members/person'),
  at('tokens', 'members/tokens'),
  at('communities', 'members/communities'),
  at('newCommunity', 'members/new-community'),
  at('community', 'members/community'),
  at('organisations', 'members/organisations'),
  at('admit', 'members/admit'),
  at('member', 'members/member'),

  at('pledge', 'pledges/pledge'),
  at('pledgeVersion', 'pledges/pledge-version'),
  at('pledgeByHash', 'pledges/pledge-by-hash'),
  at('pledgeCompare', 'pledges/compare'),
  at('register', 'pledges/register'),
  at('registered', 'pledges/registered'),
  at('founders', 'pledges/founders'),
  at('conflicts', 'pledges/conflicts'),
  at('statements', 'pledges/statements'),
  at('duties', 'pledges/duties'),
  at('signAct', 'pledges/sign-act'),
  at('keep', 'pledges/keep'),
  at('keepVersion', 'pledges/keep-version'),
  at('ceremony', 'pledges/ceremony'),
  at('log', 'ledger/log'),
  at('act', 'ledger/act'),
  at('verify', 'ledger/verify'),
  at('signingKey', 'ledger/signing-key'),
  route(SIGN_STATEMENT, 'pages/pledges/statement-file.ts', { id: 'statementFile' }),

  at('threats', 'exchange/threats'),
  at('share', 'exchange/share'),
  at('threat', 'exchange/threat'),
  at('collections', 'exchange/collections'),
  at('newCollection', 'exchange/new-collection'),
  at('collection', 'exchange/collection'),
  at('collectionSettings', 'exchange/collection-settings'),
  at('warningLists', 'exchange/warning-lists'),

  at('operate', 'operate/operate'),
  route('*', 'pages/house/nowhere.tsx', { id: 'nowhere' }),
] satisfies RouteConfig

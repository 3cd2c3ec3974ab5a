/** Which file answers which address. Addresses come from paths.ts; a folder is a capability. */
import { index, route, type RouteConfig } from '@react-router/dev/routes'
import { places, type PlaceName } from './paths.ts'

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
  at('register', 'members/register'),


  route('*', 'pages/house/nowhere.tsx', { id: 'nowhere' }),
] satisfies RouteConfig

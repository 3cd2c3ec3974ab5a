/** Which hub is meant: the one that is named, or that of the profile. What anyone may read needs no account, so no token is sent to one that is named. */
import type { Client } from '@openaccord/api'
import { clientOf, openHub } from './hub.ts'
import { parseHubUrl } from './profile.ts'

export function hubOf(named: string | undefined, profile: string | undefined): Client {
  return named === undefined ? openHub(profile).client : clientOf(parseHubUrl(named))
}

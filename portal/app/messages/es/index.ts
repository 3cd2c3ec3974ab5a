/** El español: lo que lee todo el mundo. */
import type { Language } from '../words.ts'
import { admissions } from './admissions.ts'
import { ballots } from './ballots.ts'
import { baselines } from './baselines.ts'
import { check } from './check.ts'
import { commitments } from './commitments.ts'
import { concerns } from './concerns.ts'
import { effort } from './effort.ts'
import { house } from './house.ts'
import { ledger } from './ledger.ts'
import { pledges } from './pledges.ts'
import { reports } from './reports.ts'
import { signIn } from './sign-in.ts'
import { signing } from './signing.ts'
import { signingKeys } from './signing-keys.ts'
import { types } from './types.ts'

export const spanish: Language = { tag: 'es', locale: 'es', direction: 'ltr', name: 'Español', messages: { ...house, ...signIn, ...admissions, ...pledges, ...ledger, ...check, ...ballots, ...signing, ...baselines, ...commitments, ...concerns, ...reports, ...effort, ...signingKeys, ...types } }

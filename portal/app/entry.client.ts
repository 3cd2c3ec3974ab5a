/**
 * All that runs in the browser: pages are whole without it. It is small, written by hand, and speaks no words of its
 * own: texts come from the page. Loaded for those signed in, and where a passkey is asked for.
 */
import { bringCopyButtons } from './life/copy.ts'
import { bringCountdown } from './life/countdown.ts'
import { bringLockAtSignOut } from './life/desk-lock.ts'
import { bringEffort } from './life/effort.ts'
import { bringKeys } from './life/keys.ts'
import { bringMakeKey } from './life/make-key.ts'
import { bringOnDemand, bringScriptParts } from './life/on-demand.ts'
import { bringPasskeys } from './life/passkeys.ts'
import { bringSigning } from './life/sign.ts'
import { bringVerify } from './life/verify.ts'

bringCopyButtons()
bringKeys()
bringPasskeys()
bringMakeKey()
bringSigning()
bringVerify()
bringCountdown()
bringEffort()
bringLockAtSignOut()
bringScriptParts()
bringOnDemand('form[data-report], form[data-mailbox], form[data-write], [data-opened-by]', () => import('./life/report.ts').then(({ bringReports }) => bringReports()))
bringOnDemand('[data-desk], form[data-desk-answer], form[data-team-key]', () => import('./life/desk.ts').then(({ bringDesk }) => bringDesk()))
bringOnDemand('[data-advisory-check]', () => import('./life/advisory.ts').then(({ bringAdvisoryEditor }) => bringAdvisoryEditor()))

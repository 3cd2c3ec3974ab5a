/** Every forbidden move by its name: the rule, what to do instead, and where the rule is written. A code never changes; its words may. */

type Words = { readonly rule: string; readonly fix: string; readonly source: string }
const RM = 'Vultron, report management'
const EM = 'Vultron, embargo management'
const PEC = 'Vultron, participant embargo consent'
const CS = 'Vultron, case state model'
const CROSS = 'Vultron, interactions of report, embargo and case state'
const HOUSE = 'choice of this package'
const words = (source: string, rule: string, fix: string): Words => ({ source, rule, fix })

export const REFUSALS = {
  // Reports
  'report-closed': words(RM, 'a closed report stays closed', 'open a new report or case'),
  'report-not-received': words(RM, 'this participant has not received the report', 'send it to them first'),
  'report-already-received': words(RM, 'this participant has the report already', 'go on from where it stands'),
  'report-already-so': words(RM, 'the report is judged so already', 'go on from where it stands'),
  'triage-skipped': words(RM, 'a report is found valid before it is accepted or deferred', 'validate it first'),
  'close-before-triage': words(RM, 'a report that was received is not closed before it is judged', 'say whether it is valid'),
  'close-from-valid': words(RM, 'a valid report is accepted or deferred before it is closed', 'defer it with a reason, then close it'),
  'invalidated-too-late': words(RM, 'a report that was found valid does not become invalid', 'defer it; a duplicate is valid and deferred'),
  // Embargo
  'embargo-over': words(EM, 'an embargo that has ended is not renewed, and no other follows it', 'publish, or agree on the hour of publication in words'),
  'nothing-proposed': words(EM, 'there are no such terms to answer', 'propose terms first'),
  'nothing-to-end': words(EM, 'no embargo is in force', 'refuse the proposal instead'),
  'terms-known': words(EM, 'terms have a name of their own', 'give the proposal a new id'),
  'not-proposer': words(HOUSE, 'only who proposed terms takes them back', 'refuse them instead'),
  // Consent
  'already-signatory': words(PEC, 'this participant has accepted these terms already', 'nothing is left to do'),
  'already-invited': words(PEC, 'this participant was asked already and has not answered', 'wait for the answer, or remind them'),
  'already-declined': words(PEC, 'this participant has declined these terms already', 'nothing is left to do'),
  'declined-before': words(PEC, 'who has declined accepts only when asked again', 'ask who coordinates the case to offer the embargo again'),
  'signatory-leaves': words(PEC, 'who has accepted does not decline afterwards', 'leave the embargo, or propose other terms'),
  'nothing-to-lapse': words(PEC, 'only the consent of a signatory lapses', 'offer the embargo instead'),
  // The vulnerability
  'happened-already': words(CS, 'this has happened already', 'nothing is left to do'),
  'fix-without-vendor': words(CS, 'a fix needs a vendor that knows', 'tell the vendor first'),
  'deployed-without-fix': words(CS, 'only a fix that is ready is deployed', 'state that the fix is ready first'),
  'public-comes-first': words(CS, 'an exploit that is public makes the vulnerability public before anything else', 'state that it is public'),
  'vendor-comes-first': words(CS, 'what is public reaches the vendor before anything else', 'state that the vendor knows'),
  // Across
  'not-in-case': words(HOUSE, 'this participant is not in the case, or has left it', 'invite them'),
  'in-case-already': words(HOUSE, 'this participant is in the case already', 'nothing is left to do'),
  'not-a-vendor': words(CS, 'only a vendor has a fix of its own', 'give the participant the role of a vendor'),
  'fix-before-accepting': words(CROSS, 'a fix is ready only at a vendor that has accepted the report', 'accept the report first'),
  'sender-has-not-accepted': words(CROSS, 'a report is sent on by a participant that has accepted it', 'accept the report first'),
  'consent-before-report': words(CROSS, 'while an embargo is in force the report is sent only to who has accepted it', 'offer them the embargo and wait for the answer'),
  'terms-after-disclosure': words(CROSS, 'nothing new is agreed once the vulnerability is public, exploited or attacked', 'end what is in force; the hour of publication is now'),
  'negotiating-while-closed': words(CROSS, 'who has closed the report does not negotiate', 'leave it to those who still work on it'),
  'accepting-while-invalid': words(CROSS, 'who holds the report for invalid does not accept an embargo on it', 'validate the report first'),
  'owner-accepts-first': words(HOUSE, 'while an embargo is in force only who has accepted it owns the case', 'wait until they have accepted it'),
  'not-owner': words(HOUSE, 'only the owner of the case does this', 'ask the owner'),
  'not-coordinating': words(HOUSE, 'only the owner and the coordinators of the case do this', 'ask one of them'),
  'owner-stays': words(HOUSE, 'the owner does not leave a case without an owner', 'hand the case over first'),
  'nothing-to-decide': words(CROSS, 'no such decision is open', 'look at what waits'),
  'reason-needed': words(CROSS, 'this should not be done, and is done only with a reason that stays on record', 'write the reason, or leave it'),
  'revision-cannot-come': words(EM, 'these terms have been refused, withdrawn or replaced', 'propose them again under a new id'),
  'merge-with-ended': words(EM, 'a case whose embargo has ended is not merged with one that is under embargo', 'end it there first, or keep the cases apart'),
  // Histories
  'snapshot-goes-back': words(CS, 'what has happened is not taken back, and no way leads from here to there', 'look at where it stands now'),
  'cause-missing': words(HOUSE, 'what this event follows on has not arrived', 'keep it until its cause is there'),
} as const satisfies Record<string, Words>

export type DisclosureErrorCode = keyof typeof REFUSALS

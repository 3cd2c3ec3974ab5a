/** English: the rule of each clock of a case, in the words of the hub. */
export const caseClocks = {
  'clock.rule.embargo-end': 'At this instant it ends by itself, unless other terms are agreed before.',
  'clock.rule.attack-decision': 'Attacks, a fix that is ready or deployed, or an exploit in the wrong hands should end an embargo: a person decides, on record.',
  'clock.rule.first-reply': 'Whoever reports hears from a person within five working days.',
  'clock.rule.contact-45': 'Published 45 days after the first attempt to reach the vendor, whether or not there is a fix; earlier on significant evidence of exploitation.',
  'clock.rule.disclosure-90': 'Fixed within 90 days of the report, or published then; 14 days more where the vendor says that the fix comes within them.',
  'clock.rule.details-30': 'Where the fix came in time, details are published 30 days after it, so that it is installed first.',
  'clock.rule.in-the-wild-7': 'Where it is exploited already, fixed within 7 days, or published then; 3 days more where the vendor asks for them.',
  'clock.rule.cra-early-warning': 'A manufacturer warns the CSIRT and ENISA within 24 hours of becoming aware that a vulnerability of its product is actively exploited.',
  'clock.rule.cra-notification': 'Within 72 hours of becoming aware: the product, the exploit and the vulnerability in general, what was done and what users can do.',
  'clock.rule.cra-final-report': 'No later than 14 days after a corrective or mitigating measure is available.',
  'clock.rule.nis2-early-warning': 'An essential or important entity warns its CSIRT or authority within 24 hours of becoming aware of a significant incident.',
  'clock.rule.nis2-notification': 'Within 72 hours of becoming aware: a first assessment, its severity and impact.',
  'clock.rule.nis2-final-report': 'Not later than one month after the notification was handed in.',
  'clock.rule.sec-8k': 'A registrant files Item 1.05 within four business days after it determines that a cybersecurity incident is material; the filing desk closes at 17:30 in New York.',
} as const

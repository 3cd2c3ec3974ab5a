/**
 * The clocks beside an embargo, as data: what starts each, how long it runs, what meets it, by which rule. Hours, days and months
 * are counted from the very instant of the trigger, which is never later than Regulation (EEC, Euratom) No 1182/71 would give.
 */

/** What starts or meets a clock. */
export type ClockEvent =
  | 'first-contact' | 'report-received' | 'first-reply' | 'fix-available' | 'attacks-known' | 'public'
  | 'exploitation-known' | 'exploitation-warned' | 'exploitation-notified' | 'exploitation-reported'
  | 'incident-known' | 'incident-warned' | 'incident-notified' | 'incident-reported'
  | 'material' | 'filed'
export type Span = { readonly hours: number } | { readonly days: number } | { readonly months: number } | { readonly workingDays: number; readonly calendar?: 'sec' }

export type ClockRule = {
  readonly kind: 'policy' | 'law'
  readonly title: string
  readonly trigger: ClockEvent
  /** What else has to have happened before it runs. */
  readonly after?: ClockEvent
  readonly span: Span
  /** Added to the end where somebody asks in good faith. */
  readonly grace?: Span
  /** The first of these that happens meets it. */
  readonly metBy: readonly ClockEvent[]
  readonly rule: string
  readonly source: string
}

export const CLOCKS = {
  'first-reply': {
    kind: 'policy', title: 'First reply', trigger: 'report-received', span: { workingDays: 5 }, metBy: ['first-reply'],
    rule: 'Whoever reports hears from a person within five working days.', source: 'choice of the alliance',
  },
  'contact-45': {
    kind: 'policy', title: 'Disclosure 45 days after first contact', trigger: 'first-contact', span: { days: 45 }, metBy: ['public'],
    rule: 'Published 45 days after the first attempt to reach the vendor, whether or not there is a fix; earlier on significant evidence of exploitation.', source: 'CERT/CC vulnerability disclosure policy',
  },
  'disclosure-90': {
    kind: 'policy', title: 'Fix within 90 days', trigger: 'report-received', span: { days: 90 }, grace: { days: 14 }, metBy: ['fix-available', 'public'],
    rule: 'Fixed within 90 days of the report, or published then; 14 days more where the vendor says that the fix comes within them.', source: 'Project Zero disclosure policy, 90+30',
  },
  'details-30': {
    kind: 'policy', title: 'Details 30 days after the fix', trigger: 'fix-available', span: { days: 30 }, metBy: ['public'],
    rule: 'Where the fix came in time, details are published 30 days after it, so that it is installed first.', source: 'Project Zero disclosure policy, 90+30',
  },
  'in-the-wild-7': {
    kind: 'policy', title: 'Exploited: fix within 7 days', trigger: 'attacks-known', span: { days: 7 }, grace: { days: 3 }, metBy: ['fix-available', 'public'],
    rule: 'Where it is exploited already, fixed within 7 days, or published then; 3 days more where the vendor asks for them.', source: 'Project Zero disclosure policy, in-the-wild',
  },
  'cra-early-warning': {
    kind: 'law', title: 'CRA: early warning', trigger: 'exploitation-known', span: { hours: 24 }, metBy: ['exploitation-warned'],
    rule: 'A manufacturer warns the CSIRT and ENISA within 24 hours of becoming aware that a vulnerability of its product is actively exploited.', source: 'Regulation (EU) 2024/2847, Article 14(2)(a)',
  },
  'cra-notification': {
    kind: 'law', title: 'CRA: notification', trigger: 'exploitation-known', span: { hours: 72 }, metBy: ['exploitation-notified'],
    rule: 'Within 72 hours of becoming aware: the product, the exploit and the vulnerability in general, what was done and what users can do.', source: 'Regulation (EU) 2024/2847, Article 14(2)(b)',
  },
  'cra-final-report': {
    kind: 'law', title: 'CRA: final report', trigger: 'fix-available', after: 'exploitation-known', span: { days: 14 }, metBy: ['exploitation-reported'],
    rule: 'No later than 14 days after a corrective or mitigating measure is available.', source: 'Regulation (EU) 2024/2847, Article 14(2)(c)',
  },
  'nis2-early-warning': {
    kind: 'law', title: 'NIS2: early warning', trigger: 'incident-known', span: { hours: 24 }, metBy: ['incident-warned'],
    rule: 'An essential or important entity warns its CSIRT or authority within 24 hours of becoming aware of a significant incident.', source: 'Directive (EU) 2022/2555, Article 23(4)(a)',
  },
  'nis2-notification': {
    kind: 'law', title: 'NIS2: notification', trigger: 'incident-known', span: { hours: 72 }, metBy: ['incident-notified'],
    rule: 'Within 72 hours of becoming aware: a first assessment, its severity and impact.', source: 'Directive (EU) 2022/2555, Article 23(4)(b)',
  },
  'nis2-final-report': {
    kind: 'law', title: 'NIS2: final report', trigger: 'incident-notified', span: { months: 1 }, metBy: ['incident-reported'],
    rule: 'Not later than one month after the notification was handed in.', source: 'Directive (EU) 2022/2555, Article 23(4)(d)',
  },
  'sec-8k': {
    kind: 'law', title: 'SEC: Form 8-K', trigger: 'material', span: { workingDays: 4, calendar: 'sec' }, metBy: ['filed'],
    rule: 'A registrant files Item 1.05 within four business days after it determines that a cybersecurity incident is material; the filing desk closes at 17:30 in New York.', source: 'SEC Form 8-K, Item 1.05 and General Instruction B.1; 17 CFR 232.13(a)(2)',
  },
} as const satisfies Record<string, ClockRule>

export type ClockId = keyof typeof CLOCKS
export const CLOCK_IDS = Object.keys(CLOCKS) as ClockId[]

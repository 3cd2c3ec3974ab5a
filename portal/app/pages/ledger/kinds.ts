/** The kinds of entry that people ask for, and the facts each stands for. */
const FACTS = {
  pledge: ['pledge-signature', 'pledge-renewal', 'pledge-withdrawal', 'pledge-endorsement', 'endorsement-withdrawal'].map((kind) => `pledges.${kind}`),
  statements: ['statement', 'conflict-of-law', 'conflict-of-law-lifted'].map((kind) => `pledges.${kind}`),
  versions: ['pledges.pledge-version', 'pledges.version.opened-for-comment', 'pledges.text.published', 'pledges.ceremony.opened', 'pledges.ceremony.held', 'pledges.ceremony.cancelled'],
  keys: [
    ...['registration', 'retirement', 'compromise'].map((kind) => `members.key-${kind}`),
    ...['confirmed', 'domain-checked', 'withdrawn', 'retired', 'compromised'].map((kind) => `members.key.${kind}`),
  ],
  organisations: [...['admitted', 'described', 'suspended', 'restored', 'left'].map((kind) => `members.organisation.${kind}`), 'members.access.paused', 'members.access.resumed', 'pledges.succession', 'pledges.affiliation'],
  log: ['ledger.payload-removed', 'ledger.witness-policy'],
} as const satisfies Record<string, readonly string[]>

export type KindOfEntry = keyof typeof FACTS
export const KINDS_OF_ENTRY = ['pledge', 'statements', 'versions', 'keys', 'organisations', 'log'] as const satisfies readonly KindOfEntry[]
export const isKindOfEntry = (text: string): text is KindOfEntry => Object.hasOwn(FACTS, text)
export const factsOf = (kind: KindOfEntry): string[] => [...FACTS[kind]]

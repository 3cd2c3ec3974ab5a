/**
 * What may follow what (STIX 2.1 §3.6): one id, one creator, one creation time; a version never changes;
 * nothing comes after a revocation. Versions may arrive in any order. Pure: the caller brings what it has stored.
 */

/** One stored version. Times in microseconds; `same`: its content equals that of the version being judged. */
export type PriorVersion = {
  creator: string | undefined
  created: number | undefined
  modified: number
  revoked: boolean
  same: boolean
}

export type NextVersion = Omit<PriorVersion, 'same'>

export type VersionRefusal = 'content-differs' | 'created-changed' | 'creator-changed' | 'already-revoked' | 'revoked-too-early'

export type VersionVerdict = 'new' | 'same' | VersionRefusal

/** Each refusal in words that may be shown: the rule, and what would be right. */
export const VERSION_RULES: Record<VersionRefusal, { rule: string; right: string }> = {
  'content-differs': {
    rule: 'STIX 2.1 §3.6: a version, identified by id and modified, never changes',
    right: 'give the changed object a later modified time',
  },
  'created-changed': {
    rule: 'STIX 2.1 §3.2: created does not change between versions',
    right: 'repeat the created time of the first version',
  },
  'creator-changed': {
    rule: 'STIX 2.1 §3.6: only the object creator makes new versions',
    right: 'repeat created_by_ref, or publish an object of your own with a derived-from relationship',
  },
  'already-revoked': {
    rule: 'STIX 2.1 §3.6: revocation is permanent',
    right: 'publish a new object with a new id',
  },
  'revoked-too-early': {
    rule: 'STIX 2.1 §3.6: no version is later than the one that revokes',
    right: 'revoke with a modified time later than that of every version',
  },
}

export function judgeVersion(prior: readonly PriorVersion[], next: NextVersion): VersionVerdict {
  for (const known of prior) {
    const verdict = againstOne(known, next)
    if (verdict !== 'new') return verdict
  }
  return 'new'
}

function againstOne(known: PriorVersion, next: NextVersion): VersionVerdict {
  if (known.modified === next.modified) return known.same ? 'same' : 'content-differs'
  if (known.creator !== next.creator) return 'creator-changed'
  if (known.created !== next.created) return 'created-changed'
  if (known.revoked && known.modified < next.modified) return 'already-revoked'
  if (next.revoked && next.modified < known.modified) return 'revoked-too-early'
  return 'new'
}

/**
 * How often: token buckets in memory, one for each actor and each address, of a few classes.
 * Answers carry RateLimit and RateLimit-Policy as in draft-ietf-httpapi-ratelimit-headers-10.
 */
import { SECOND, type Clock } from '../kernel/index.ts'

export type Pace = 'default' | 'sign-in' | 'taxii' | 'expensive'
/** `burst` at once, refilled at `perMinute`. */
export type Rate = { burst: number; perMinute: number }
export type Rates = Readonly<Record<Pace, Rate>>

export const RATES: Rates = {
  default: { burst: 300, perMinute: 1200 },
  'sign-in': { burst: 20, perMinute: 20 },
  taxii: { burst: 600, perMinute: 6000 },
  expensive: { burst: 30, perMinute: 60 },
}

export type Taken = { ok: boolean; remaining: number; /** Until one more is free (or, when ok, until full). */ seconds: number }
type Bucket = { tokens: number; at: number }

/** The most buckets kept: beyond it the least recently used go, which can only make us kinder. */
const MOST_BUCKETS = 100_000

export function createLimits({ clock, rates = RATES, most = MOST_BUCKETS }: { clock: Clock; rates?: Rates; most?: number }) {
  // A Map keeps its order of insertion: taking out and putting back makes it a list by last use.
  const buckets = new Map<string, Bucket>()

  function bucketOf(key: string, full: number, now: number): Bucket {
    const bucket = buckets.get(key) ?? { tokens: full, at: now }
    buckets.delete(key)
    buckets.set(key, bucket)
    if (buckets.size > most) {
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest)
        break
      }
    }
    return bucket
  }

  return {
    /** Takes one for `who`; `share` widens the bucket for something many stand behind, such as one office's address. */
    take(pace: Pace, who: string, share = 1): Taken {
      const full = rates[pace].burst * share
      const perSecond = (rates[pace].perMinute * share) / 60
      const now = clock()
      const bucket = bucketOf(`${pace} ${who}`, full, now)
      const elapsed = Math.max(0, now - bucket.at) / SECOND
      bucket.tokens = Math.min(full, bucket.tokens + elapsed * perSecond)
      bucket.at = now
      if (bucket.tokens < 1) return { ok: false, remaining: 0, seconds: (1 - bucket.tokens) / perSecond }
      bucket.tokens -= 1
      return { ok: true, remaining: Math.floor(bucket.tokens), seconds: (full - bucket.tokens) / perSecond }
    },
    /** Whether one would be free, without taking it. */
    peek(pace: Pace, who: string): boolean {
      const bucket = buckets.get(`${pace} ${who}`)
      if (bucket === undefined) return true
      return bucket.tokens + (Math.max(0, clock() - bucket.at) / SECOND) * (rates[pace].perMinute / 60) >= 1
    },
    size: () => buckets.size,
    rates,
  }
}

export type Limits = ReturnType<typeof createLimits>

/** The two header fields, for whoever wants to pace itself. */
export function limitHeaders(pace: Pace, rate: Rate, taken: Taken): Record<string, string> {
  const window = Math.ceil((rate.burst * 60) / rate.perMinute)
  return {
    'ratelimit-policy': `"${pace}";q=${rate.burst};w=${window}`,
    ratelimit: `"${pace}";r=${taken.remaining};t=${Math.ceil(taken.seconds)}`,
  }
}

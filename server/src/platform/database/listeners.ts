/** Who listens to which channel in this process. A listener that throws harms nobody else. */

/** What `tx.notify` may carry: PostgreSQL takes less than 8,000 bytes, the channel's name among them. */
const LONGEST_MESSAGE = 7000

export type Listeners = ReturnType<typeof createListeners>

export function createListeners(trouble: (what: string, error: unknown) => void) {
  const heardOn = new Map<string, Set<(message: string) => void>>()

  function tell(channel: string, message: string): void {
    for (const heard of heardOn.get(channel) ?? []) {
      try {
        heard(message)
      } catch (error) {
        trouble(`a listener on ${channel} failed`, error)
      }
    }
  }

  return {
    tell,
    tellAll: (message: string): void => heardOn.forEach((_, channel) => tell(channel, message)),
    listen(channel: string, heard: (message: string) => void): () => void {
      const own = (message: string) => heard(message) // the same function may listen twice
      const among = heardOn.get(channel) ?? new Set()
      heardOn.set(channel, among.add(own))
      return () => {
        among.delete(own)
        if (among.size === 0 && heardOn.get(channel) === among) heardOn.delete(channel)
      }
    },
  }
}

export function checkedMessage(channel: string, message: string): [channel: string, message: string] {
  if (!/^[a-z][a-z0-9.-]{0,62}$/.test(channel)) throw new TypeError(`“${channel}” is no channel: a-z, 0-9, dots and hyphens`)
  if (Buffer.byteLength(message) > LONGEST_MESSAGE) throw new RangeError(`a message holds at most ${LONGEST_MESSAGE} bytes: send a key, not the thing`)
  return [channel, message]
}

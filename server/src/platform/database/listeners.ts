/** Who listens to which channel in this process. A listener that throws harms nobody else. */

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

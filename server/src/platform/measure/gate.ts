/** Politeness: so many connections to one address at a time, and so many in all, whoever asked for them. */

export type Gate = ReturnType<typeof createGate>

export function createGate({ perAddress = 2, inAll = 24 }: { perAddress?: number; inAll?: number } = {}) {
  const busy = new Map<string, number>()
  const waiting: { address: string; go: () => void }[] = []
  let all = 0

  const isFree = (address: string): boolean => all < inAll && (busy.get(address) ?? 0) < perAddress

  function enter(address: string): void {
    all += 1
    busy.set(address, (busy.get(address) ?? 0) + 1)
  }

  function leave(address: string): void {
    all -= 1
    const left = (busy.get(address) ?? 1) - 1
    if (left === 0) busy.delete(address)
    else busy.set(address, left)
    for (let next = waiting.findIndex((each) => isFree(each.address)); next !== -1; next = waiting.findIndex((each) => isFree(each.address))) {
      const [one] = waiting.splice(next, 1)
      enter(one!.address)
      one!.go()
    }
  }

  return {
    /** Waits for its turn; the way out is called once, when the connection has ended. */
    async take(address: string, signal: AbortSignal): Promise<() => void> {
      signal.throwIfAborted()
      if (isFree(address)) enter(address)
      else await turn(address, signal)
      let left = false
      return () => {
        if (!left) leave(address)
        left = true
      }
    },
    busy: (): number => all,
    waiting: (): number => waiting.length,
  }

  function turn(address: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const one = { address, go: () => (signal.removeEventListener('abort', give), resolve()) }
      const give = (): void => {
        waiting.splice(waiting.indexOf(one), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', give, { once: true })
      waiting.push(one)
    })
  }
}

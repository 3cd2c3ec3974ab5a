/** Too much at once: measures how late the event loop runs, so that the door can say "later" while it still can. */

export type Overload = { /** Milliseconds the loop runs late, falling off over about a second. */ lag: () => number; close: () => void }

const EVERY = 100

export function watchLoop(): Overload {
  let last = performance.now()
  let lag = 0
  const timer = setInterval(() => {
    const now = performance.now()
    const late = Math.max(0, now - last - EVERY)
    // One long turn counts less than a loop that is late again and again.
    lag = lag * 0.8 + late * 0.2
    last = now
  }, EVERY)
  timer.unref()
  return { lag: () => lag, close: () => clearInterval(timer) }
}

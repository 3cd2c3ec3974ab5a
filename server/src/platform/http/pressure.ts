/**
 * Back-pressure for large bodies: while those that are here hold much memory, the rest of the next ones stays in the
 * network until there is room. Nobody waits long for a slow sender: after some seconds a body is read all the same.
 */

/** Of each body so much is read at once, so that a small one never waits. */
const ALWAYS_BYTES = 1024 * 1024
/** Two of the largest bodies: one that is worked on, and the next. */
const MOST_BYTES = 48 * 1024 * 1024
const PATIENCE_SECONDS = 10

/** What can be held back: a request, as a stream. */
export type Flow = { pause(): unknown; resume(): unknown }
export type Pressure = ReturnType<typeof createPressure>
export type Held = { took(bytes: number): void; read(): void; giveBack(): void }
type One = { flow: Flow; bytes: number; patient: boolean; timer: NodeJS.Timeout | undefined }

export function createPressure({ bytes: most = MOST_BYTES, seconds = PATIENCE_SECONDS } = {}) {
  let held = 0
  /** Those not yet read to their end, in the order they began. */
  const reading: One[] = []
  /** How many have been read and are worked on: each makes room when it is answered. */
  let whole = 0

  /** Where none is worked on the first goes on whatever is held, so that all come to an end. */
  const mayGoOn = (one: One): boolean => !one.patient || one.bytes <= ALWAYS_BYTES || held <= most || (whole === 0 && reading[0] === one)

  function wait(one: One): void {
    if (one.timer !== undefined) return
    one.flow.pause()
    one.timer = setTimeout(() => {
      one.patient = false
      goOn(one)
    }, seconds * 1000)
  }

  function goOn(one: One): void {
    if (one.timer === undefined) return
    clearTimeout(one.timer)
    one.timer = undefined
    one.flow.resume()
  }

  function look(): void {
    for (const one of reading) if (mayGoOn(one)) goOn(one)
  }

  return {
    held: () => held,
    begin(flow: Flow): Held {
      const one: One = { flow, bytes: 0, patient: true, timer: undefined }
      reading.push(one)
      let state: 'reading' | 'whole' | 'over' = 'reading'
      const become = (next: 'whole' | 'over') => {
        if (state === 'reading') reading.splice(reading.indexOf(one), 1)
        whole += Number(next === 'whole') - Number(state === 'whole')
        state = next
        goOn(one)
        look()
      }
      return {
        took(bytes) {
          held += bytes
          one.bytes += bytes
          if (!mayGoOn(one)) wait(one)
        },
        /** To its end, or no further. What it holds it still holds. */
        read() {
          if (state === 'reading') become('whole')
        },
        giveBack() {
          held -= one.bytes
          one.bytes = 0
          if (state !== 'over') become('over')
        },
      }
    },
  }
}

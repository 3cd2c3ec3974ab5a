/**
 * Cases of the sample alliance that are long over, so that figures show: eleven of one maker, five of another beside it. Two were
 * answered late, one was fixed late, in one nothing was affected. Any likeness to a real product is chance.
 */
import { caseHands } from './case-hands.ts'
import type { Scene, Stage } from './story.ts'

/** `day` counts from the present, the others from it; `fixed` is left out where nothing was to be fixed. */
type Past = { day: number; title: string; answered: number; fixed?: number; closed: number; both?: true }

const OPENS = 'secretariat'
const MAKER = 'ferrous-works'
const BESIDE = 'aurora-chips'

/** All are closed more than a month before the present, the first five of them most of a year before. */
const PAST: readonly Past[] = [
  { day: -428, title: 'A default password in the first drives', answered: 1, fixed: 97, closed: 98 },
  { day: -422, title: 'The web page of a controller shows other people’s names', answered: 2, fixed: 30, closed: 33, both: true },
  { day: -414, title: 'An old cipher is still offered', answered: 1, fixed: 41, closed: 44 },
  { day: -400, title: 'The clock of a drive can be set back', answered: 12, fixed: 60, closed: 61, both: true },
  { day: -391, title: 'A log file grows until nothing else fits', answered: 3, fixed: 25, closed: 29 },
  { day: -300, title: 'A cable can be pulled at the wrong moment', answered: 1, closed: 20 },
  { day: -270, title: 'Settings can be read by whoever asks', answered: 2, fixed: 34, closed: 36, both: true },
  { day: -241, title: 'The installer trusts a folder that anybody writes to', answered: 1, fixed: 52, closed: 55 },
  { day: -203, title: 'Two sessions share one number', answered: 10, fixed: 48, closed: 50, both: true },
  { day: -160, title: 'A restart forgets who was locked out', answered: 2, fixed: 38, closed: 40, both: true },
  { day: -118, title: 'A certificate is accepted after its end', answered: 1, fixed: 44, closed: 46 },
]

export function pastCaseScenes(stage: Stage): Scene[] {
  const { close, invite, join, open, read, say, states } = caseHands(stage)
  return PAST.flatMap(({ day, title, answered, fixed, closed, both }, n): Scene[] => {
    const name = `past ${n}`
    const vendors = both === true ? [MAKER, BESIDE] : [MAKER]
    const each = (work: (vendor: string) => Promise<unknown>) => async (): Promise<void> => {
      for (const vendor of vendors) await work(vendor)
    }
    return [
      { day, play: async () => {
        await open(OPENS, name, { title, summary: '', vulnerabilities: [{ label: title }], roles: ['coordinator'] })
        await each((vendor) => invite(OPENS, name, vendor))()
      } },
      { day: day + answered, play: each(async (vendor) => {
        await join(vendor, name)
        await read(vendor, name)
        await states(vendor, name, fixed === undefined ? { vulnerabilities: [1], state: 'not-affected', justification: 'component_not_present' } : { vulnerabilities: [1], state: 'affected' })
        await say(vendor, name, 'We have read it and can repeat it.')
      }) },
      ...(fixed === undefined ? [] : [{ day: day + fixed, play: each((vendor) => states(vendor, name, { vulnerabilities: [1], state: 'fix-ready' })) }]),
      { day: day + closed, play: () => close(OPENS, name, fixed === undefined ? 'Nothing was affected.' : 'Fixed, and told to whom it concerned.') },
    ]
  })
}

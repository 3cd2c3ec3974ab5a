/** One finding of `accord doctor`: how it is, and what to do. */
import { explain } from '../../explain.ts'

export type State = 'ok' | 'notice' | 'fail'
export type Check = { name: string; state: State; detail: string; fix?: string }

export const ok = (name: string, detail: string): Check => ({ name, state: 'ok', detail })
export const notice = (name: string, detail: string, fix: string): Check => ({ name, state: 'notice', detail, fix })
export const fail = (name: string, detail: string, fix: string): Check => ({ name, state: 'fail', detail, fix })

/** A check that throws is one that fails, in the words every command uses. */
export async function attempt(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look()
  } catch (error) {
    const { message, fix } = explain(error)
    return [fail(name, message, fix)]
  }
}

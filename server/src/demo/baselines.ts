/** The sample’s domains on its own small internet, and when they were checked. */
import type { Sample } from '../compose/baselines.ts'
import { startInternet } from './internet/internet.ts'
import { sampleSites } from './internet/sites.ts'
import type { Scene, Stage } from './story.ts'

/** `now` in milliseconds, of the machine: certificates do not follow the sample’s clock. */
export async function openSampleInternet(now: number): Promise<{ sample: Sample; close(): Promise<void> }> {
  const { world, anchors, covers, close } = await startInternet(sampleSites(now), now)
  return { sample: { world, settings: { trustAnchors: anchors }, covers }, close }
}

/** Checked as anybody asks for it; each is measured anew against the servers as they stand. */
export function baselineScenes({ house: { baselines } }: Stage): Scene[] {
  const check = (day: number, domain: string): Scene => ({ day, play: () => baselines.runBaseline(domain) })
  if (!baselines.covers('northgate-grid.example')) return []
  return [check(-60, 'small-lantern.example'), check(-9, 'small-lantern.example'), check(-9, 'northgate-grid.example'), check(-2, 'pelican-mail.example')]
}

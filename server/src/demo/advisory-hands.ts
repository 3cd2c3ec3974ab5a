/**
 * What the scenes of advisories are played with: written by one person of an organisation, approved by a second, signed with its key,
 * published at its moment. Follows the verbs of the room of advisories.
 */
import type { AdvisoryId, CaseId } from '@openaccord/names'
import { DRAFT_FORMAT, type Draft } from '../capabilities/advisories/index.ts'
import { sealUp } from './keys.ts'
import { onDay, type Scene, type Stage } from './story.ts'

type Vulnerability = Draft['vulnerabilities'][number]
type Audiences = NonNullable<Draft['head']['audiences']>
/** An advisory of one organisation about one vulnerability. */
export type Told = {
  slug: string; number: string; title: string; kind?: Draft['head']['kind']; vendor: string
  products: Draft['products']['vendors'][number]['products']
  vulnerability: Vulnerability
  people: NonNullable<Audiences['people']>
  administrators?: NonNullable<Audiences['administrators']>
  credits?: Draft['head']['credits']
}

/** Half an hour: longer than the time between signature and publication where no moment is agreed. */
const AFTER = 0.5 / 24

export function advisoryHands(stage: Stage) {
  const { house, desks, present } = stage
  const { advisories } = house
  const ids = new Map<Told, AdvisoryId>()
  const idOf = (told: Told): AdvisoryId => ids.get(told)!
  const deskOf = ({ slug }: Told) => desks.get(slug)!

  /** `behind`: the case that it is about, whose embargo then binds it. */
  async function write(told: Told, behind?: CaseId): Promise<void> {
    const { row: { id } } = await advisories.createDraft(deskOf(told).first, { draft: draftOf(told), ...(behind === undefined ? {} : { case: behind }) })
    ids.set(told, id)
  }
  async function save(told: Told, change: (draft: Draft) => Draft, summary: string): Promise<void> {
    const { first } = deskOf(told)
    const { saved: { version, draft } } = await advisories.draft(first, idOf(told))
    await advisories.saveDraft(first, idOf(told), { base: version, draft: change(draft), summary })
  }
  async function submit(told: Told, day?: number): Promise<void> {
    const { first } = deskOf(told)
    const { saved: { version, sha256 } } = await advisories.draft(first, idOf(told))
    await advisories.submitDraft(first, idOf(told), { version, sha256, ...(day === undefined ? {} : { publishAt: isoOn(day) }) })
  }
  /** `day`: when it is to go out; soon, where that is left out. */
  async function sign(told: Told, day?: number): Promise<void> {
    const { first, second, robot, key } = deskOf(told)
    await submit(told, day)
    await advisories.approveDraft(second, idOf(told), (await advisories.draft(first, idOf(told))).saved.sha256)
    const { statement } = await advisories.prepareAct(robot, { kind: 'advisory-publication', says: { advisory: idOf(told) } })
    await advisories.submitAct(robot, { envelope: await sealUp(statement, key) })
  }

  /** The first whole second of that day on: moments of publication have no fractions. */
  const isoOn = (day: number): string => new Date(Math.ceil(onDay(stage, day) / 1e6) * 1000).toISOString()

  function draftOf({ slug, number, title, kind = 'advisory', vendor, products, vulnerability, people, administrators, credits }: Told): Draft {
    return {
      format: DRAFT_FORMAT,
      head: {
        id: `${slug.toUpperCase()}-${new Date(present).getUTCFullYear()}-${number}`, title, kind, state: 'final', language: 'en', tlp: 'CLEAR', publisher: { name: vendor, category: 'vendor', namespace: `https://${slug}.example` },
        revisions: [{ number: '1', at: new Date(house.clock() / 1000).toISOString(), summary: 'First release.' }],
        audiences: { people, ...(administrators === undefined ? {} : { administrators }) }, ...(credits === undefined ? {} : { credits }),
      },
      products: { vendors: [{ name: vendor, products }] },
      vulnerabilities: [vulnerability],
    }
  }

  return {
    idOf, write, save, submit, sign,
    async startsPublishing(slug: string, cves: readonly string[]): Promise<void> {
      const { first } = desks.get(slug)!
      await advisories.publisher(first, { category: 'vendor', namespace: `https://${slug}.example`, contact: `psirt@${slug}.example` })
      await advisories.reserveCveIds(first, cves)
    },
    /** On that day what `prepare` wrote is signed, and half an hour later it is out. */
    publishes: (day: number, told: Told, prepare: () => Promise<unknown>): Scene[] => [{ day, play: async () => { await prepare(); await sign(told) } }, { day: day + AFTER, play: () => advisories.publishDue() }],
  }
}

/**
 * What the sample alliance promised and what became of it: met in time and late, moved, missed, replaced, only proposed;
 * attestations fresh, lapsed and with counsel; statements with other words than before, one that may not say, one missing;
 * a matrix with holes, and one review by an assessor from outside.
 */
import type { FactId } from '@openaccord/names'
import { sealUp } from './keys.ts'
import { DAY_MS, onDay, type Scene, type Stage } from './story.ts'

type Says = Record<string, unknown>
type Kind = Parameters<Stage['house']['commitments']['prepareAct']>[1]['kind']
const OFFICERS: Readonly<Record<string, { name: string; title: string }>> = {
  'northgate-grid': { name: 'Karen Storm', title: 'Chief executive' }, 'northgate-meters': { name: 'Karen Storm', title: 'Chair of the board' }, 'lumen-cloud': { name: 'Fergus Daly', title: 'Chief executive' },
  'cedar-bank': { name: 'Isabel Ferrer', title: 'Presidenta' }, 'pelican-mail': { name: 'Ruth Abelson', title: 'President' }, 'ferrous-works': { name: 'Heike Sommer', title: 'Geschäftsführerin' },
  'small-lantern': { name: 'Rita Fonseca', title: 'Gerente' }, 'kestrel-telecom': { name: 'Valentina Rojas', title: 'Gerenta general' }, 'meridian-health': { name: 'Sipho Nkosi', title: 'Chief executive' },
}
/** What each promises for, unless it says otherwise. */
const PRODUCTS: Readonly<Record<string, readonly string[]>> = { 'northgate-grid': ['Grid Gateway', 'Line Monitor'], 'lumen-cloud': ['Lumen Console'], 'cedar-bank': ['Cedar Pay'], 'ferrous-works': ['PLC 40', 'Drive S'], 'small-lantern': ['Lantern Keys'], 'kestrel-telecom': ['Kestrel Transit'] }
const METRIC_VERSIONS: Readonly<Record<string, string>> = { 'fixed-within-90-days': '2' }

const scene = (at: number, play: () => Promise<unknown>): Scene => ({ day: at, play })
const evidence = (slug: string, title: string, hashed = true): Says[] => [{ title, link: `https://${slug}.example/security/report`, ...(hashed ? { sha256: '5f'.repeat(32) } : {}) }]
const facts = (slug: string): Says[] => [
  { clause: 'P1', says: 'Vulnerability reports fixed within 90 days', value: '88', metric: { id: 'fixed-within-90-days', version: '2' }, evidence: evidence(slug, 'Report tracker, figures of the year') },
  { clause: 'P3', says: 'Advice for users is published in every language that we sell in', evidence: evidence(slug, 'Advice pages', false) },
]

/** Nothing asked, in every category, and then these lines. */
const nothing = (more: Says[] = []): Says[] => [
  { category: 'G0', where: 'worldwide', received: '20-99' },
  ...['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((category) => ({ category, where: 'worldwide', received: '0', refused: '0', challenged: '0', complied: '0', pending: '0' })),
  ...more,
]
const asked = (category: string, where: string, received: string, more: Says = {}): Says => ({ category, where, received, refused: received, challenged: '0', complied: '0', pending: '0', ...more })

export function commitmentScenes(stage: Stage): Scene[] {
  const { house, desks } = stage
  const { commitments } = house
  const desk = (slug: string) => desks.get(slug)!
  const day = (at: number): string => new Date(onDay(stage, at) / 1000).toISOString().slice(0, 10)

  async function act(slug: string, kind: Kind, says: Says): Promise<FactId> {
    const { robot, key } = desk(slug)
    const { statement } = await commitments.prepareAct(robot, { kind, says })
    return (await commitments.submitAct(robot, { envelope: await sealUp(statement, key) })).fact
  }


  /** Proposed, and taken on the day after; what follows names it by what this gives. */
  function promised(at: number, slug: string, clause: string, metric: string, [baseline, target]: [string, string], due: number, title: string, more: Says & { taken?: boolean; replacing?: () => FactId } = {}) {
    const { taken = true, replacing, ...rest } = more
    let fact: FactId | undefined
    const scenes = [scene(at, async () => {
      fact = await act(slug, 'commitment', {
        title, clause, metric: { id: metric, version: METRIC_VERSIONS[metric] ?? '1' }, baseline: { value: baseline, on: day(at - 5) }, target, due: day(due), language: 'en',
        scope: { products: [...(PRODUCTS[slug] ?? [])], regions: ['worldwide'] }, owner: 'Head of product security', source: 'Our own tracker, looked at by internal audit', every: 'quarter', tags: { qualities: ['security'] }, ...rest, ...(replacing === undefined ? {} : { replaces: replacing() }),
      })
    })]
    if (taken) scenes.push(scene(at + 1, () => act(slug, 'commitment-acceptance', { commitment: fact, officer: OFFICERS[slug] })))
    const own = (when: number, kind: Kind, says: () => Says): Scene => scene(when, () => act(slug, kind, { commitment: fact, ...says() }))
    return {
      scenes,
      fact: (): FactId => fact!,
      measure: (when: number, value: string, outlook: 'on-track' | 'at-risk' = 'on-track', note?: string) => own(when, 'commitment-progress', () => ({ value, on: day(when), outlook, evidence: evidence(slug, 'Quarterly figures'), ...(note === undefined ? {} : { note }) })),
      move: (when: number, to: number, reason: string) => own(when, 'commitment-move', () => ({ due: day(to), reason })),
      close: (when: number, result: string, value?: string, reason?: string) => own(when, 'commitment-closing', () => ({ result, ...(value === undefined ? {} : { value, on: day(when), evidence: evidence(slug, 'The last measure') }), ...(reason === undefined ? {} : { reason }) })),
    }
  }

  const fixes = promised(-390, 'northgate-grid', 'P1', 'fixed-within-90-days', ['62', '90'], -30, 'Nine in ten reports fixed within 90 days', { tags: { qualities: ['security', 'reliability'], phases: ['respond'] }, scope: { products: ['Grid Gateway', 'Line Monitor'], regions: ['worldwide'] } })
  const releases = promised(-388, 'northgate-grid', 'P2', 'signed-releases', ['15', '100'], -60, 'Every release signed, with its provenance', { tags: { qualities: ['integrity'], stages: ['development', 'distribution'] }, scope: { products: ['Grid Gateway'], regions: ['worldwide'] } })
  const courses = promised(-200, 'northgate-grid', 'P3', 'people-trained', ['40', '400'], 120, 'Courses for four hundred people at small utilities', { tags: { qualities: ['security', 'privacy'] } })
  const advisories = promised(-150, 'northgate-grid', 'P4', 'advisories-machine-readable', ['0', '95'], 200, 'Advisories that machines can read')
  let counted: FactId | undefined
  const factor = promised(-380, 'lumen-cloud', 'P1', 'mfa-share', ['31', '80'], 100, 'A second factor for eight in ten accounts', { tags: { qualities: ['security', 'privacy'] } })
  const better = promised(-149, 'lumen-cloud', 'P1', 'mfa-share', ['44', '95'], 240, 'A second factor for everyone who manages other people’s accounts', { replacing: factor.fact, tags: { qualities: ['security', 'privacy'] } })
  const upstream = promised(-296, 'lumen-cloud', 'P4', 'upstream-fixes', ['3', '20'], -70, 'Twenty fixes given back to open source')
  const answers = promised(-395, 'cedar-bank', 'P1', 'first-answer-days', ['14', '5'], -110, 'A first answer within five working days', { tags: { qualities: ['security', 'reliability'], phases: ['respond'] } })
  const passwords = promised(-393, 'ferrous-works', 'P2', 'default-passwords', ['6', '0'], -125, 'No product leaves the works with a password that another one has', { tags: { qualities: ['security', 'integrity'], stages: ['design', 'distribution'] }, scope: { products: ['PLC 40', 'Drive S'], regions: ['worldwide'] } })
  const reach = promised(-200, 'ferrous-works', 'P1', 'update-reach-30-days', ['22', '60'], 160, 'Six in ten devices fixed within thirty days')
  const lantern = promised(-50, 'small-lantern', 'P3', 'languages-offered', ['2', '5'], 250, 'Advice in five languages', { every: 'half-year', tags: { qualities: ['privacy'] }, owner: 'The two of us who write it' })
  const routes = promised(-6, 'kestrel-telecom', 'P4', 'routes-filtered', ['55', '98'], 330, 'Almost every customer route filtered', { taken: false })

  return [
    ...[fixes, releases, courses, advisories, factor, better, upstream, answers, passwords, reach, lantern, routes].flatMap(({ scenes }) => scenes),
    fixes.measure(-300, '71'), fixes.measure(-210, '80'), fixes.measure(-120, '88'), fixes.close(-40, 'met', '91'),
    releases.measure(-290, '40'), releases.measure(-190, '62'), releases.move(-100, 70, 'The supplier of our build system delivers signing half a year later than agreed.'), releases.measure(-95, '71', 'at-risk', 'Signing runs for two of three product lines.'), releases.measure(-10, '84'),
    scene(-110, async () => { counted = await act('northgate-grid', 'commitment-progress', { commitment: courses.fact(), value: '190', on: day(-110), outlook: 'on-track', evidence: evidence('northgate-grid', 'Course lists') }) }),
    scene(-100, () => act('northgate-grid', 'commitment-correction', { corrects: counted, value: '172', on: day(-110), evidence: evidence('northgate-grid', 'Course lists, counted again'), reason: 'Eighteen people were on two lists.' })),
    courses.measure(-20, '230'), advisories.measure(-60, '20'), advisories.measure(-15, '25', 'at-risk', 'Two of five teams publish by hand still.'),
    factor.measure(-290, '36'), factor.measure(-200, '41', 'at-risk'), factor.close(-150, 'replaced', undefined, 'Counting every account hid the ones that matter. We measure those who manage others’ accounts instead.'),
    better.measure(-70, '68'), upstream.measure(-210, '9'), upstream.measure(-120, '17'), upstream.close(-65, 'partly-met', '18', 'Two fixes are still being discussed upstream.'),
    answers.measure(-310, '11'), answers.measure(-215, '9', 'at-risk'),
    passwords.measure(-300, '4'), passwords.measure(-205, '2'), passwords.close(-85, 'met', '0', 'Two older lines took longer than we had thought.'),
    ...attested(), ...statements(), ...stages(), ...review(),
  ]

  async function draw(slug: string, at: number, counsel: 'approves' | 'reads'): Promise<void> {
    const { first, second } = desk(slug)
    const { draft } = await commitments.writeAttestation(first, { from: day(at - 360), until: day(at - 1), facts: facts(slug), officer: OFFICERS[slug]! })
    await commitments.sendToCounsel(first, draft!.sha256)
    if (counsel === 'reads') return
    await commitments.approveDraft(second, { sha256: draft!.sha256, role: 'General counsel' })
    await act(slug, 'attestation', {})
  }

  function attested(): Scene[] {
    return [
      ...([[-64, 'northgate-grid'], [-63, 'northgate-meters'], [-60, 'lumen-cloud'], [-55, 'ferrous-works'], [-50, 'cedar-bank']] as const).map(([at, slug]) => scene(at, () => draw(slug, at, 'approves'))),
      scene(-371, () => draw('meridian-health', -371, 'approves')),
      scene(-3, () => draw('kestrel-telecom', -3, 'reads')),
    ]
  }

  function statements(): Scene[] {
    const plain = 'Nobody has asked us for help with an attack. If anybody does, we refuse, and say so here.'
    const [early, late] = halves()
    const states = (slug: string, half: Half, after: number, more: Says = {}): Scene =>
      scene(half.ends + after, () => act(slug, 'request-statement', { period: half.period, requests: nothing(), text: plain, language: 'en', officer: OFFICERS[slug], ...more }))
    const careful = 'Nobody has asked us for help with an attack that we are free to speak of. If anybody does, we refuse, and say so here where the law lets us.'
    return [
      states('northgate-grid', early, 12, { requests: nothing([asked('G3', 'europe', '1-4')]) }), states('northgate-grid', late, 10, { requests: nothing([asked('G3', 'europe', '1-4'), asked('G4', 'europe', '1-4', { refused: '1-4', challenged: '1-4' })]) }),
      states('lumen-cloud', early, 20), states('lumen-cloud', late, 22, { text: careful }),
      states('cedar-bank', early, 25, { language: 'es', text: 'Nadie nos ha pedido ayuda para un ataque.' }), states('cedar-bank', late, 18, { language: 'es', text: 'Nadie nos ha pedido ayuda para un ataque.' }),
      states('pelican-mail', early, 28, { requests: nothing([asked('G3', 'CA', '1-4', { refused: '0', complied: '1-4' })]), text: 'We were asked once for early knowledge of a hole, beyond what a law asks, and gave it. We have changed who decides about such requests.' }),
      states('pelican-mail', late, 24), states('ferrous-works', early, 15), states('ferrous-works', late, 15), states('northgate-meters', early, 12),
      states('kestrel-telecom', late, 26, { requests: nothing([asked('G2', 'CL', 'may-not-say', { refused: 'may-not-say', challenged: 'may-not-say', complied: 'may-not-say', pending: 'may-not-say' })]), text: 'About requests in one country we may not say anything, whatever the answer would be. Elsewhere there were none.' }),
    ]
  }

  type Half = { period: string; ends: number }
  /** The two half-years after the founding that are over whenever the sample is filled, and the day of the story on which each ended. */
  function halves(): [Half, Half] {
    const founded = new Date(onDay(stage, -404) / 1000)
    const first = { year: founded.getUTCFullYear(), half: founded.getUTCMonth() < 6 ? 1 : 2 }
    const second = first.half === 1 ? { year: first.year, half: 2 } : { year: first.year + 1, half: 1 }
    const shown = ({ year, half }: typeof first): Half => ({ period: `${year}-H${half}`, ends: ((half === 1 ? Date.UTC(year, 6, 1) : Date.UTC(year + 1, 0, 1)) - stage.present) / DAY_MS })
    return [shown(first), shown(second)]
  }

  function shows(at: number, slug: string, product: string, where: string, claim: string, until: number, hashed = true): Scene {
    return scene(at, () => act(slug, 'stage-evidence', { product, stage: where, claim, from: day(at), until: day(until), ...(hashed ? { evidence: evidence(slug, 'How we do it') } : {}) }))
  }

  function stages(): Scene[] {
    return [
      shows(-180, 'northgate-grid', 'Grid Gateway', 'development', 'Two people look at every change; builds run on machines that nobody signs in to.', 300),
      shows(-180, 'northgate-grid', 'Grid Gateway', 'design', 'Threats are written down before a line of code is.', 200, false),
      shows(-179, 'northgate-grid', 'Grid Gateway', 'distribution', 'Updates are signed by two keys, and the device checks both.', 320),
      shows(-178, 'northgate-grid', 'Line Monitor', 'development', 'Two people look at every change.', 15),
      shows(-300, 'ferrous-works', 'PLC 40', 'distribution', 'Firmware is signed and shipped with its bill of materials.', -20),
      shows(-120, 'ferrous-works', 'PLC 40', 'use', 'A changed firmware does not start, and says so on the display.', 260),
    ]
  }

  function review(): Scene[] {
    let engagement: FactId | undefined
    return [
      scene(-170, () => commitments.accreditAssessor(stage.secretariat.first, { slug: 'plumbline-assurance', until: day(500), basis: 'Accredited to ISO/IEC 17020 by an (invented) national body; its statutes forbid it to sell advice.' })),
      scene(-165, async () => {
        engagement = await act('northgate-grid', 'assurance-engagement', { assessor: stage.organisations.get('plumbline-assurance'), scope: 'How requests of governments are received, decided and recorded, and a sample of cases of the last two years.', until: day(-60) })
      }),
      scene(-150, async () => {
        for (const [title, text] of [['Case 1', 'A ministry asked for knowledge of a hole before it was mended. Refused in writing on the second day.'], ['Case 2', 'A request to hold back a fix for one customer. Refused; taken to court; withdrawn.'], ['Case 3', 'A question by telephone, without a name. Noted, not answered.']] as const) {
          const { id } = await commitments.sealCase(desk('northgate-grid').first, engagement!, { title, text })
          await commitments.readCase(desk('plumbline-assurance').first, id)
        }
      }),
      scene(-90, () => act('plumbline-assurance', 'assurance-determination', {
        engagement, finding: 'yes', language: 'en', assessors: ['Lead assessor', 'Assessor, law'],
        process: 'We read the rules by which requests are handled, spoke with seven people who handle them, and read three cases that we chose ourselves from a list of eleven.',
        summary: 'Requests reach two people, each of whom can refuse. Records were complete in all three cases. Since the last year the time to a decision has fallen; what is still missing is a rule for requests by telephone.',
      })),
    ]
  }
}

/** The steps of a recount that are about the ballot itself: its text, its discussion, its electorate, each vote, the count, the certificate. */
import { isObject, type JsonObject } from '@openaccord/attest'
import { canonical, SEALED_VOTE_BYTES, type Json } from '@openaccord/facts'
import { sha256 } from '@openaccord/tlog'
import { notCovered, ok, refused, type Step } from './answer.ts'
import type { BundleText } from './ballot-bundle.ts'
import { ballotRuleOf, countVotes, FAILS_AFTER_SECONDS, type BallotRule, type BallotVote, type Count, type FrozenGroup } from './ballot-count.ts'
import { microsOf, type ActOf, type SignedHere, type Story, type Told } from './ballot-story.ts'
import { signersOf, standingOf, type KeyRing } from './keyring.ts'
import { hexOf, utf8 } from './texts.ts'

export type BallotStep = Step<'story' | 'text' | 'discussion' | 'electorate' | 'signatures' | 'votes' | 'count' | 'certificate'>
export type BallotSeen = { readonly ballot: string; readonly title: string; readonly kind: string; readonly rounds: readonly (Count & { readonly round: number; readonly certified: boolean })[] }
type Given = { readonly ballot: string; readonly texts: readonly BundleText[]; readonly story: Story; readonly ring: KeyRing; readonly origin: string; readonly seenBy: number | undefined }
type Round = { readonly round: number; readonly from: number; readonly until: number; readonly opened: Told }
type Frozen = { readonly told: Told; readonly groups: readonly FrozenGroup[]; readonly attendance: readonly number[]; readonly textSha256: string; readonly electorateSha256: string }
/** A vote that was read, whether sealed before or open from the beginning. */
type Cast = BallotVote & { readonly at: number; readonly place: string; readonly signed: SignedHere }

const SECOND = 1_000_000
const sha256Of = (text: string): string => hexOf(sha256(utf8(text)))
const textOf = (says: JsonObject, field: string): string => (typeof says[field] === 'string' ? says[field] : '')
const numberOf = (says: JsonObject, field: string): number => (typeof says[field] === 'number' ? says[field] : Number.NaN)
const toldOf = ({ told }: Story, fact: string): Told[] => told.filter((one) => one.fact === fact)

export async function judgeBallot(given: Given): Promise<{ steps: BallotStep[]; seen: BallotSeen | undefined }> {
  const { story, ballot } = given
  const early = judgeStory(given)
  const [opened] = toldOf(story, 'opened')
  const frozen = frozenOf(story)
  if (opened === undefined || frozen === undefined) return { steps: [...early, refused('story', 'not-frozen', 'the entries show no ballot that was opened and frozen')], seen: undefined }
  const kind = textOf(opened.says, 'kind')
  const rule = ballotRuleOf(kind)
  const rounds = roundsOf(story)
  const cast = castOf(story)
  const signatures = await judgeSignatures(given)
  const counts = rounds.filter((round) => toldOf(story, 'tallied').some(({ says }) => says['round'] === round.round)).map((round) => ({
    round, count: countVotes(frozen, cast.filter(({ at }) => at >= round.from && at < round.until), rule),
  }))
  const steps: BallotStep[] = [
    ...early, judgeText(given, frozen), judgeDiscussion(story, opened, frozen, rounds, rule), judgeElectorate(opened, frozen), ...signatures,
    ...judgeVotes(given, frozen, rounds, cast), ...judgeCounts(given, frozen, counts), ...judgeCertificates(given, opened, frozen, counts),
  ]
  const certified = (round: number): boolean => actsOf(story, 'ballot-certificate').some(({ says }) => says.round === String(round))
  return { steps, seen: { ballot, title: textOf(opened.says, 'title'), kind, rounds: counts.map(({ round, count }) => ({ ...count, round: round.round, certified: certified(round.round) })) } }
}

function judgeStory({ story, ballot }: Given): BallotStep[] {
  const steps: BallotStep[] = story.faults.map(({ code, words }) => refused('story', code, words))
  steps.push(...story.missing.map((place) => notCovered('story', 'removed', `${place}: what it said was taken away from the log`)))
  for (const fact of ['opened', 'frozen']) if (toldOf(story, fact).length > 1) steps.push(refused('story', 'twice', `it was ${fact} twice`))
  const other = story.told.find(({ says }) => says['ballot'] !== ballot)
  if (other !== undefined) steps.push(refused('story', 'other-ballot', `${other.place} speaks of another ballot`))
  return steps.length > 0 ? steps : [ok('story', 'story', `${story.told.length} statements, ${story.sealed.length} sealed votes, ${story.acts.length} open acts`, { told: story.told.length, sealed: story.sealed.length, acts: story.acts.length })]
}

function frozenOf(story: Story): Frozen | undefined {
  const [told] = toldOf(story, 'frozen')
  if (told === undefined) return undefined
  const { electorate, attendance } = told.says
  const groups = Array.isArray(electorate) ? electorate.filter(isObject).map((group): FrozenGroup => ({
    name: textOf(group, 'name'), size: textOf(group, 'size'), excluded: group['excluded'] === true, organisations: Array.isArray(group['organisations']) ? group['organisations'].map(String) : [],
  })) : []
  const attended = Array.isArray(attendance) ? attendance.filter(isObject).map((one) => numberOf(one, 'groups')) : []
  return { told, groups, attendance: attended, textSha256: textOf(told.says, 'sha256'), electorateSha256: textOf(told.says, 'electorateSha256') }
}

function roundsOf(story: Story): Round[] {
  const early = toldOf(story, 'voting-closed-early')
  return toldOf(story, 'voting-opened').map((opened) => {
    const round = numberOf(opened.says, 'round')
    return { round, from: microsOf(textOf(opened.says, 'from')), until: early.find(({ says }) => says['round'] === round)?.at ?? microsOf(textOf(opened.says, 'until')), opened }
  })
}

/** The text that was voted on is the last one published, and each version is in the file byte for byte. */
function judgeText({ texts, story }: Given, { textSha256, told }: Frozen): BallotStep {
  const published = toldOf(story, 'text-published')
  const changed = published.find(({ says }, at) => texts[at]?.version !== says['version'] || texts[at]?.language !== says['language'] || sha256Of(texts[at]?.text ?? '') !== says['sha256'])
  if (changed !== undefined || texts.length !== published.length) return refused('text', 'text-changed', `the texts in the file are not those that were published${changed === undefined ? '' : `: version ${String(changed.says['version'])} has another SHA-256`}`)
  const last = published.findLast(({ index }) => index < told.index)
  if (last?.says['sha256'] !== textSha256 || last.says['version'] !== told.says['version']) return refused('text', 'other-text', 'what was frozen is not the last text that was published')
  return ok('text', 'text', `version ${String(told.says['version'])} was voted on, SHA-256 ${textSha256}`, { sha256: textSha256 })
}

/** Long enough from the last text; questions answered or held out; opened and closed when the rule says. */
function judgeDiscussion(story: Story, opened: Told, { told: frozen }: Frozen, rounds: readonly Round[], rule: BallotRule): BallotStep {
  const text = toldOf(story, 'text-published').findLast(({ index }) => index < frozen.index)?.at ?? opened.at
  const stated = isObject(frozen.says['rule']) ? frozen.says['rule'] : {}
  const differs = (Object.keys(rule) as (keyof BallotRule)[]).find((field) => stated[field] !== rule[field])
  if (differs !== undefined) return refused('discussion', 'other-rule', `the rule that was frozen says ${differs} ${String(stated[differs])}; for this kind it is ${rule[differs]}`)
  if (frozen.at < text + rule.discussionSeconds * SECOND) return refused('discussion', 'too-early', `it was frozen ${((frozen.at - text) / SECOND / 86_400).toFixed(2)} days after its last text`)
  const settled = new Set([...toldOf(story, 'question-answered'), ...toldOf(story, 'question-withdrawn')].filter(({ index }) => index < frozen.index).map(({ says }) => says['question']))
  const open = toldOf(story, 'question-asked').filter(({ says, index }) => index < frozen.index && !settled.has(says['question'])).length
  if (open > 0 && frozen.at < text + rule.holdSeconds * SECOND) return refused('discussion', 'question-open', `${open} blocking questions were not answered when it was frozen`)
  const [first] = rounds
  if (first !== undefined && first.opened.at >= opened.at + FAILS_AFTER_SECONDS * SECOND) return refused('discussion', 'failed', 'voting was opened after ninety days, when the ballot had failed')
  const odd = rounds.find(({ opened: told, from }) => from !== told.at || microsOf(textOf(told.says, 'until')) !== from + rule.votingSeconds * SECOND || told.index < frozen.index)
  if (odd !== undefined) return refused('discussion', 'other-window', `round ${odd.round} was not open for as long as the rule says`)
  return ok('discussion', 'discussion', `its text was discussed for ${Math.floor((frozen.at - text) / SECOND / 86_400)} days, then frozen; voting was open for as long as the rule says`)
}

function judgeElectorate({ says }: Told, { told, groups, electorateSha256 }: Frozen): BallotStep {
  if (sha256Of(canonical(told.says['electorate'] as Json)) !== electorateSha256) return refused('electorate', 'electorate-changed', 'the electorate does not have the hash that was stated with it')
  const all = groups.flatMap(({ organisations }) => organisations)
  if (new Set(all).size !== all.length) return refused('electorate', 'twice', 'an organisation stands in two groups of the electorate')
  const excluded = Array.isArray(says['excluded']) ? says['excluded'].map(String) : []
  const kept = groups.find((group) => !group.excluded && group.organisations.some((id) => excluded.includes(id)))
  if (kept !== undefined) return refused('electorate', 'own-case', `${kept.name} has a vote on its own case`)
  return ok('electorate', 'electorate', `${groups.length} groups of ${all.length} organisations, ${groups.filter((group) => group.excluded).length} of them heard without a vote`, { groups: groups.length })
}

const actsOf = <K extends 'ballot-certificate' | 'ballot-contest' | 'contest-decision' | 'vote'>({ acts }: Story, kind: K): ActOf<K>[] => acts.flatMap(({ read: { act } }) => (act.kind === kind ? [act as ActOf<K>] : []))

/** Every act: for this alliance, by a key of its organisation that stood when it came into the log. A sealed one came with its seal. */
async function judgeSignatures({ story, ring, origin, seenBy }: Given): Promise<BallotStep[]> {
  const steps: BallotStep[] = []
  const opened = story.sealed.flatMap((seal) => (seal.opened === undefined ? [] : [{ ...seal.opened, index: seal.index, entry: seal.entry }]))
  const all = [...story.acts, ...opened]
  for (const { read, index, entry, place } of all) {
    const { act } = read
    const wrong = (code: string, words: string): void => void steps.push(refused('signatures', code, `${place}: ${words}`))
    if (act.alliance !== origin) wrong('other-alliance', `it was signed for ${act.alliance}, and this is the log of ${origin}`)
    if (entry.about[1] !== undefined && entry.about[1] !== act.organisation) wrong('other-organisation', `the entry names ${entry.about[1]}, and ${act.organisation} has signed`)
    if (microsOf(act.at) > microsOf(entry.at) + 300 * SECOND) wrong('act-after-entry', `it is dated ${act.at}, after it came into the log (${entry.at})`)
    const signers = await signersOf(read, ring)
    const standings = signers.map((keyid) => standingOf(ring, keyid, act.organisation, { index, at: entry.at, seenBy }))
    const best = standings.find(({ code }) => code === 'good') ?? standings.find(({ code }) => code === 'doubt-undecided') ?? standings[0]
    if (best === undefined) wrong('signature-refused', `no signature is right by a key that ${act.organisation} has registered`)
    else if (best.code === 'doubt-undecided') steps.push(notCovered('signatures', best.code, `${place}: ${best.words}`))
    else if (best.code !== 'good') wrong(best.code, best.words)
  }
  return steps.length > 0 ? steps : [ok('signatures', 'signatures', `${all.length} acts are signed, each by a key of its organisation that stood at the time`, { acts: all.length })]
}

function castOf({ sealed, acts }: Story): Cast[] {
  const opened = sealed.flatMap((seal) => (seal.opened === undefined ? [] : [{ signed: seal.opened, id: seal.entry.id, at: seal.at, place: seal.place, index: seal.index }]))
  const plain = acts.filter(({ read }) => read.act.kind === 'vote').map((signed) => ({ signed, id: signed.entry.id, at: signed.at, place: signed.place, index: signed.index }))
  return [...opened, ...plain].sort((a, b) => a.index - b.index).map((one) => {
    const { act } = one.signed.read
    return { ...one, organisation: act.organisation, position: act.kind === 'vote' ? act.says.position : '' }
  })
}

/** Each seal was opened; each vote is about this text, by one with a vote, within the time, once its group has not recused itself. */
function judgeVotes({ story, ballot }: Given, { groups, textSha256 }: Frozen, rounds: readonly Round[], cast: readonly Cast[]): BallotStep[] {
  const steps: BallotStep[] = []
  const wrong = (place: string, code: string, words: string): void => void steps.push(refused('votes', code, `${place}: ${words}`))
  for (const { opened, removed, place, at, entry } of story.sealed) {
    const counted = rounds.some((round) => at >= round.from && at < round.until && toldOf(story, 'tallied').some(({ says }) => says['round'] === round.round))
    if (opened === undefined && !removed && counted) wrong(place, 'not-opened', `the vote ${entry.id} was counted and not opened`)
    if (entry.payload.size !== SEALED_VOTE_BYTES) wrong(place, 'odd-seal', `a sealed vote has ${SEALED_VOTE_BYTES} bytes, this one ${entry.payload.size}`)
  }
  const recused = new Set<string>()
  for (const { signed, organisation, position, at, place } of cast) {
    const { act } = signed.read
    if (act.kind !== 'vote') {
      wrong(place, 'other-kind', `it is a ${act.kind}, not a vote`)
      continue
    }
    const { says } = act
    const round = rounds.find((one) => at >= one.from && at < one.until)
    const group = groups.find(({ organisations }) => organisations.includes(organisation))
    if (says.ballot !== ballot) wrong(place, 'other-ballot', `it is a vote on ${says.ballot}`)
    if (says.textSha256 !== textSha256) wrong(place, 'other-text', 'it is a vote on another text')
    if (group === undefined || group.excluded) wrong(place, 'no-vote', `${organisation} has no vote here`)
    if (round === undefined) wrong(place, 'too-late', 'it came when voting was not open')
    if (recused.has(`${round?.round} ${group?.name}`)) wrong(place, 'recused', `${organisation} had recused itself`)
    if ((position === 'recuse') === signed.sealed) wrong(place, 'odd-seal', 'a recusal is open, any other vote is sealed')
    if (position === 'no' && says.reason === undefined) wrong(place, 'no-reason', 'a no has a reason')
    if (position === 'recuse') recused.add(`${round?.round} ${group?.name}`)
  }
  return steps.length > 0 ? steps : [ok('votes', 'votes', `${cast.length} votes were opened, each on this text, by one with a vote, in time`, { votes: cast.length })]
}

type Counted = { readonly round: Round; readonly count: Count }

/** The tally as the hub stated it is the one that comes out here, figure for figure. */
function judgeCounts({ ballot, story }: Given, { textSha256, electorateSha256 }: Frozen, counts: readonly Counted[]): BallotStep[] {
  if (counts.length === 0) return [refused('count', 'not-tallied', 'no tally was stated')]
  return counts.map(({ round, count }) => {
    const stated = toldOf(story, 'tallied').filter(({ says }) => says['round'] === round.round)
    const told = stated[0]!
    const own: Record<string, unknown> = { ballot, round: round.round, textSha256, electorateSha256, ...count }
    const theirs = isObject(told.says['tally']) ? told.says['tally'] : {}
    const differs = [...new Set([...Object.keys(own), ...Object.keys(theirs)])].find((field) => JSON.stringify(sorted(own[field])) !== JSON.stringify(sorted(theirs[field])))
    if (stated.length > 1) return refused('count', 'twice', `round ${round.round} was tallied twice`)
    if (told.at < round.until) return refused('count', 'too-early', `round ${round.round} was tallied before it was closed`)
    if (differs !== undefined) return refused('count', 'count-differs', `round ${round.round}: the hub states ${differs} ${JSON.stringify(theirs[differs])}, the votes give ${JSON.stringify(own[differs])}`)
    if (sha256Of(canonical(theirs as unknown as Json)) !== told.says['tallySha256']) return refused('count', 'tally-hash', `round ${round.round}: the tally does not have the hash that was stated with it`)
    const { yes, no, abstain, recused, outcome } = count
    return ok('count', 'counted', `round ${round.round}: ${yes} yes, ${no} no, ${abstain} abstentions, ${recused} recused; ${outcome}`, { round: round.round, yes, no, abstain, recused, outcome })
  })
}

const sorted = (value: unknown): unknown => (value === undefined ? null : JSON.parse(canonical(value as Json)))

/** By the secretariat, with these very figures. */
function judgeCertificates({ story }: Given, opened: Told, { textSha256 }: Frozen, counts: readonly Counted[]): BallotStep[] {
  return actsOf(story, 'ballot-certificate').map(({ organisation, says }) => {
    const counted = counts.find(({ round }) => String(round.round) === says.round)
    const told = toldOf(story, 'tallied').find((one) => String(one.says['round']) === says.round)
    if (organisation !== opened.says['secretariat']) return refused('certificate', 'not-secretariat', `${organisation} has certified it, and is not the secretariat`)
    if (counted === undefined || told === undefined) return refused('certificate', 'no-count', `it certifies round ${says.round}, of which there is no tally`)
    const { yes, no, abstain, recused, outcome } = counted.count
    const expected = { outcome, textSha256, yes: String(yes), no: String(no), abstain: String(abstain), recused: String(recused), tallySha256: told.says['tallySha256'] }
    const differs = (Object.keys(expected) as (keyof typeof expected)[]).find((field) => says[field] !== expected[field])
    if (differs !== undefined) return refused('certificate', 'certificate-differs', `the certificate says ${differs} ${says[differs]}, the votes give ${String(expected[differs])}`)
    return ok('certificate', 'certified', `the secretariat certified round ${says.round} with these figures`, { round: says.round })
  })
}

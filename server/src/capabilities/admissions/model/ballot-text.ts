/** What the signatories vote on when an organisation wants to join: the facts, in one text whose hash they approve. */
import type { Application } from '../model.ts'
import { CRITERIA, isSmall, sizeOf } from './answers.ts'
import type { Evidence } from './evidence.ts'

type Around = { origin: string; sponsors: readonly string[]; comments: number; evidence: readonly Evidence[]; now: string }

export function ballotText(application: Application, { origin, sponsors, comments, evidence, now }: Around): string {
  const { answers: { organisation, domain }, submission, id } = application
  if (organisation === null) throw new Error(`${id} has no organisation to vote on`)
  const current = evidence.filter(({ supersededAt }) => supersededAt === null)
  const graded = CRITERIA.map((criterion) => {
    const best = current.filter((one) => one.criterion === criterion).toSorted((a, b) => b.grade.localeCompare(a.grade))[0]
    return `- ${criterion}: ${best?.answer ?? 'document'}, grade ${best?.grade ?? 'E0'}`
  })
  return [
    `# Admission of ${plain(organisation.name)}`,
    `The signatories admit ${plain(organisation.legalName)} (${organisation.country}, ${plain(organisation.sector)}, ${sizeOf(organisation.people)}${isSmall(application.answers) ? ', shorter form' : ''}), known by the domain ${domain}. Once it has signed the pledge it is on probation for twelve months, without a vote.`,
    `## Evidence at ${now}`, graded.join('\n'),
    '## Sponsors', sponsors.map((name) => `- ${plain(name)}`).join('\n'),
    `## Where to read it`, `The application, ${comments === 1 ? '1 comment' : `${comments} comments`} and the answers: ${origin}/applications/${id}. What was handed in is sealed in the log as ${submission}.`,
  ].join('\n\n') + '\n'
}

/** Names come from people: they neither begin a heading nor make a link. */
const plain = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').replace(/[\\`*_[\]()<>#|]/g, '').trim()

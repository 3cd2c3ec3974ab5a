/** The facts of an attestation as plain text, a block each: clause and words, address, and perhaps a figure and its metric. */
export type DraftFact = { clause: string; says: string; value?: string; metric?: { id: string; version: string }; evidence: { title: string; link: string; sha256?: string }[] }

/** Undefined where a block has no clause, words and address. */
export function factsOf(text: string): DraftFact[] | undefined {
  const blocks = text.split(/\n\s*\n/).map((block) => block.split('\n').map((line) => line.trim()).filter((line) => line !== '')).filter((lines) => lines.length > 0)
  const facts = blocks.map(factOf)
  return facts.length > 0 && facts.every((fact) => fact !== undefined) ? facts : undefined
}

function factOf([first = '', second = '', ...more]: string[]): DraftFact | undefined {
  const [, clause, says] = /^(P[1-9](?:\.[1-9]\d?)?)\s+(\S.*)$/.exec(first) ?? []
  const [, link, sha256] = /^(https:\/\/\S+)(?:\s+([0-9a-f]{64}))?$/.exec(second) ?? []
  if (clause === undefined || says === undefined || link === undefined) return undefined
  const value = more.map((line) => /^value\s+(\S+)$/.exec(line)?.[1]).find((found) => found !== undefined)
  const [, id, version] = more.map((line) => /^metric\s+(\S+)\s+(\S+)$/.exec(line)).find((found) => found !== null) ?? []
  return {
    clause, says, ...(value === undefined ? {} : { value }), ...(id === undefined || version === undefined ? {} : { metric: { id, version } }),
    evidence: [{ title: new URL(link).hostname, link, ...(sha256 === undefined ? {} : { sha256 }) }],
  }
}

/** As it is written, so that a draft can be changed. */
export function blockOf({ clause, says, value, metric, evidence: [evidence] }: DraftFact): string {
  const lines = [`${clause} ${says}`, evidence === undefined ? '' : `${evidence.link}${evidence.sha256 === undefined ? '' : ` ${evidence.sha256}`}`, value === undefined ? '' : `value ${value}`, metric === undefined ? '' : `metric ${metric.id} ${metric.version}`]
  return lines.filter((line) => line !== '').join('\n')
}

/** What an analyst’s judgement comes to: CVSS read strictly, CWE by form and name, SSVC with its path, and what the feeds say. */
import { parseCvss, scoreCvss, VulnsError } from '@openaccord/vulns'
import type { Means } from './means.ts'
import { fault } from './model.ts'
import { decide, type Decided, type TableName } from './ssvc.ts'

export type Weighable = { cvss?: string | null | undefined; ssvc?: readonly { table: TableName; choices: Readonly<Record<string, string>> }[] | undefined; cwes?: readonly string[] | undefined; cves?: readonly string[] | undefined }
export type Weighed = {
  cvss: { vector: string; version: string; score: number; severity: string } | null
  ssvc: Decided[]
  cwes: { id: string; name: string | null }[]
  kev: { cve: string; listed: string | null }[] | null
  epss: { cve: string; score: number | null }[] | null
  feeds: string
}

export function weigh({ cvss, ssvc = [], cwes = [], cves = [] }: Weighable, { cweName, feeds }: Pick<Means, 'cweName' | 'feeds'>): Weighed {
  const twice = ssvc.find(({ table }, at) => ssvc.findIndex((other) => other.table === table) !== at)
  if (twice !== undefined) throw fault('ssvc-twice', '/ssvc', `the table “${twice.table}” is answered twice`, 'answer each table once')
  const [kev, epss] = [feeds.kev(), feeds.epss()]
  return {
    cvss: cvss === undefined || cvss === null || cvss.trim() === '' ? null : scored(cvss.trim()),
    ssvc: ssvc.map((each, at) => decide(each, `/ssvc/${at}`)),
    cwes: cwes.map((id, at) => named(id, `/cwes/${at}`, cweName)),
    kev: kev === undefined ? null : cves.map((cve) => ({ cve, listed: kev.get(cve) ?? null })),
    epss: epss === undefined ? null : cves.map((cve) => ({ cve, score: epss.get(cve) ?? null })),
    feeds: feeds.words(),
  }
}

function scored(vector: string): NonNullable<Weighed['cvss']> {
  try {
    const cvss = parseCvss(vector)
    const { overall, severity } = scoreCvss(cvss)
    return { vector, version: cvss.version, score: overall, severity }
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
    throw fault('cvss', '/cvss', error.message, 'copy the whole vector, like CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N')
  }
}

/** A number that the list does not have is refused: a slip of the pen in a weakness is hard to find later. */
function named(id: string, field: string, cweName: Means['cweName']): { id: string; name: string | null } {
  const name = cweName(id)
  if (name === undefined) throw fault('cwe', field, `the list of weaknesses (CWE) that this hub has does not know ${id}`, 'look it up at cwe.mitre.org, and write it like CWE-79')
  return { id, name }
}

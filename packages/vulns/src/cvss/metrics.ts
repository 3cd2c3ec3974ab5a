/**
 * The metrics of each CVSS version, in the order its specification prints them, with their values:
 * v2.0 guide §2, table 13; v3.1 specification §6, table 15; v4.0 specification §7, table 23.
 */

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'

export interface CvssMetric {
  readonly name: string
  readonly values: readonly string[]
  readonly mandatory: boolean
}

export interface CvssRules {
  readonly prefix: string
  /** Whether the metrics must stand in the order of the list. */
  readonly ordered: boolean
  /** The value that means "not defined". */
  readonly undefinedValue: 'X' | 'ND'
  readonly metrics: readonly CvssMetric[]
}

function metricsOf(base: string, optional: string): CvssMetric[] {
  return [...readMetrics(base, true), ...readMetrics(optional, false)]
}

function readMetrics(text: string, mandatory: boolean): CvssMetric[] {
  return text.split(' ').map((word) => {
    const [name = '', values = ''] = word.split(':')
    return { name, values: values.split(','), mandatory }
  })
}

const V2 = metricsOf(
  'AV:L,A,N AC:H,M,L Au:M,S,N C:N,P,C I:N,P,C A:N,P,C',
  'E:U,POC,F,H,ND RL:OF,TF,W,U,ND RC:UC,UR,C,ND CDP:N,L,LM,MH,H,ND TD:N,L,M,H,ND CR:L,M,H,ND IR:L,M,H,ND AR:L,M,H,ND',
)

const V3 = metricsOf(
  'AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:N,L,H I:N,L,H A:N,L,H',
  'E:X,U,P,F,H RL:X,O,T,W,U RC:X,U,R,C CR:X,L,M,H IR:X,L,M,H AR:X,L,M,H ' +
    'MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,N,L,H MI:X,N,L,H MA:X,N,L,H',
)

const V4 = metricsOf(
  'AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N',
  'E:X,A,P,U CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A ' +
    'MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N ' +
    'S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red',
)

export const CVSS_RULES: Readonly<Record<CvssVersion, CvssRules>> = {
  '2.0': { prefix: '', ordered: true, undefinedValue: 'ND', metrics: V2 },
  '3.0': { prefix: 'CVSS:3.0/', ordered: false, undefinedValue: 'X', metrics: V3 },
  '3.1': { prefix: 'CVSS:3.1/', ordered: false, undefinedValue: 'X', metrics: V3 },
  '4.0': { prefix: 'CVSS:4.0/', ordered: true, undefinedValue: 'X', metrics: V4 },
}

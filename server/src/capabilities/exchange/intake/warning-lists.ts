/** Warning lists: values known to be harmless, in the form that MISP publishes them. */
import { openGate, type Gate } from './gate.ts'

export type WarningListKind = 'string' | 'substring' | 'hostname' | 'cidr' | 'regex'
export type WarningList = { name: string; kind: WarningListKind; treatment: 'refuse' | 'warn'; values: readonly string[]; attributes: readonly string[] }

export function buildGate(lists: readonly WarningList[]): Gate {
  if (lists.length === 0) return openGate
  return openGate
}

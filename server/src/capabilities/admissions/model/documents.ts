/** Which documents are taken as evidence: few types, known by how they begin and not by what they are called. */
import { Refusal } from '../../../kernel/index.ts'

export const TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/markdown'] as const
export type DocumentType = (typeof TYPES)[number]
export const LIMITS = { bytes: 1_048_576, allBytes: 6_291_456, files: 20 } as const
const BEGINS: Partial<Record<DocumentType, readonly number[]>> = { 'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d], 'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'image/jpeg': [0xff, 0xd8, 0xff] }

/** The type it says to be, where its bytes agree. */
export function documentType(bytes: Uint8Array, said: DocumentType): DocumentType {
  const begins = BEGINS[said]
  const fits = begins === undefined ? isText(bytes) : begins.every((byte, at) => bytes[at] === byte)
  if (fits) return said
  throw new Refusal('unprocessable', 'admissions.document-type', 'this file is not what it says to be', { faults: [{ field: '/content', rule: `its bytes are ${said}`, fix: `send ${TYPES.join(', ')}` }] })
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !/[\u0000-\u0008\u000e-\u001f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return false
  }
}

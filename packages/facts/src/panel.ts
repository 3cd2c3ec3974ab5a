/**
 * Three organisations drawn by lot, by public randomness: a pure function that anybody can run again from the log.
 * See docs/decisions/0009-panel-by-lot.md.
 */

/** An organisation that may be drawn; of those under one control only one is. */
export type Candidate = { organisation: string; group?: string | undefined }

export const PANEL_SEATS = 3

/** SHA-256 over the opened value of the ombudsperson and the root hash of the checkpoint, 32 bytes each. Hexadecimal. */
export function panelSeed(value: Uint8Array, rootHash: Uint8Array, sha256: (bytes: Uint8Array) => string): string {
  if (value.length !== 32 || rootHash.length !== 32) throw new RangeError('the value and the root hash have 32 bytes each')
  const both = new Uint8Array(64)
  both.set(value)
  both.set(rootHash, 32)
  return sha256(both)
}

/** All candidates in the order of the lot: by SHA-256 over the seed, a line feed and the organisation’s id. */
export function lotOrder(seed: string, candidates: readonly Candidate[], sha256: (bytes: Uint8Array) => string): Candidate[] {
  const text = new TextEncoder()
  return candidates
    .map((candidate) => ({ candidate, lot: sha256(text.encode(`${seed}\n${candidate.organisation}`)) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0))
    .map(({ candidate }) => candidate)
}

/**
 * The panel: the first three of the lot that are not set aside for a conflict, no two of one group. Fewer where there
 * are not enough. Whoever is set aside gives the seat to the next of the lot; the others keep theirs.
 */
export function drawPanel({ seed, candidates, setAside = [] }: { seed: string; candidates: readonly Candidate[]; setAside?: readonly string[] }, sha256: (bytes: Uint8Array) => string): string[] {
  const panel: string[] = []
  const groups = new Set<string>()
  for (const { organisation, group } of lotOrder(seed, candidates, sha256)) {
    if (panel.length === PANEL_SEATS) break
    if (setAside.includes(organisation) || panel.includes(organisation) || (group !== undefined && groups.has(group))) continue
    panel.push(organisation)
    if (group !== undefined) groups.add(group)
  }
  return panel
}

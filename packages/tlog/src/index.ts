/** Transparency logs in the C2SP formats: what this package offers, file by file in the order of the specifications. */
export * from './errors.ts'
export { HASH_SIZE, sha256 } from './sha256.ts'
export { generateKey, isStrictKey, signerFromSeed, verifyEd25519, type Signer, type SigningKey } from './ed25519.ts'
export {
  LONGEST_PROOF, emptyRoot, leafHash, nodeHash, rootOfInclusion, verifyConsistency, verifyInclusion, type Consistency, type Inclusion,
} from './merkle.ts'
export {
  consistencyProof, consistencyRanges, foldHashes, hashOfRange, inclusionProof, inclusionRanges, nodesOfRange,
  type LeafRange, type NodeReader, type TreeNode,
} from './tree-proofs.ts'
export {
  isSubtree, verifySubtreeConsistency, verifySubtreeInclusion, type Subtree, type SubtreeConsistency, type SubtreeInclusion,
} from './subtrees.ts'
export { createFrontier, hashTree, type Frontier, type FrontierState } from './frontier.ts'
export { SIGNATURE_TYPE, isKeyName, keyIdOf, parseVerifierKey, printVerifierKey, verifierKey, type VerifierKey } from './keys.ts'
export {
  NOTE_LIMITS, noteSigner, noteVerifier, openNote, parseNote, parseSignatureLines, printNote, printSignatureLine, signNote,
  type Note, type NoteSignature, type NoteSigner, type NoteVerifier, type OpenedNote,
} from './note.ts'
export {
  openCheckpoint, parseCheckpoint, parseSignedCheckpoint, printCheckpoint, signCheckpoint,
  type Checkpoint, type OpenedCheckpoint, type SignedCheckpoint,
} from './checkpoint.ts'
export {
  cosignatureMessage, cosignatureTime, cosignatureVerifier, cosigner, parseTimestampedSignature, printTimestampedSignature,
  type TimestampedSignature,
} from './cosignature.ts'
export { isSupportedKey, verifierOf } from './verifiers.ts'
export {
  TILE_HEIGHT, TILE_WIDTH, hashesAtLevel, parseTilePath, partialTiles, printTilePath, tileLevels, tileWidth, tilesOfGrowth, type Tile,
} from './tile-paths.ts'
export { LONGEST_ENTRY, hashEntryBundle, parseEntryBundle, printEntryBundle } from './entry-bundles.ts'
export { openTile, type OpenTile } from './tile-hashes.ts'
export { createTileReader, type FetchTile, type TileReader, type TileReaderOptions } from './tile-reader.ts'
export { createTileBuilder, type GrownLog, type TileBuilder, type TileFile } from './tile-builder.ts'
export { parseProof, printProof, verifyProof, type ProvenEntry, type TlogProof } from './proof.ts'
export {
  checkPolicy, isQuorum, type Accepted, type Policy, type PolicyGroup, type PolicyLog, type PolicyOptions, type PolicyWitness,
} from './policy.ts'
export { POLICY_LIMITS, parsePolicy, printPolicy } from './policy-text.ts'
export {
  LONGEST_REQUEST, SIZE_TYPE, monitoringPath, parseAddCheckpoint, parseCosignatures, parseSize, printAddCheckpoint, printSize,
  type AddCheckpointRequest, type WitnessAnswer,
} from './witness-request.ts'
export {
  cosign, decide, monitoredCheckpoint, openAddCheckpoint,
  type Decision, type KnownLogs, type OpenedRequest, type OpeningResult, type WitnessRecord,
} from './witness.ts'
export { addCheckpoint, type AddCheckpointOptions, type Cosigned, type PostCheckpoint, type PostInit } from './witness-client.ts'

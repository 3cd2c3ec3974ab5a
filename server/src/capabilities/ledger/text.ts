/** Bytes as base64 (RFC 4648 §4), as the C2SP formats and the evidence file write them. */
export const printBase64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

export { signingKeys } from '../en/signing-keys.ts'

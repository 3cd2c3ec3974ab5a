/** Members: what the composition and the sister rooms may use. */
export { createMembers, type Members, type MembersSettings } from './verbs.ts'
export { type Credentials } from './authenticate.ts'
export { createDomainCheck, type AskTxt, type CheckDomain } from './domain-check.ts'
export { type SendMail } from './means.ts'
export { drawUpAct, microsOf, openEnvelope, openStatement, type ActOf, type HandedIn } from './model/acts.ts'
export { oidcPaths } from './oidc-paths.ts'
export { membersEndpoints, SESSION_COOKIE, sessionCookieOf } from './routes.ts'
export { keysEndpoints } from './routes/keys.ts'
export { signingOf, type Signing } from './signing.ts'
export { activeSigner, type PreparedAct, type ReadAct, type VerifySignature } from './verbs/acts.ts'
export { loadDoubts } from './store/keys.ts'
export { type ApprovalOptions, type Approved } from './verbs/approvals.ts'
export { type Oidc, type OidcSettings } from './verbs/oidc.ts'
export { type SignInWish } from './verbs/mail-links.ts'
export { dnsName, fileContent, fileUrl, parseDomain, proofLine } from './model/domains.ts'
export { normaliseMail } from './model.ts'
export * from './sisters.ts'

/** For `migrate`. */
export const membersRoom = { room: 'members', directory: new URL('./migrations/', import.meta.url) }

/** Signing in. */
import type { Messages } from '../words.ts'

export const signIn = {
  'signIn.title': 'Sign in',
  'signIn.sentence': 'For people whose organisation takes part.',
  'signIn.sentence.then': 'Sign in to open this page; you will be taken there.',
  'signIn.passkey': 'With a passkey',
  'signIn.passkey.says': 'Your device asks for your finger, face or PIN. Nothing to remember, nothing to be stolen.',
  'signIn.passkey.go': 'Sign in with a passkey',
  'signIn.passkey.failed': 'That did not work. Perhaps it was closed or took too long, or this device has no passkey for this hub. Try again, or have a link sent.',
  'signIn.passkey.noScript': 'Passkeys need JavaScript. Everything else here works without it.',
  'signIn.mail': 'With a link by mail',
  'signIn.mail.help': 'The address you were invited with.',
  'signIn.mail.send': 'Send me a link',
  'signIn.oidc': 'With your organisation’s account',
  'signIn.oidc.says': 'You are taken to your sign-in page there, and back.',
  'signIn.oidc.go': 'Continue with {name}',
  'signIn.oidc.name': 'single sign-on',
  'signIn.new': 'No account yet?',
  'signIn.new.says': 'Accounts come by invitation. Ask whoever manages your organisation here.',
  'signIn.new.contact': 'Accounts come by invitation. Ask whoever manages your organisation here, or write to {contact}.',

  'sent.title': 'Look into your mail',
  'sent.sentence': 'If that address is known here, a link is on its way. It works once, for 15 minutes.',
  'sent.noMail': 'Nothing after a few minutes? Look among unwanted mail, and check that it is the address you were invited with.',
  'sent.again': 'Ask for another link',

  'signInMail.title': 'One more press',
  'signInMail.sentence': 'Mail programs open links by themselves, so the link waits for you.',
  'signInMail.used.title': 'This link no longer works',
  'signInMail.used': 'A link works once, for 15 minutes.',
} satisfies Messages

/** Aanmelden. */
import type { signIn as english } from '../en/sign-in.ts'
import type { Same } from '../words.ts'

export const signIn = {
  'signIn.title': 'Aanmelden',
  'signIn.sentence': 'Voor mensen van wie de organisatie meedoet.',
  'signIn.sentence.then': 'Meld u aan om deze pagina te openen; u komt er daarna vanzelf.',
  'signIn.passkey': 'Met een toegangssleutel',
  'signIn.passkey.says': 'Uw apparaat vraagt om uw vinger, gezicht of pincode. Niets te onthouden, niets te stelen.',
  'signIn.passkey.go': 'Aanmelden met een toegangssleutel',
  'signIn.passkey.failed': 'Dat lukte niet. Misschien werd het gesloten of duurde het te lang, of heeft dit apparaat geen toegangssleutel voor dit platform. Probeer het opnieuw, of laat een link sturen.',
  'signIn.passkey.noScript': 'Toegangssleutels hebben JavaScript nodig. Al het andere werkt hier zonder.',
  'signIn.mail': 'Met een link per mail',
  'signIn.mail.help': 'Het adres waarmee u bent uitgenodigd.',
  'signIn.mail.send': 'Stuur mij een link',
  'signIn.oidc': 'Met het account van uw organisatie',
  'signIn.oidc.says': 'U gaat naar de aanmeldpagina daar, en weer terug.',
  'signIn.oidc.go': 'Verder met {name}',
  'signIn.oidc.name': 'eenmalige aanmelding',
  'signIn.new': 'Nog geen account?',
  'signIn.new.says': 'Accounts komen op uitnodiging. Vraag wie uw organisatie hier beheert.',
  'signIn.new.contact': 'Accounts komen op uitnodiging. Vraag wie uw organisatie hier beheert, of schrijf naar {contact}.',

  'sent.title': 'Kijk in uw mail',
  'sent.sentence': 'Is dat adres hier bekend, dan is er een link onderweg. Hij werkt één keer, 15 minuten lang.',
  'sent.noMail': 'Na een paar minuten nog niets? Kijk bij de ongewenste mail, en ga na of het het adres is waarmee u bent uitgenodigd.',
  'sent.again': 'Een nieuwe link vragen',

  'signInMail.title': 'Nog één druk',
  'signInMail.sentence': 'Mailprogramma’s openen links vanzelf; daarom wacht de link op u.',
  'signInMail.used.title': 'Deze link werkt niet meer',
  'signInMail.used': 'Een link werkt één keer, 15 minuten lang.',
} satisfies Same<typeof english>

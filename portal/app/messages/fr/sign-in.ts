/** Se connecter. */
import type { signIn as english } from '../en/sign-in.ts'
import type { Same } from '../words.ts'

export const signIn = {
  'signIn.title': 'Se connecter',
  'signIn.sentence': 'Pour les personnes dont l’organisation participe.',
  'signIn.sentence.then': 'Connectez-vous pour ouvrir cette page ; vous y serez conduit.',
  'signIn.passkey': 'Avec une clé d’accès',
  'signIn.passkey.says': 'Votre appareil demande votre doigt, votre visage ou votre code. Rien à retenir, rien à voler.',
  'signIn.passkey.go': 'Se connecter avec une clé d’accès',
  'signIn.passkey.failed': 'Cela n’a pas marché. La fenêtre a peut-être été fermée, cela a duré trop longtemps, ou cet appareil n’a pas de clé d’accès pour cette plateforme. Réessayez, ou demandez un lien.',
  'signIn.passkey.noScript': 'Les clés d’accès ont besoin de JavaScript. Tout le reste ici marche sans.',
  'signIn.mail': 'Avec un lien par courriel',
  'signIn.mail.help': 'L’adresse avec laquelle vous avez été invité.',
  'signIn.mail.send': 'M’envoyer un lien',
  'signIn.oidc': 'Avec le compte de votre organisation',
  'signIn.oidc.says': 'Vous êtes conduit à votre page de connexion là-bas, puis ramené ici.',
  'signIn.oidc.go': 'Continuer avec {name}',
  'signIn.oidc.name': 'l’authentification unique',
  'signIn.new': 'Pas encore de compte ?',
  'signIn.new.says': 'Les comptes s’ouvrent sur invitation. Demandez à qui gère votre organisation ici.',
  'signIn.new.contact': 'Les comptes s’ouvrent sur invitation. Demandez à qui gère votre organisation ici, ou écrivez à {contact}.',

  'sent.title': 'Regardez votre courriel',
  'sent.sentence': 'Si cette adresse est connue ici, un lien est en route. Il fonctionne une fois, pendant 15 minutes.',
  'sent.noMail': 'Rien après quelques minutes ? Regardez parmi les indésirables, et vérifiez que c’est bien l’adresse avec laquelle vous avez été invité.',
  'sent.again': 'Demander un autre lien',

  'signInMail.title': 'Encore une pression',
  'signInMail.sentence': 'Les programmes de courriel ouvrent les liens d’eux-mêmes ; le lien vous attend donc.',
  'signInMail.used.title': 'Ce lien ne fonctionne plus',
  'signInMail.used': 'Un lien fonctionne une fois, pendant 15 minutes.',
} satisfies Same<typeof english>

/** Le français : comment un invité entre dans un dossier par son lien. */
import type { guest as english } from '../en/case-guest.ts'
import type { Same } from '../words.ts'

export const guest: Same<typeof english> = {
  'place.caseGuest': 'Un dossier, par lien',
  'guest.title': 'Vous êtes invité à un dossier',
  'guest.sentence': 'Une personne qui travaille avec {alliance} sur une faille de sécurité demande votre aide. Il ne vous faut aucun compte.',
  'guest.here': 'Un dossier est ouvert dans ce navigateur',
  'guest.as': 'Vous participez comme invité {guest} de {alliance}.',
  'guest.go': 'Aller au dossier',
  'guest.close': 'Le fermer dans ce navigateur',
  'guest.link': 'Votre lien',
  'guest.link.help': 'Copiez-le en entier depuis votre invitation.',
  'guest.open': 'Ouvrir le dossier',
  'guest.what': 'Ce qu’est ce lien',
  'guest.what.yours': 'Il est à vous seul : qui l’a participe à votre place. Ne le transmettez pas.',
  'guest.what.first': 'L’ouvrir montre qui vous invite, et si un embargo vous demande le silence jusqu’à une date. Vous lisez de quoi il s’agit après avoir accepté.',
  'guest.what.untouched': 'Jusqu’ici rien n’a été ouvert et personne n’a été averti : cela se fait quand vous appuyez sur le bouton. L’ouvrir ne vous engage à rien.',
  'guest.what.kept': 'Ce navigateur retient ensuite le lien pendant 30 jours, là où aucun script ne peut le lire. Sur un ordinateur partagé, fermez le dossier quand vous avez fini ; le lien l’ouvre de nouveau.',
  'guest.doubt': 'Vous ne l’attendiez pas ? Demandez par une autre voie à qui l’a envoyé avant de l’ouvrir, ou laissez-le : une invitation que personne n’ouvre n’apprend rien à personne.',
  'guest.signIn': 'Vous participez à un dossier comme invité ?',
  'guest.signIn.says': 'Il ne faut pas de compte pour cela : {link}.',
  'guest.signIn.link': 'ouvrez-le par votre lien',
  'done.guest.closed': 'Ce navigateur a oublié le dossier. Votre lien fonctionne toujours.',
  'guest.wrong': 'Ce lien n’ouvre aucun dossier : il a été copié en partie, ou un lien plus récent l’a remplacé. Demandez-en un nouveau à qui vous a invité.',
}

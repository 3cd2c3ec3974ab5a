/** Ce qui est signé, avant de l’être : pareil partout où l’on signe. */
import type { signing as english } from '../en/signing.ts'
import type { Same } from '../words.ts'

export const signing = {
  'sign.sentence': 'Dites ce qui est signé ; voyez les mots exacts ; puis signez avec une clé de l’organisation. Rien n’est public avant.',
  'sign.prepare': 'Voir les mots exacts',
  'sign.again': 'Modifier ce qui est signé',
  'sign.ready.title': 'Avant de signer',
  'sign.ready.sentence': 'Voici ce que votre organisation signe, mot pour mot. Rien n’a encore été remis.',
  'sign.says': 'En clair',
  'sign.who': 'Qui le verra',
  'sign.who.says': 'Tout le monde, pour toujours : cela entre au journal public, où l’on peut ajouter une suite mais rien reprendre.',
  'sign.here': 'Signer dans ce navigateur',
  'sign.here.says': 'Votre clé d’accès est demandée encore une fois, pour ces mots exacts. Puis la clé de ce navigateur signe.',
  'sign.here.key': 'Clé',
  'sign.here.go': 'Signer et remettre',
  'sign.here.none': 'Ce navigateur n’a aucune clé qui puisse signer ceci. Créez-en une sous « Clés de signature », ou signez avec un fichier de clé, plus bas.',
  'sign.here.failed': 'Cela n’a pas marché. Peut-être la fenêtre a-t-elle été fermée, ou le délai dépassé. Rien n’a été remis.',
  'sign.noScript': 'Signer dans le navigateur demande JavaScript. Avec un fichier de clé, cela marche sans.',
  'sign.keys.none': 'Votre organisation n’a pas encore de clé de signature active. Créez-en d’abord une ; une seconde personne la confirme.',
  'sign.file': 'Signer avec un fichier de clé',
  'sign.file.says': 'Téléchargez la déclaration, signez-la avec accord là où se trouve le fichier de clé, et remettez l’enveloppe.',
  'sign.file.download': 'Télécharger la déclaration',
  'sign.file.line': 'Là où se trouve le fichier de clé',
  'sign.file.upload': 'Enveloppe',
  'sign.file.upload.help': 'Le fichier qu’accord a écrit. Votre clé d’accès est demandée pour lui, ce qui exige JavaScript.',
  'sign.file.token': 'Sans JavaScript : remettez-la avec un jeton, qui tient ici lieu de clé d’accès',
  'sign.file.paste': 'Ou collez-la',
  'sign.file.go': 'Remettre',
  'sign.file.nothing': 'Choisissez l’enveloppe ou collez-la',
  'sign.until': 'Ces mots valent jusqu’à {at} ; ensuite, préparez-les à nouveau.',
  'field.envelope': 'Enveloppe',
} satisfies Same<typeof english>

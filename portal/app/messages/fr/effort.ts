/** Français : de l’effort plutôt que des énigmes, sur les formulaires sans compte. */
import type { effort as english } from '../en/effort.ts'
import type { Same } from '../words.ts'

export const effort = {
  'effort.help': 'Pas d’énigme : à l’envoi, votre appareil travaille un instant. Cela ne vous coûte rien et rend chères les avalanches de formulaires.',
  'effort.plain': 'Pas d’énigme : prenez au moins une demi-minute avant d’envoyer. Cela tient à distance les avalanches de formulaires.',
  'effort.working': 'Votre appareil travaille un instant, puis l’envoi part.',
  'effort.stopped': 'Arrêté. Rien n’a été envoyé ; ce que vous avez écrit est toujours là.',
  'effort.trouble': 'Cela n’a pas fonctionné. Ce que vous avez écrit est toujours là : envoyez à nouveau.',
  'effort.stop': 'Arrêter',
  'effort.progress': 'Avancement',
  'field.effort': 'Ce formulaire',
  'refusal.door.effort-unknown': 'Ce formulaire n’a pas été ouvert ici, ou il y a trop longtemps. Renvoyez-le tel quel.',
  'refusal.door.effort-expired': 'Ce formulaire est resté ouvert plus de deux heures. Renvoyez-le tel quel.',
  'refusal.door.effort-wrong': 'Le travail de votre appareil ne correspond pas à ce formulaire. Renvoyez-le tel quel.',
  'refusal.door.effort-early': 'Sans script, ce formulaire est accepté une demi-minute après son ouverture. Attendez un instant, puis renvoyez-le.',
  'refusal.door.effort-pace': 'Beaucoup de formulaires ont été envoyés sans script depuis une heure. Réessayez plus tard, ou avec un navigateur qui exécute les scripts.',
  'refusal.door.effort-used': 'Ce formulaire a déjà été envoyé, et son contenu est arrivé.',
} as const satisfies Same<typeof english>

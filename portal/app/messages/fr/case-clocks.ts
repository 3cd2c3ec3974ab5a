/** Le français : la règle de chaque délai d’un dossier. */
import type { caseClocks as english } from '../en/case-clocks.ts'
import type { Same } from '../words.ts'

export const caseClocks: Same<typeof english> = {
  'clock.rule.embargo-end': 'À cet instant il prend fin de lui-même, sauf si d’autres conditions sont convenues avant.',
  'clock.rule.attack-decision': 'Des attaques, un correctif prêt ou déployé, ou un code d’exploitation entre de mauvaises mains devraient mettre fin à un embargo : une personne décide, et sa décision est consignée.',
  'clock.rule.first-reply': 'Qui signale reçoit la réponse d’une personne dans les cinq jours ouvrables.',
  'clock.rule.contact-45': 'Publication 45 jours après la première tentative de joindre le fournisseur, qu’il existe ou non un correctif ; plus tôt si des éléments probants indiquent une exploitation.',
  'clock.rule.disclosure-90': 'Correction dans les 90 jours suivant le signalement, sinon publication à cette date ; 14 jours de plus si le fournisseur annonce le correctif dans ce délai.',
  'clock.rule.details-30': 'Si le correctif est arrivé à temps, les détails sont publiés 30 jours après lui, afin qu’il soit d’abord installé.',
  'clock.rule.in-the-wild-7': 'En cas d’exploitation déjà en cours, correction dans les 7 jours, sinon publication à cette date ; 3 jours de plus si le fournisseur les demande.',
  'clock.rule.cra-early-warning': 'Un fabricant alerte le CSIRT et l’ENISA dans les 24 heures après avoir eu connaissance de l’exploitation active d’une vulnérabilité de son produit.',
  'clock.rule.cra-notification': 'Dans les 72 heures après en avoir eu connaissance : le produit, la nature générale de l’exploitation et de la vulnérabilité, les mesures prises et celles que les utilisateurs peuvent prendre.',
  'clock.rule.cra-final-report': 'Au plus tard 14 jours après la mise à disposition d’une mesure corrective ou d’atténuation.',
  'clock.rule.nis2-early-warning': 'Une entité essentielle ou importante alerte son CSIRT ou son autorité dans les 24 heures après avoir eu connaissance d’un incident important.',
  'clock.rule.nis2-notification': 'Dans les 72 heures après en avoir eu connaissance : une évaluation initiale, sa gravité et son impact.',
  'clock.rule.nis2-final-report': 'Au plus tard un mois après la présentation de la notification.',
  'clock.rule.sec-8k': 'Une société cotée déclare le point 1.05 dans les quatre jours ouvrables après avoir établi qu’un incident de cybersécurité est significatif ; le dépôt ferme à 17 h 30, heure de New York.',
}

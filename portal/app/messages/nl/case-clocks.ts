/** Nederlands: de regel van elke termijn van een dossier. */
import type { caseClocks as english } from '../en/case-clocks.ts'
import type { Same } from '../words.ts'

export const caseClocks: Same<typeof english> = {
  'clock.rule.embargo-end': 'Op dat moment eindigt het vanzelf, tenzij eerder andere voorwaarden zijn afgesproken.',
  'clock.rule.attack-decision': 'Aanvallen, een oplossing die klaar of uitgerold is, of een exploit in verkeerde handen horen een embargo te beëindigen: een mens beslist, en dat wordt vastgelegd.',
  'clock.rule.first-reply': 'Wie meldt, krijgt binnen vijf werkdagen antwoord van een mens.',
  'clock.rule.contact-45': 'Publicatie 45 dagen na de eerste poging om de leverancier te bereiken, of er een oplossing is of niet; eerder bij duidelijke aanwijzingen van misbruik.',
  'clock.rule.disclosure-90': 'Opgelost binnen 90 dagen na de melding, of dan gepubliceerd; 14 dagen extra als de leverancier zegt dat de oplossing daarbinnen komt.',
  'clock.rule.details-30': 'Kwam de oplossing op tijd, dan worden de details 30 dagen later gepubliceerd, zodat zij eerst wordt geïnstalleerd.',
  'clock.rule.in-the-wild-7': 'Wordt de kwetsbaarheid al misbruikt: opgelost binnen 7 dagen, of dan gepubliceerd; 3 dagen extra als de leverancier daarom vraagt.',
  'clock.rule.cra-early-warning': 'Een fabrikant waarschuwt het CSIRT en Enisa binnen 24 uur nadat hij vernam dat een kwetsbaarheid in zijn product actief wordt uitgebuit.',
  'clock.rule.cra-notification': 'Binnen 72 uur na kennisneming: het product, de algemene aard van de exploit en de kwetsbaarheid, wat er is gedaan en wat gebruikers kunnen doen.',
  'clock.rule.cra-final-report': 'Uiterlijk 14 dagen nadat een corrigerende of risicobeperkende maatregel beschikbaar is.',
  'clock.rule.nis2-early-warning': 'Een essentiële of belangrijke entiteit waarschuwt haar CSIRT of autoriteit binnen 24 uur nadat zij kennis kreeg van een significant incident.',
  'clock.rule.nis2-notification': 'Binnen 72 uur na kennisneming: een eerste beoordeling, de ernst en de gevolgen.',
  'clock.rule.nis2-final-report': 'Uiterlijk één maand na indiening van de melding.',
  'clock.rule.sec-8k': 'Een geregistreerde onderneming dient Item 1.05 in binnen vier werkdagen nadat zij vaststelde dat een cyberbeveiligingsincident van materieel belang is; de indiening sluit om 17.30 uur in New York.',
}

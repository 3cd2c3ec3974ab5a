/** Wat ondertekend wordt, vóór het zover is: overal hetzelfde. */
import type { signing as english } from '../en/signing.ts'
import type { Same } from '../words.ts'

export const signing = {
  'sign.sentence': 'Zeg wat ondertekend wordt; zie de exacte woorden; onderteken dan met een sleutel van de organisatie. Niets is eerder openbaar.',
  'sign.prepare': 'De exacte woorden tonen',
  'sign.again': 'Wijzigen wat ondertekend wordt',
  'sign.ready.title': 'Vóór het ondertekenen',
  'sign.ready.sentence': 'Dit ondertekent uw organisatie, woord voor woord. Er is nog niets ingeleverd.',
  'sign.says': 'In gewone woorden',
  'sign.who': 'Wie het zal zien',
  'sign.who.says': 'Iedereen, voorgoed: het komt in het openbare logboek, waar men kan aanvullen maar niets kan terugnemen.',
  'sign.here': 'In deze browser ondertekenen',
  'sign.here.says': 'Uw toegangssleutel wordt nog eenmaal gevraagd, voor precies deze woorden. Dan tekent de sleutel in deze browser.',
  'sign.here.key': 'Sleutel',
  'sign.here.go': 'Ondertekenen en inleveren',
  'sign.here.none': 'Deze browser heeft geen sleutel die dit mag ondertekenen. Maak er een onder “Ondertekensleutels”, of teken hieronder met een sleutelbestand.',
  'sign.here.failed': 'Dat lukte niet. Misschien werd het gesloten of duurde het te lang. Er is niets ingeleverd.',
  'sign.noScript': 'Ondertekenen in de browser vraagt JavaScript. Met een sleutelbestand kan het zonder.',
  'sign.keys.none': 'Uw organisatie heeft nog geen actieve ondertekensleutel. Maak er eerst een; een tweede persoon bevestigt hem.',
  'sign.file': 'Met een sleutelbestand ondertekenen',
  'sign.file.says': 'Download de verklaring, onderteken haar met accord waar het sleutelbestand is, en lever de envelop in.',
  'sign.file.download': 'De verklaring downloaden',
  'sign.file.line': 'Waar het sleutelbestand is',
  'sign.file.upload': 'Envelop',
  'sign.file.upload.help': 'Het bestand dat accord schreef. Uw toegangssleutel wordt ervoor gevraagd; dat vraagt JavaScript.',
  'sign.file.token': 'Zonder JavaScript: lever haar in met een token, dat hier doet wat de toegangssleutel doet',
  'sign.file.paste': 'Of plak haar',
  'sign.file.go': 'Inleveren',
  'sign.file.nothing': 'Kies de envelop of plak haar',
  'sign.until': 'Deze woorden zijn goed tot {at}; bereid ze daarna opnieuw voor.',
  'field.envelope': 'Envelop',
} satisfies Same<typeof english>

/** Nederlands: hoe een gast met een link in een zaak komt. */
import type { guest as english } from '../en/case-guest.ts'
import type { Same } from '../words.ts'

export const guest: Same<typeof english> = {
  'place.caseGuest': 'Een zaak, via een link',
  'guest.title': 'U bent uitgenodigd voor een zaak',
  'guest.sentence': 'Iemand die met {alliance} aan een beveiligingslek werkt, vraagt uw hulp. U hebt geen account nodig.',
  'guest.here': 'In deze browser is een zaak open',
  'guest.as': 'U doet mee als gast {guest} van {alliance}.',
  'guest.go': 'Naar de zaak',
  'guest.close': 'Sluiten in deze browser',
  'guest.link': 'Uw link',
  'guest.link.help': 'Kopieer hem in zijn geheel uit uw uitnodiging.',
  'guest.open': 'De zaak openen',
  'guest.what': 'Wat deze link is',
  'guest.what.yours': 'Hij is van u alleen: wie hem heeft, doet mee in uw naam. Stuur hem niet door.',
  'guest.what.first': 'Als u hem opent, ziet u wie u uitnodigt en of een embargo u vraagt tot een datum te zwijgen. Waar de zaak over gaat, leest u nadat u hebt aanvaard.',
  'guest.what.untouched': 'Tot nu toe is er niets geopend en is niemand ingelicht: dat gebeurt als u op de knop drukt. Openen verplicht u tot niets.',
  'guest.what.kept': 'Deze browser onthoudt de link daarna 30 dagen, op een plek die geen script kan lezen. Sluit de zaak op een gedeelde computer als u klaar bent; met de link gaat zij weer open.',
  'guest.doubt': 'Had u dit niet verwacht? Vraag het langs een andere weg aan wie hem stuurde voordat u hem opent, of laat hem liggen: een uitnodiging die niemand opent, vertelt niemand iets.',
  'guest.signIn': 'Doet u als gast mee aan een zaak?',
  'guest.signIn.says': 'Daarvoor hebt u geen account nodig: {link}.',
  'guest.signIn.link': 'open haar met uw link',
  'done.guest.closed': 'Deze browser is de zaak vergeten. Uw link werkt nog.',
  'guest.wrong': 'Deze link opent geen zaak: hij is maar voor een deel gekopieerd, of een nieuwere is ervoor in de plaats gekomen. Vraag een nieuwe aan wie u uitnodigde.',
}

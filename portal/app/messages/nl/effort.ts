/** Nederlands: moeite in plaats van puzzels, op formulieren zonder account. */
import type { effort as english } from '../en/effort.ts'
import type { Same } from '../words.ts'

export const effort = {
  'effort.help': 'Geen puzzel: bij het versturen werkt uw apparaat even. Dat kost u niets en maakt stortvloeden van formulieren duur.',
  'effort.plain': 'Geen puzzel: neem minstens een halve minuut voordat u verstuurt. Dat houdt stortvloeden van formulieren tegen.',
  'effort.working': 'Uw apparaat werkt even; daarna wordt het verstuurd.',
  'effort.stopped': 'Gestopt. Er is niets verstuurd; wat u schreef staat er nog.',
  'effort.trouble': 'Dat is niet gelukt. Wat u schreef staat er nog: verstuur het opnieuw.',
  'effort.stop': 'Stoppen',
  'effort.progress': 'Hoe ver het is',
  'field.effort': 'Dit formulier',
  'refusal.door.effort-unknown': 'Dit formulier is niet hier geopend, of te lang geleden. Verstuur het opnieuw zoals het is.',
  'refusal.door.effort-expired': 'Dit formulier lag langer dan twee uur open. Verstuur het opnieuw zoals het is.',
  'refusal.door.effort-wrong': 'Het werk van uw apparaat past niet bij dit formulier. Verstuur het opnieuw zoals het is.',
  'refusal.door.effort-early': 'Zonder script wordt dit formulier een halve minuut na het openen aangenomen. Wacht even en verstuur het dan opnieuw.',
  'refusal.door.effort-pace': 'In het afgelopen uur zijn veel formulieren zonder script verstuurd. Probeer het later, of met een browser die scripts uitvoert.',
  'refusal.door.effort-used': 'Dit formulier is al verstuurd, en wat erin stond is aangekomen.',
} as const satisfies Same<typeof english>

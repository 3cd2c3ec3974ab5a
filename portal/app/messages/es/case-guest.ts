/** El español: cómo entra un invitado en un caso por su enlace. */
import type { guest as english } from '../en/case-guest.ts'
import type { Same } from '../words.ts'

export const guest: Same<typeof english> = {
  'place.caseGuest': 'Un caso, por enlace',
  'guest.title': 'Le invitan a un caso',
  'guest.sentence': 'Alguien que trabaja con {alliance} en un fallo de seguridad le pide ayuda. No necesita cuenta.',
  'guest.here': 'Hay un caso abierto en este navegador',
  'guest.as': 'Participa como invitado {guest} de {alliance}.',
  'guest.go': 'Ir al caso',
  'guest.close': 'Cerrarlo en este navegador',
  'guest.link': 'Su enlace',
  'guest.link.help': 'Cópielo entero de su invitación.',
  'guest.open': 'Abrir el caso',
  'guest.what': 'Qué es este enlace',
  'guest.what.yours': 'Es solo suyo: quien lo tiene participa en su lugar. No lo reenvíe.',
  'guest.what.first': 'Al abrirlo verá quién le invita y si un embargo le pide silencio hasta una fecha. De qué trata el caso lo lee después de aceptar.',
  'guest.what.untouched': 'Hasta ahora no se ha abierto nada ni se ha avisado a nadie: eso ocurre cuando pulsa el botón. Abrirlo no le obliga a nada.',
  'guest.what.kept': 'Este navegador recuerda entonces el enlace durante 30 días, donde ningún script puede leerlo. En un ordenador compartido, cierre el caso al terminar; el enlace lo abre de nuevo.',
  'guest.doubt': '¿No lo esperaba? Pregunte por otra vía a quien lo envió antes de abrirlo, o déjelo: una invitación que nadie abre no le dice nada a nadie.',
  'guest.signIn': '¿Participa en un caso como invitado?',
  'guest.signIn.says': 'Para eso no necesita cuenta: {link}.',
  'guest.signIn.link': 'ábralo con su enlace',
  'done.guest.closed': 'Este navegador ha olvidado el caso. Su enlace sigue funcionando.',
  'guest.wrong': 'Este enlace no abre ningún caso: se copió solo en parte, o uno más nuevo lo ha sustituido. Pida otro a quien le invitó.',
}

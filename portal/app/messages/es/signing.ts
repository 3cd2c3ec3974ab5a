/** Lo que se firma, antes de firmarlo: igual en todas partes donde se firma. */
import type { signing as english } from '../en/signing.ts'
import type { Same } from '../words.ts'

export const signing = {
  'sign.sentence': 'Diga qué se firma; vea las palabras exactas; firme después con una clave de la organización. Nada es público antes.',
  'sign.prepare': 'Ver las palabras exactas',
  'sign.again': 'Cambiar lo que se firma',
  'sign.ready.title': 'Antes de firmar',
  'sign.ready.sentence': 'Esto es lo que firma su organización, palabra por palabra. Aún no se ha entregado nada.',
  'sign.says': 'En palabras',
  'sign.who': 'Quién lo verá',
  'sign.who.says': 'Todo el mundo, para siempre: entra en el diario público, donde se puede añadir pero no retirar nada.',
  'sign.here': 'Firmar en este navegador',
  'sign.here.says': 'Se le pide una vez más la llave de acceso, para estas palabras exactas. Después firma la clave de este navegador.',
  'sign.here.key': 'Clave',
  'sign.here.go': 'Firmar y entregar',
  'sign.here.none': 'Este navegador no tiene ninguna clave que pueda firmar esto. Cree una en «Claves de firma», o firme con un archivo de clave, más abajo.',
  'sign.here.failed': 'No ha funcionado. Quizá se cerró o tardó demasiado. No se ha entregado nada.',
  'sign.noScript': 'Firmar en el navegador requiere JavaScript. Con un archivo de clave funciona sin él.',
  'sign.keys.none': 'Su organización aún no tiene una clave de firma activa. Cree una primero; una segunda persona la confirma.',
  'sign.file': 'Firmar con un archivo de clave',
  'sign.file.says': 'Descargue la declaración, fírmela con accord donde está el archivo de clave y entregue el sobre.',
  'sign.file.download': 'Descargar la declaración',
  'sign.file.line': 'Donde está el archivo de clave',
  'sign.file.upload': 'Sobre',
  'sign.file.upload.help': 'El archivo que escribió accord. Se pide para él su llave de acceso, lo que requiere JavaScript.',
  'sign.file.token': 'Sin JavaScript: entréguelo con un token, que aquí hace las veces de llave de acceso',
  'sign.file.paste': 'O péguelo',
  'sign.file.go': 'Entregar',
  'sign.file.nothing': 'Elija el sobre o péguelo',
  'sign.until': 'Estas palabras valen hasta {at}; después, prepárelas de nuevo.',
  'field.envelope': 'Sobre',
} satisfies Same<typeof english>

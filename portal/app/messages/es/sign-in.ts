/** Iniciar sesión. */
import type { signIn as english } from '../en/sign-in.ts'
import type { Same } from '../words.ts'

export const signIn = {
  'signIn.title': 'Iniciar sesión',
  'signIn.sentence': 'Para personas cuya organización participa.',
  'signIn.sentence.then': 'Inicie sesión para abrir esta página; llegará a ella después.',
  'signIn.passkey': 'Con una llave de acceso',
  'signIn.passkey.says': 'Su dispositivo le pide el dedo, la cara o el PIN. Nada que recordar, nada que robar.',
  'signIn.passkey.go': 'Iniciar sesión con una llave de acceso',
  'signIn.passkey.failed': 'No ha funcionado. Quizá se cerró o tardó demasiado, o este dispositivo no tiene llave de acceso para esta plataforma. Inténtelo otra vez, o pida un enlace.',
  'signIn.passkey.noScript': 'Las llaves de acceso necesitan JavaScript. Todo lo demás funciona aquí sin él.',
  'signIn.mail': 'Con un enlace por correo',
  'signIn.mail.help': 'La dirección con la que le invitaron.',
  'signIn.mail.send': 'Enviarme un enlace',
  'signIn.oidc': 'Con la cuenta de su organización',
  'signIn.oidc.says': 'Irá a la página de acceso de su organización y volverá aquí.',
  'signIn.oidc.go': 'Continuar con {name}',
  'signIn.oidc.name': 'el inicio de sesión único',
  'signIn.new': '¿Aún no tiene cuenta?',
  'signIn.new.says': 'Las cuentas se abren por invitación. Pregunte a quien gestiona su organización aquí.',
  'signIn.new.contact': 'Las cuentas se abren por invitación. Pregunte a quien gestiona su organización aquí, o escriba a {contact}.',

  'sent.title': 'Mire su correo',
  'sent.sentence': 'Si esa dirección se conoce aquí, hay un enlace en camino. Funciona una vez, durante 15 minutos.',
  'sent.noMail': '¿Nada tras unos minutos? Mire entre el correo no deseado y compruebe que sea la dirección con la que le invitaron.',
  'sent.again': 'Pedir otro enlace',

  'signInMail.title': 'Una pulsación más',
  'signInMail.sentence': 'Los programas de correo abren los enlaces por su cuenta, así que el enlace le espera.',
  'signInMail.used.title': 'Este enlace ya no funciona',
  'signInMail.used': 'Un enlace funciona una vez, durante 15 minutos.',
} satisfies Same<typeof english>

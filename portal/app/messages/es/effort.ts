/** Español: esfuerzo en lugar de acertijos, en los formularios sin cuenta. */
import type { effort as english } from '../en/effort.ts'
import type { Same } from '../words.ts'

export const effort = {
  'effort.help': 'Sin acertijos: al enviar, su dispositivo trabaja un momento. A usted no le cuesta nada y encarece las avalanchas de formularios.',
  'effort.plain': 'Sin acertijos: tómese al menos medio minuto antes de enviar. Así se evitan las avalanchas de formularios.',
  'effort.working': 'Su dispositivo trabaja un momento; después se envía.',
  'effort.stopped': 'Detenido. No se ha enviado nada; lo que escribió sigue aquí.',
  'effort.trouble': 'No ha funcionado. Lo que escribió sigue aquí: envíelo otra vez.',
  'effort.stop': 'Detener',
  'effort.progress': 'Avance',
  'field.effort': 'Este formulario',
  'refusal.door.effort-unknown': 'Este formulario no se abrió aquí, o hace demasiado tiempo. Envíelo de nuevo tal como está.',
  'refusal.door.effort-expired': 'Este formulario estuvo abierto más de dos horas. Envíelo de nuevo tal como está.',
  'refusal.door.effort-wrong': 'El trabajo de su dispositivo no corresponde a este formulario. Envíelo de nuevo tal como está.',
  'refusal.door.effort-early': 'Sin script, este formulario se acepta medio minuto después de abrirlo. Espere un momento y envíelo de nuevo.',
  'refusal.door.effort-pace': 'En la última hora se han enviado muchos formularios sin script. Inténtelo más tarde o con un navegador que ejecute scripts.',
  'refusal.door.effort-used': 'Este formulario ya se envió, y su contenido ha llegado.',
} as const satisfies Same<typeof english>

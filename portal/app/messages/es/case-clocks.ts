/** El español: la regla de cada plazo de un caso. */
import type { caseClocks as english } from '../en/case-clocks.ts'
import type { Same } from '../words.ts'

export const caseClocks: Same<typeof english> = {
  'clock.rule.embargo-end': 'En ese instante termina por sí solo, salvo que antes se acuerden otras condiciones.',
  'clock.rule.attack-decision': 'Los ataques, un arreglo listo o desplegado, o un código de ataque en malas manos deberían poner fin a un embargo: lo decide una persona y queda constancia.',
  'clock.rule.first-reply': 'Quien notifica recibe respuesta de una persona en un plazo de cinco días hábiles.',
  'clock.rule.contact-45': 'Se publica 45 días después del primer intento de contactar con el proveedor, haya o no arreglo; antes si hay indicios significativos de explotación.',
  'clock.rule.disclosure-90': 'Se arregla en los 90 días siguientes a la notificación, o se publica entonces; 14 días más si el proveedor dice que el arreglo llegará en ese plazo.',
  'clock.rule.details-30': 'Si el arreglo llegó a tiempo, los detalles se publican 30 días después, para que antes se instale.',
  'clock.rule.in-the-wild-7': 'Si ya se está explotando, se arregla en 7 días, o se publica entonces; 3 días más si el proveedor los pide.',
  'clock.rule.cra-early-warning': 'El fabricante avisa al CSIRT y a la ENISA en un plazo de 24 horas desde que tiene conocimiento de que una vulnerabilidad de su producto se aprovecha activamente.',
  'clock.rule.cra-notification': 'En un plazo de 72 horas desde que tiene conocimiento: el producto, la naturaleza general del aprovechamiento y de la vulnerabilidad, lo que se hizo y lo que pueden hacer los usuarios.',
  'clock.rule.cra-final-report': 'A más tardar 14 días después de que esté disponible una medida correctora o paliativa.',
  'clock.rule.nis2-early-warning': 'Una entidad esencial o importante avisa a su CSIRT o autoridad en un plazo de 24 horas desde que tiene conocimiento de un incidente significativo.',
  'clock.rule.nis2-notification': 'En un plazo de 72 horas desde que tiene conocimiento: una evaluación inicial, su gravedad y su impacto.',
  'clock.rule.nis2-final-report': 'A más tardar un mes después de presentar la notificación.',
  'clock.rule.sec-8k': 'La sociedad registrada presenta el punto 1.05 en los cuatro días hábiles siguientes a determinar que un incidente de ciberseguridad es relevante; la ventanilla cierra a las 17:30 de Nueva York.',
}

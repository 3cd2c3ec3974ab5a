/** Tipos de objetos STIX, donde hay palabras sencillas. */
import type { types as english } from '../en/types.ts'
import type { Same } from '../words.ts'

export const types = {
  'type.attack-pattern': 'patrón de ataque', 'type.campaign': 'campaña', 'type.course-of-action': 'medida de defensa', 'type.grouping': 'agrupación',
  'type.identity': 'identidad', 'type.incident': 'incidente', 'type.indicator': 'indicador', 'type.infrastructure': 'infraestructura',
  'type.intrusion-set': 'conjunto de intrusiones', 'type.location': 'lugar', 'type.malware': 'programa malicioso', 'type.malware-analysis': 'análisis de programa malicioso',
  'type.note': 'nota', 'type.observed-data': 'datos observados', 'type.opinion': 'opinión', 'type.report': 'informe', 'type.threat-actor': 'autor de amenazas',
  'type.tool': 'herramienta', 'type.vulnerability': 'vulnerabilidad', 'type.relationship': 'relación', 'type.sighting': 'avistamiento',
  'type.marking-definition': 'definición de marca', 'type.language-content': 'traducción', 'type.extension-definition': 'definición de extensión',
  'type.artifact': 'artefacto', 'type.autonomous-system': 'sistema autónomo', 'type.directory': 'directorio', 'type.domain-name': 'nombre de dominio',
  'type.email-addr': 'dirección de correo', 'type.email-message': 'mensaje de correo', 'type.file': 'archivo', 'type.ipv4-addr': 'dirección IPv4', 'type.ipv6-addr': 'dirección IPv6',
  'type.mac-addr': 'dirección MAC', 'type.mutex': 'mutex', 'type.network-traffic': 'tráfico de red', 'type.process': 'proceso', 'type.software': 'programa',
  'type.url': 'URL', 'type.user-account': 'cuenta de usuario', 'type.windows-registry-key': 'clave del registro de Windows', 'type.x509-certificate': 'certificado X.509',
} satisfies Same<typeof english>

/** Soorten STIX-objecten, waar gewone woorden bestaan. */
import type { types as english } from '../en/types.ts'
import type { Same } from '../words.ts'

export const types = {
  'type.attack-pattern': 'aanvalspatroon', 'type.campaign': 'campagne', 'type.course-of-action': 'tegenmaatregel', 'type.grouping': 'groepering',
  'type.identity': 'identiteit', 'type.incident': 'incident', 'type.indicator': 'indicator', 'type.infrastructure': 'infrastructuur',
  'type.intrusion-set': 'inbraakreeks', 'type.location': 'plaats', 'type.malware': 'malware', 'type.malware-analysis': 'malwareanalyse',
  'type.note': 'notitie', 'type.observed-data': 'waargenomen gegevens', 'type.opinion': 'mening', 'type.report': 'rapport', 'type.threat-actor': 'dreigingsactor',
  'type.tool': 'hulpmiddel', 'type.vulnerability': 'kwetsbaarheid', 'type.relationship': 'relatie', 'type.sighting': 'waarneming',
  'type.marking-definition': 'merkdefinitie', 'type.language-content': 'vertaling', 'type.extension-definition': 'uitbreidingsdefinitie',
  'type.artifact': 'artefact', 'type.autonomous-system': 'autonoom systeem', 'type.directory': 'map', 'type.domain-name': 'domeinnaam',
  'type.email-addr': 'mailadres', 'type.email-message': 'mailbericht', 'type.file': 'bestand', 'type.ipv4-addr': 'IPv4-adres', 'type.ipv6-addr': 'IPv6-adres',
  'type.mac-addr': 'MAC-adres', 'type.mutex': 'mutex', 'type.network-traffic': 'netwerkverkeer', 'type.process': 'proces', 'type.software': 'software',
  'type.url': 'URL', 'type.user-account': 'gebruikersaccount', 'type.windows-registry-key': 'Windows-registersleutel', 'type.x509-certificate': 'X.509-certificaat',
} satisfies Same<typeof english>

/** Types d’objets STIX, là où il y a des mots simples. */
import type { types as english } from '../en/types.ts'
import type { Same } from '../words.ts'

export const types = {
  'type.attack-pattern': 'mode d’attaque', 'type.campaign': 'campagne', 'type.course-of-action': 'mesure de défense', 'type.grouping': 'regroupement',
  'type.identity': 'identité', 'type.incident': 'incident', 'type.indicator': 'indicateur', 'type.infrastructure': 'infrastructure',
  'type.intrusion-set': 'groupe d’intrusions', 'type.location': 'lieu', 'type.malware': 'logiciel malveillant', 'type.malware-analysis': 'analyse de logiciel malveillant',
  'type.note': 'note', 'type.observed-data': 'données observées', 'type.opinion': 'avis', 'type.report': 'rapport', 'type.threat-actor': 'auteur de menaces',
  'type.tool': 'outil', 'type.vulnerability': 'vulnérabilité', 'type.relationship': 'relation', 'type.sighting': 'observation',
  'type.marking-definition': 'définition de marquage', 'type.language-content': 'traduction', 'type.extension-definition': 'définition d’extension',
  'type.artifact': 'artefact', 'type.autonomous-system': 'système autonome', 'type.directory': 'répertoire', 'type.domain-name': 'nom de domaine',
  'type.email-addr': 'adresse de courriel', 'type.email-message': 'courriel', 'type.file': 'fichier', 'type.ipv4-addr': 'adresse IPv4', 'type.ipv6-addr': 'adresse IPv6',
  'type.mac-addr': 'adresse MAC', 'type.mutex': 'mutex', 'type.network-traffic': 'trafic réseau', 'type.process': 'processus', 'type.software': 'logiciel',
  'type.url': 'URL', 'type.user-account': 'compte d’utilisateur', 'type.windows-registry-key': 'clé du registre Windows', 'type.x509-certificate': 'certificat X.509',
} satisfies Same<typeof english>

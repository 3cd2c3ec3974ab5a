/** The vocabularies and enumerations of STIX 2.1 §10, in its order. A vocabulary is a suggestion, an enumeration binds. */
import { oneOf, suggested } from './checks.ts'

const words = (text: string): string[] => text.trim().split(/\s+/)

export const accountType = suggested(
  'account-type-ov',
  words('facebook ldap nis openid radius skype tacacs twitter unix windows-domain windows-local'),
)
export const attackMotivation = suggested(
  'attack-motivation-ov',
  words(`accidental coercion dominance ideology notoriety organizational-gain personal-gain personal-satisfaction revenge
    unpredictable`),
)
export const attackResourceLevel = suggested(
  'attack-resource-level-ov',
  words('individual club contest team organization government'),
)
export const encryptionAlgorithm = oneOf(
  'encryption-algorithm-enum',
  words('AES-256-GCM ChaCha20-Poly1305 mime-type-indicated'),
)
export const extensionType = oneOf(
  'extension-type-enum',
  words('new-sdo new-sco new-sro property-extension toplevel-property-extension'),
)
export const groupingContext = suggested('grouping-context-ov', words('suspicious-activity malware-analysis unspecified'))
export const HASH_ALGORITHMS = words('MD5 SHA-1 SHA-256 SHA-512 SHA3-256 SHA3-512 SSDEEP TLSH')
export const identityClass = suggested('identity-class-ov', words('individual group system organization class unknown'))
export const implementationLanguage = suggested(
  'implementation-language-ov',
  words(`applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby rust scala swift
    typescript visual-basic x86-32 x86-64`),
)
export const indicatorType = suggested(
  'indicator-type-ov',
  words('anomalous-activity anonymization benign compromised malicious-activity attribution unknown'),
)
export const industrySector = suggested(
  'industry-sector-ov',
  words(`agriculture aerospace automotive chemical commercial communications construction defense education energy
    entertainment financial-services government emergency-services government-local government-national
    government-public-services government-regional healthcare hospitality-leisure infrastructure dams nuclear water
    insurance legal manufacturing mining non-profit pharmaceuticals retail technology telecommunications transportation
    utilities`),
)
export const infrastructureType = suggested(
  'infrastructure-type-ov',
  words(`amplification anonymization botnet command-and-control control-system exfiltration firewall hosting-malware
    hosting-target-lists phishing reconnaissance routers-switches staging unknown workstation`),
)
export const malwareResult = suggested('malware-result-ov', words('malicious suspicious benign unknown'))
export const malwareCapability = suggested(
  'malware-capabilities-ov',
  words(`accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics anti-sandbox anti-vm
    captures-input-peripherals captures-output-peripherals captures-system-state-data cleans-traces-of-infection
    commits-fraud communicates-with-c2 compromises-data-availability compromises-data-integrity
    compromises-system-availability controls-local-machine degrades-security-software degrades-system-updates
    determines-c2-server emails-spam escalates-privileges evades-av exfiltrates-data fingerprints-host hides-artifacts
    hides-executing-code infects-files infects-remote-machines installs-other-components persists-after-system-reboot
    prevents-artifact-access prevents-artifact-deletion probes-network-environment self-modifies
    steals-authentication-credentials violates-system-operational-integrity`),
)
export const malwareType = suggested(
  'malware-type-ov',
  words(`adware backdoor bootkit bot ddos downloader dropper exploit-kit keylogger ransomware remote-access-trojan
    resource-exploitation rogue-security-software rootkit screen-capture spyware trojan unknown virus webshell wiper worm`),
)
export const addressFamily = oneOf(
  'network-socket-address-family-enum',
  words('AF_UNSPEC AF_INET AF_IPX AF_APPLETALK AF_NETBIOS AF_INET6 AF_IRDA AF_BTH'),
)
export const socketType = oneOf(
  'network-socket-type-enum',
  words('SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET'),
)
export const opinion = oneOf('opinion-enum', words('strongly-disagree disagree neutral agree strongly-agree'))
export const patternType = suggested('pattern-type-ov', words('stix pcre sigma snort suricata yara'))
export const processorArchitecture = suggested(
  'processor-architecture-ov',
  words('alpha arm ia-64 mips powerpc sparc x86 x86-64'),
)
export const region = suggested(
  'region-ov',
  words(`africa eastern-africa middle-africa northern-africa southern-africa western-africa americas caribbean
    central-america latin-america-caribbean northern-america south-america asia central-asia eastern-asia southern-asia
    south-eastern-asia western-asia europe eastern-europe northern-europe southern-europe western-europe oceania
    antarctica australia-new-zealand melanesia micronesia polynesia`),
)
export const reportType = suggested(
  'report-type-ov',
  words(`attack-pattern campaign identity indicator intrusion-set malware observed-data threat-actor threat-report tool
    vulnerability`),
)
export const threatActorType = suggested(
  'threat-actor-type-ov',
  words(`activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled nation-state
    sensationalist spy terrorist unknown`),
)
export const threatActorRole = suggested(
  'threat-actor-role-ov',
  words('agent director independent infrastructure-architect infrastructure-operator malware-author sponsor'),
)
export const threatActorSophistication = suggested(
  'threat-actor-sophistication-ov',
  words('none minimal intermediate advanced expert innovator strategic'),
)
export const toolType = suggested(
  'tool-type-ov',
  words(`denial-of-service exploitation information-gathering network-capture credential-exploitation remote-access
    vulnerability-scanning unknown`),
)
export const integrityLevel = oneOf('windows-integrity-level-enum', words('low medium high system'))
export const peBinaryType = suggested('windows-pebinary-type-ov', words('dll exe sys'))
export const registryDatatype = oneOf(
  'windows-registry-datatype-enum',
  words(`REG_NONE REG_SZ REG_EXPAND_SZ REG_BINARY REG_DWORD REG_DWORD_BIG_ENDIAN REG_DWORD_LITTLE_ENDIAN REG_LINK
    REG_MULTI_SZ REG_RESOURCE_LIST REG_FULL_RESOURCE_DESCRIPTION REG_RESOURCE_REQUIREMENTS_LIST REG_QWORD
    REG_INVALID_TYPE`),
)
export const serviceStartType = oneOf(
  'windows-service-start-type-enum',
  words('SERVICE_AUTO_START SERVICE_BOOT_START SERVICE_DEMAND_START SERVICE_DISABLED SERVICE_SYSTEM_ALERT'),
)
export const serviceType = oneOf(
  'windows-service-type-enum',
  words('SERVICE_KERNEL_DRIVER SERVICE_FILE_SYSTEM_DRIVER SERVICE_WIN32_OWN_PROCESS SERVICE_WIN32_SHARE_PROCESS'),
)
export const serviceStatus = oneOf(
  'windows-service-status-enum',
  words(`SERVICE_CONTINUE_PENDING SERVICE_PAUSE_PENDING SERVICE_PAUSED SERVICE_RUNNING SERVICE_START_PENDING
    SERVICE_STOP_PENDING SERVICE_STOPPED`),
)

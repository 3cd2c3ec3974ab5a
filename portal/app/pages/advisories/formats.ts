/** Names of formats, the same in every language. */
import type { ADVISORY_FORMATS } from '@openaccord/api'

export const FORMAT_NAMES: Readonly<Record<(typeof ADVISORY_FORMATS)[number], string>> = {
  'csaf-2.0': 'CSAF 2.0', 'csaf-2.1': 'CSAF 2.1', cve: 'CVE', osv: 'OSV', openvex: 'OpenVEX', cyclonedx: 'CycloneDX',
}

/** The warning lists that ship with the hub: values that are reserved by the RFCs named, and so are nobody's threat. */
import type { WarningList } from './warning-lists.ts'

const list = (name: string, description: string, kind: WarningList['kind'], treatment: WarningList['treatment'], values: readonly string[]): WarningList =>
  ({ name, description, kind, version: 1, treatment, values, attributes: [], ours: true })

export const OWN_LISTS: readonly WarningList[] = [
  list('Reserved addresses', 'Private, shared, loopback, link-local, multicast and unspecified addresses: RFC 1918, 6598, 1122, 3927, 5771, 4193, 4291', 'cidr', 'refuse', [
    '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/4', '240.0.0.0/4',
    '::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8',
  ]),
  list('Addresses for documentation', 'Addresses that stand in examples and tests: RFC 5737, 3849, 9637, 2544', 'cidr', 'warn', [
    '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15', '2001:db8::/32', '3fff::/20',
  ]),
  list('Names for documentation', 'Names that stand in examples and tests: RFC 2606, 6761', 'hostname', 'warn', [
    'example.com', 'example.net', 'example.org', 'example', 'test', 'invalid',
  ]),
  list('Local names', 'Names that mean the machine or the home one is at: RFC 6761, 8375', 'hostname', 'refuse', ['localhost', 'home.arpa']),
  list('Digests of nothing', 'What the hash algorithms give for an empty file', 'string', 'refuse', [
    'd41d8cd98f00b204e9800998ecf8427e',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  ]),
]

/**
 * Which addresses lie on the public internet: all but those in the IANA special-purpose registries
 * (RFC 6890 and its updates), and those that carry an IPv4 address inside an IPv6 one.
 */
import ipaddr from 'ipaddr.js'

const NOT_PUBLIC_4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // shared by carriers, RFC 6598
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // the host of Azure's virtual machines
  '169.254.0.0/16', // link-local, and the metadata of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
].map((range) => ipaddr.IPv4.parseCIDR(range))

/** Global unicast as far as it is given out (RFC 4291 §2.4). Loopback, mapped, NAT64, local and multicast lie outside. */
const GLOBAL_6 = ipaddr.IPv6.parseCIDR('2000::/3')
const NOT_PUBLIC_6 = [
  '2001::/23', // protocol assignments, among them Teredo, ORCHID, benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries an IPv4 address
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
].map((range) => ipaddr.IPv6.parseCIDR(range))

/** True only for one plainly written, globally reachable address. Names, zones and odd spellings are not addresses. */
export function isPublicAddress(text: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    const address = ipaddr.IPv4.parse(text)
    return address.toString() === text && !NOT_PUBLIC_4.some((range) => address.match(range))
  }
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return false
  const address = ipaddr.IPv6.parse(text)
  return address.match(GLOBAL_6) && !NOT_PUBLIC_6.some((range) => address.match(range)) && !isIsatap(address)
}

/** RFC 5214 §6.1: the interface identifier 0000:5efe or 0200:5efe is followed by an IPv4 address. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean => ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe

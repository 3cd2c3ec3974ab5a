/**
 * The 34 companies that signed the Cybersecurity Tech Accord on 17 April 2018: a historical record. What became of a
 * company is told only where it is commonly known; nobody is a member of this hub by standing here.
 */
export type Became = { how: 'renamed' | 'acquired' | 'merged' | 'split' | 'sold-part' | 'affiliate'; name: string; year: number }
export type Founder = { name: string; alsoKnownAs: readonly string[]; became: readonly Became[] }

export const FOUNDED = '2018-04-17'
export const FOUNDERS_SOURCE = 'https://cybertechaccord.org/'

const founder = (name: string, alsoKnownAs: readonly string[] = [], ...became: Became[]): Founder => ({ name, alsoKnownAs, became })
const to = (how: Became['how'], name: string, year: number): Became => ({ how, name, year })

export const FOUNDERS_2018: readonly Founder[] = [
  founder('ABB'),
  founder('Arm', ['Arm Holdings', 'ARM']),
  founder('Avast', [], to('merged', 'NortonLifeLock, together now Gen Digital', 2022)),
  founder('Bitdefender'),
  founder('BT', ['British Telecom', 'BT Group']),
  founder('CA Technologies', ['CA', 'Computer Associates'], to('acquired', 'Broadcom', 2018)),
  founder('Cisco', ['Cisco Systems']),
  founder('Cloudflare'),
  founder('DataStax', [], to('acquired', 'IBM', 2025)),
  founder('Dell', ['Dell Technologies', 'Dell EMC']),
  founder('DocuSign', ['Docusign']),
  founder('Facebook', ['Meta', 'Meta Platforms'], to('renamed', 'Meta Platforms', 2021)),
  founder('Fastly'),
  founder('FireEye', ['Trellix', 'Mandiant'], to('split', 'Mandiant, and a products business that is part of Trellix', 2021), to('acquired', 'Google (Mandiant)', 2022)),
  founder('F-Secure', ['WithSecure'], to('split', 'WithSecure, and a new F-Secure for consumers', 2022)),
  founder('GitHub', [], to('acquired', 'Microsoft', 2018)),
  founder('Guardtime'),
  founder('HP Inc.', ['HP', 'Hewlett-Packard']),
  founder('HPE', ['Hewlett Packard Enterprise']),
  founder('Intuit'),
  founder('Juniper Networks', ['Juniper'], to('acquired', 'Hewlett Packard Enterprise', 2025)),
  founder('LinkedIn', [], to('affiliate', 'Microsoft', 2016)),
  founder('Microsoft'),
  founder('Nielsen', [], to('sold-part', 'NielsenIQ', 2021)),
  founder('Nokia'),
  founder('Oracle'),
  founder('RSA', ['RSA Security'], to('affiliate', 'Dell Technologies', 2016), to('acquired', 'Symphony Technology Group', 2020)),
  founder('SAP'),
  founder('Stripe'),
  founder('Symantec', ['NortonLifeLock', 'Norton', 'Gen Digital', 'Gen'], to('sold-part', 'Broadcom (the business for enterprises, with the name)', 2019), to('renamed', 'NortonLifeLock', 2019), to('renamed', 'Gen Digital', 2022)),
  founder('Telefonica', ['Telefónica']),
  founder('Tenable'),
  founder('Trend Micro'),
  founder('VMware', [], to('acquired', 'Broadcom', 2023)),
]

const WORDS: Record<Became['how'], (name: string, year: number) => string> = {
  renamed: (name, year) => `renamed ${name} in ${year}`,
  acquired: (name, year) => `acquired by ${name} in ${year}`,
  merged: (name, year) => `merged with ${name}, in ${year}`,
  split: (name, year) => `split in ${year} into ${name}`,
  'sold-part': (name, year) => `sold part of its business in ${year}: ${name}`,
  affiliate: (name, year) => `part of ${name} since ${year}`,
}

/** One plain sentence. */
export function founderWords({ name, became }: Founder): string {
  const later = became.map((one) => WORDS[one.how](one.name, one.year)).join('; ')
  return `${name} was one of the 34 companies that signed the Cybersecurity Tech Accord on 17 April 2018${later === '' ? '' : ` (${later})`}. That is history: it says nothing about this alliance.`
}

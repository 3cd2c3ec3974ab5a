/** One field for what somebody knows: a package URL, a CPE, an address, a domain, or the name of a product. */
export type Wish = { product?: string; domain?: string; purl?: string; cpe?: string }

export function wishFrom(about: string): Wish {
  if (/^pkg:/i.test(about)) return { purl: about }
  if (/^cpe:/i.test(about)) return { cpe: about.toLowerCase() }
  const host = /^(?:https?:\/\/|mailto:|[^\s@]*@)?((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,})(?:[:/?#]\S*)?$/u.exec(about)?.[1]
  return host === undefined ? { product: about.slice(0, 200) } : { domain: host.toLowerCase().slice(0, 253), product: about.slice(0, 200) }
}

/** The header of a RustSec advisory (TOML in Markdown), as far as tests ask it: what it says about versions. */

export interface Rustsec {
  readonly id: string
  readonly package: string
  readonly date: string
  readonly withdrawn: string | undefined
  readonly cvss: string | undefined
  readonly patched: readonly string[]
  readonly unaffected: readonly string[]
}

export function readRustsec(text: string): Rustsec {
  const header = /^```toml\n(.*?)^```/ms.exec(text)?.[1] ?? ''
  const valueOf = (name: string): string | undefined => new RegExp(`^${name} *= *"([^"]*)"`, 'm').exec(header)?.[1]
  const listOf = (name: string): string[] => {
    const raw = new RegExp(`^${name} *= *\\[([^\\]]*)\\]`, 'm').exec(header)?.[1] ?? ''
    return [...raw.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '')
  }
  return {
    id: valueOf('id') ?? '',
    package: valueOf('package') ?? '',
    date: valueOf('date') ?? '1970-01-01',
    withdrawn: valueOf('withdrawn'),
    cvss: valueOf('cvss'),
    patched: listOf('patched'),
    unaffected: listOf('unaffected'),
  }
}

/**
 * What a page is made of, read from its HTML without a browser, so that the everyday walks pay for one only where
 * something new stands. A part is an element in its place: its ancestors, what is said of it, and who stands before it.
 * Two pages of the same parts differ in their words alone.
 */
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'])
const RAW = new Set(['script', 'style', 'textarea', 'title'])
const SILENT = new Set(['script', 'style', 'template', 'link', 'meta'])
const HEADING = /^h[1-6]$/
/** What has to have a name. */
const NAMED = /^(a|button|h[1-6]|label|legend|option|summary|th|title)$/
/** Their value changes what an element is; of other attributes only the name counts. */
const TELLING = /^(class|role|type|tabindex|scope|lang|dir|aria-(live|current|expanded|invalid|hidden|checked|pressed|selected))$/
const TAG = /<!--[^]*?-->|<!doctype[^>]*>|<(?<end>\/?)(?<name>[a-z][\w-]*)(?<says>(?:[^>"']|"[^"]*"|'[^']*')*)>/gi
const SAID = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g

export type Element = { name: string; says: ReadonlyMap<string, string>; parent: Element | undefined; children: Element[]; text: string }

/** The elements of a page as a server or a browser writes it: every element that is not void is ended. */
export function readPage(html: string): Element {
  const root: Element = { name: '', says: new Map(), parent: undefined, children: [], text: '' }
  const tag = new RegExp(TAG)
  let at = root
  let read = 0
  for (let found = tag.exec(html); found !== null; found = tag.exec(html)) {
    at.text += html.slice(read, found.index).trim()
    const { end = '', name = '', says = '' } = found.groups ?? {}
    const lower = name.toLowerCase()
    if (end === '/') at = parentOf(at, lower)
    else if (lower !== '') {
      const made: Element = { name: lower, says: attributesOf(says), parent: at, children: [], text: '' }
      at.children.push(made)
      if (!VOID.has(lower) && !says.endsWith('/')) at = made
    }
    read = tag.lastIndex
    if (end === '' && RAW.has(lower)) tag.lastIndex = Math.max(read, html.indexOf(`</${name}`, read))
  }
  return root
}

/** Where writing goes on once this element has ended. */
function parentOf(at: Element, name: string): Element {
  for (let open: Element | undefined = at; open !== undefined; open = open.parent) if (open.name === name) return open.parent ?? open
  return at
}

function attributesOf(says: string): Map<string, string> {
  return new Map([...says.matchAll(SAID)].map(([, name = '', ...values]) => [name.toLowerCase(), values.find((value) => value !== undefined) ?? '']))
}

export function* every(root: Element): Generator<Element> {
  for (const child of root.children) {
    yield child
    yield* every(child)
  }
}

export const wordsOf = (element: Element): string => element.text + element.children.map(wordsOf).join('')

/** The parts of this page, and what holds for it as a whole: the order of its headings, ids that stand twice. */
export function partsOf(html: string): Set<string> {
  const page = readPage(html)
  const parts = new Set<string>()
  const places = new Map<Element, string>([[page, '']])
  const ids = new Set<string>()
  let heading = ''
  for (const element of every(page)) {
    const { name, says, parent } = element
    if (SILENT.has(name)) continue
    const place = `${places.get(parent ?? page)}/${lookOf(element)}`
    places.set(element, place)
    parts.add(place)
    const before = parent?.children[parent.children.indexOf(element) - 1]
    if (before !== undefined && !SILENT.has(before.name)) parts.add(`${place} after ${lookOf(before)}`)
    if (HEADING.test(name)) {
      parts.add(`${name} after ${heading}`)
      heading = name
    }
    const id = says.get('id') ?? ''
    if (id !== '' && ids.has(id)) parts.add(`${place} has the id of another`)
    ids.add(id)
  }
  return parts
}

function lookOf(element: Element): string {
  const marks = [...element.says].map(([name, value]) => (TELLING.test(name) ? `${name}=${value}` : name)).sort()
  return `${element.name}[${marks.join(' ')}]${NAMED.test(element.name) && wordsOf(element) === '' ? ' wordless' : ''}`
}

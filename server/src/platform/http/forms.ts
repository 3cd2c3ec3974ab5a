/** HTML forms as browsers send them without JavaScript: application/x-www-form-urlencoded and multipart (RFC 7578). */
import { Refusal } from '../../kernel/index.ts'

const MOST_FIELDS = 1000
const MOST_PARTS = 200
const PART_HEADER_BYTES = 4096
const NAME_LENGTH = 200

export type FormFile = { name: string; type: string; bytes: Buffer }

/** What was filled in. A field may come more than once (boxes ticked): `all` gives each, `text` the first. */
export class Form {
  private readonly fields = new Map<string, string[]>()
  private readonly uploads = new Map<string, FormFile[]>()

  add(name: string, value: string): void {
    this.fields.set(name, [...(this.fields.get(name) ?? []), value])
  }
  addFile(name: string, file: FormFile): void {
    this.uploads.set(name, [...(this.uploads.get(name) ?? []), file])
  }
  text(name: string): string | undefined {
    return this.fields.get(name)?.[0]
  }
  all(name: string): readonly string[] {
    return this.fields.get(name) ?? []
  }
  /** The first file chosen under this name. A file field left empty is no file. */
  file(name: string): FormFile | undefined {
    return this.uploads.get(name)?.[0]
  }
  files(name: string): readonly FormFile[] {
    return this.uploads.get(name) ?? []
  }
  names(): string[] {
    return [...this.fields.keys(), ...this.uploads.keys()]
  }
}

const bad = (rule: string): Refusal => new Refusal('malformed', 'door.bad-form', `the form cannot be read: ${rule}`)

export function utf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw bad(`${what} is not UTF-8`)
  }
}

export function parseUrlencoded(bytes: Uint8Array): Form {
  const form = new Form()
  const text = utf8(bytes, 'the body')
  if (text === '') return form
  const pairs = text.split('&', MOST_FIELDS + 1)
  if (pairs.length > MOST_FIELDS) throw bad(`it has more than ${MOST_FIELDS} fields`)
  for (const pair of pairs) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = checkedName(unescapeField(cut < 0 ? pair : pair.slice(0, cut)))
    form.add(name, cut < 0 ? '' : checkedText(name, unescapeField(pair.slice(cut + 1))))
  }
  return form
}

function unescapeField(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw bad('a percent escape is broken or not UTF-8')
  }
}

function checkedName(name: string): string {
  if (name.includes('\0')) throw bad('a field has the character U+0000 in its name')
  if (name.length > NAME_LENGTH) throw bad(`a field has a name longer than ${NAME_LENGTH} characters`)
  return name
}

/** As in JSON: no text here has U+0000. */
function checkedText(name: string, text: string): string {
  if (text.includes('\0')) throw bad(`the field “${name}” has the character U+0000; leave it out`)
  return text
}

/** `boundary` as the Content-Type header gives it (RFC 2046 §5.1.1: 1 to 70 characters). */
export function parseMultipart(bytes: Buffer, boundary: string): Form {
  if (!/^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary)) throw bad('its boundary is missing or not allowed')
  const form = new Form()
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const whole = Buffer.concat([Buffer.from('\r\n'), bytes])
  let at = whole.indexOf(delimiter)
  if (at !== 0) throw bad('it does not begin with its boundary')
  for (let parts = 0; ; parts++) {
    const after = at + delimiter.length
    if (whole.subarray(after, after + 2).equals(Buffer.from('--'))) return form
    if (parts === MOST_PARTS) throw bad(`it has more than ${MOST_PARTS} parts`)
    if (!whole.subarray(after, after + 2).equals(Buffer.from('\r\n'))) throw bad('a boundary is not followed by a line end')
    const next = whole.indexOf(delimiter, after)
    if (next < 0) throw bad('it ends before its last boundary')
    addPart(form, whole.subarray(after + 2, next))
    at = next
  }
}

function addPart(form: Form, part: Buffer): void {
  const end = part.indexOf('\r\n\r\n')
  if (end < 0 || end > PART_HEADER_BYTES) throw bad('a part has no end of its header, or too long a header')
  const header = utf8(part.subarray(0, end), 'the header of a part')
  const content = part.subarray(end + 4)
  const disposition = /^content-disposition:[ \t]*form-data;(.*)$/im.exec(header)?.[1]
  const name = disposition === undefined ? undefined : parameter(disposition, 'name')
  if (disposition === undefined || name === undefined) throw bad('a part has no name')
  const filename = parameter(disposition, 'filename')
  if (filename === undefined) return form.add(checkedName(name), checkedText(name, utf8(content, `the field “${name}”`)))
  if (filename === '' && content.length === 0) return
  const type = /^content-type:[ \t]*([^\r\n;]{1,100})/im.exec(header)?.[1]?.trim().toLowerCase() ?? 'application/octet-stream'
  form.addFile(checkedName(name), { name: filename.slice(0, NAME_LENGTH), type, bytes: content })
}

/** The escapes browsers use inside the quotes: %22, %0D and %0A (WHATWG, multipart/form-data encoding). */
function parameter(disposition: string, name: string): string | undefined {
  const value = new RegExp(`;?[ \\t]*\\b${name}="([^"\\r\\n]*)"`).exec(disposition)?.[1]
  return value?.replaceAll(/%22|%0D|%0A/gi, (escape) => decodeURIComponent(escape))
}

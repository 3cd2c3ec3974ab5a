/** Where in the editor a finding leads: the field of its place, or the nearest thing around it that the form shows. */
import { DRAFT, type Node } from './shape.ts'

/** Fields that nobody sees: their row is shown instead. */
const UNSEEN: ReadonlySet<string> = new Set([
  'products.vendors.products.releases.id', 'vulnerabilities.statements.product', 'vulnerabilities.ssvc.role', 'vulnerabilities.ssvc.outcome', 'vulnerabilities.ssvc.path.point',
])

/** `/vulnerabilities/0/scores/1/vector` as `vulnerabilities.scores.vector`. */
export const fieldName = (pointer: string): string => pointer.split('/').slice(1).filter((step) => !/^\d+$/.test(step)).join('.')

/** The longest beginning of this pointer that is a part of the form; empty for the whole. */
export function anchorOf(pointer: string): string {
  let node: Node | undefined = DRAFT
  let found = ''
  let path = ''
  for (const step of pointer.split('/').slice(1)) {
    if (node?.is === 'rows' || node?.is === 'files') node = /^\d+$/.test(step) ? node.row : undefined
    else if (node?.is === 'object') node = Object.hasOwn(node.fields, step) ? node.fields[step] : undefined
    else node = undefined
    if (node === undefined) return found
    path += `/${step}`
    if (!UNSEEN.has(fieldName(path))) found = path
  }
  return found
}

/** What a form does not ask because the organisation says it once: among the settings of the publisher. */
export const isOfPublisher = (pointer: string): boolean => pointer.startsWith('/head/publisher')

/**
 * For the bundler: modules that look for files beside themselves go on finding them, although their code ends up in a
 * chunk elsewhere. What they say of `import.meta` is made to mean their old place below the folder that is written;
 * threads (`new URL('./x.ts', import.meta.url)`) become entries of their own.
 */
import { dirname, relative, sep } from 'node:path'
import type { Plugin } from 'rolldown'

const MARK = '@@hub-root@@/'

/** `folders` are those below `root` whose modules are treated. */
export function keepPlaces(root: string, folders: readonly string[]): Plugin {
  const threads = new Set<string>()
  return {
    name: 'keep-places',
    transform(code, id) {
      const place = relative(root, id).split(sep).join('/')
      if (!folders.some((folder) => place.startsWith(`${folder}/`)) || place.includes('node_modules/')) return null
      const folder = dirname(place)
      let kept = code
        // a file or folder beside: './migrations/', './worker.ts'
        .replace(/new URL\(\s*'(\.{1,2}\/[^']*)'\s*,\s*import\.meta\.url\s*\)/g, (_, name: string) => {
          const path = new URL(name, `file:///${folder}/`).pathname.slice(1)
          if (path.endsWith('.ts') && !threads.has(path)) {
            threads.add(path)
            this.emitFile({ type: 'chunk', id: `${root}/${path}`, fileName: path.replace(/\.ts$/, '.js') })
          }
          return `new URL(${JSON.stringify(MARK + path.replace(/\.ts$/, '.js'))}, import.meta.url)`
        })
        .replaceAll('import.meta.dirname', `process.getBuiltinModule('node:url').fileURLToPath(new URL(${JSON.stringify(MARK + folder)}, import.meta.url))`)
      if (place === 'server/src/compose/portal.ts') kept = replaceOnce(kept, "'server.ts'", "'server.js'", place)
      return kept === code ? null : { code: kept, map: null }
    },
    renderChunk(code, chunk) {
      if (!code.includes(MARK)) return null
      const depth = chunk.fileName.split('/').length - 1
      return { code: code.replaceAll(MARK, depth === 0 ? './' : '../'.repeat(depth)), map: null }
    },
  }
}

function replaceOnce(code: string, what: string, by: string, place: string): string {
  if (code.split(what).length !== 2) throw new Error(`${place} no longer says ${what} once: see how it finds the portal, and adapt cli/src/packing`)
  return code.replace(what, by)
}

/**
 * Checks the floors of the house with dependency-cruiser. It reads TypeScript with a compiler's programming interface,
 * which version 7 no longer has: for this one process the name `typescript` leads to version 6.
 */
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

registerHooks({
  resolve: (specifier, context, next) => next(specifier.replace(/^typescript(?=$|\/)/, 'typescript-6'), context),
})
const root = dirname(import.meta.dirname)
process.argv.splice(2, Infinity, '--config', '.dependency-cruiser.cjs', 'packages', 'server', 'portal/app', 'cli')
await import(pathToFileURL(join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')).href)

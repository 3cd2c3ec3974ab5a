/**
 * Part of the build: `verify/page.html`, one file that holds script, style and words, and a policy that names both by
 * their hash and allows nothing else, so that it can be seen to ask for nothing.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, defaultClientConditions, type Plugin } from 'vite'
import { SAVED_CHECK } from '../paths.ts'

const here = import.meta.dirname
const read = (path: string): string => readFileSync(join(here, path), 'utf8')
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

export function savedPage(): Plugin {
  return {
    name: 'openaccord:saved-page',
    applyToEnvironment: ({ name }) => name === 'client',
    async generateBundle() {
      const source = printPage(await bundle(), read('saved-page.css') + read('../ui/ledger.css'))
      this.emitFile({ type: 'asset', fileName: SAVED_CHECK.slice(1), source })
    },
  }
}

async function bundle(): Promise<string> {
  const made = await build({
    configFile: false, logLevel: 'error', publicDir: false,
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: { write: false, minify: true, target: 'es2022', lib: { entry: join(here, 'saved-page.ts'), formats: ['iife'], name: 'accord' } },
  })
  const outputs = Array.isArray(made) ? made : [made]
  for (const output of outputs) if ('output' in output) for (const chunk of output.output) if (chunk.type === 'chunk') return chunk.code.trim()
  throw new Error('the saved page has no script')
}

function printPage(script: string, style: string): string {
  // what would end the element early stands escaped, in a string or a pattern
  const own = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
  const policy = `default-src 'none'; script-src ${hashOf(own)}; style-src ${hashOf(style)}; worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'`
  const parts: Readonly<Record<string, string>> = { policy, style, script: own }
  return read('saved-page.html').replace(/\{(policy|style|script)\}/g, (_, part: string) => parts[part] ?? '')
}

/** Builds the pages: `build/server/index.js` for the hub, `build/client/assets/*` for browsers (names carry a hash). */
import { reactRouter } from '@react-router/dev/vite'
import tailwindcss from '@tailwindcss/vite'
import { defaultClientConditions, defaultServerConditions, defineConfig } from 'vite'
import { savedPage } from './app/verify/saved-page-plugin.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [tailwindcss(), reactRouter(), savedPage()],
  build: {
    // The Content-Security-Policy knows no inline style and no data: script; fonts stay files.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssMinify: true,
  },
  // Everything goes into one file, and the hub loads a production React whatever NODE_ENV says.
  ssr: { noExternal: true },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  // `source`: the workspace's packages as they are written, not as they are published.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  environments: { ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } } },
})

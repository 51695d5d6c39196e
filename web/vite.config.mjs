import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const here = path('./package.json')

/** Lets the plugins' browser halves, which stand outside this folder, import its node_modules. */
export const librariesOfThisWorkspace = {
  name: 'libraries-of-this-workspace',
  enforce: 'pre',
  resolveId(source, importer, options) {
    const bare = /^[a-z@]/i.test(source) && !source.startsWith('/')
    if (!bare || !importer || !/\/plugins\/[^/]+\/web\//.test(importer)) return null
    return this.resolve(source, here, { ...options, skipSelf: true })
  },
}

export default defineConfig({
  plugins: [vue(), librariesOfThisWorkspace],
  cacheDir: path('./node_modules/.vite'),
  server: { fs: { allow: [path('..')] } },
  // Nothing becomes a data: URL: the Content-Security-Policy has only 'self'.
  build: { target: 'es2020', assetsInlineLimit: 0 },
  test: {
    dir: path('..'),
    // Enough for a machine that is busy with other things.
    testTimeout: 30_000,
    setupFiles: [path('./vitest.setup.mjs')],
    include: ['web/src/**/*.test.ts', 'plugins/*/web/**/*.test.ts'],
  },
})

import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = fileURLToPath(new URL('./package.json', import.meta.url))

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
  build: { target: 'es2020' },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['web/src/**/*.test.ts', 'plugins/*/web/**/*.test.ts'],
  },
})

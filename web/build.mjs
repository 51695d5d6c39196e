// Builds the browser app and the plugins' browser halves into an installation tree:
//
//     node build.mjs PREFIX
//
// PREFIX/share/vuedeo/web/                     the app
// PREFIX/lib/vuedeo/plugins/<id>/web/<id>.js   one self-contained ES module a plugin
//
// licenses.txt beside each holds those of the libraries in it.
// Text files get .br and .gz beside them, which the host serves to browsers that take them.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, transformWithEsbuild } from 'vite'
import { firstPage } from './first_page.mjs'
import { librariesOfThisWorkspace } from './vite.config.mjs'

const web = fileURLToPath(new URL('.', import.meta.url))
const plugins = join(web, '../plugins')
if (!process.argv[2]) {
  console.error('usage: node build.mjs PREFIX')
  process.exit(2)
}
const prefix = resolve(process.argv[2])

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compress(path)
    else if (/\.(js|css|html|svg|json)$/.test(entry.name) && statSync(path).size > 1024) {
      const content = readFileSync(path)
      writeFileSync(`${path}.br`, brotliCompressSync(content))
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
    }
  }
}

const libraries = join(web, 'node_modules')
const packageOf = (name) => JSON.parse(readFileSync(join(libraries, name, 'package.json')))

function licenseOf(name) {
  const { version, license } = packageOf(name)
  const file = readdirSync(join(libraries, name)).find((one) => /^licen[cs]e/i.test(one))
  const text = file ? readFileSync(join(libraries, name, file), 'utf8').trim() : license
  return `${name} ${version}\n\n${text}\n`
}

/** licenses.txt beside what is built: of every library in it, and of what may be bundled in those. */
const licenses = {
  name: 'licenses',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((file) => Object.keys(file.modules ?? {}))
    const names = new Set(
      modules.flatMap((id) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []),
    )
    // A set shows while it is walked what is added to it.
    for (const name of names)
      Object.keys(packageOf(name).dependencies ?? {}).forEach((one) => names.add(one))
    if (names.size === 0) return
    const source = [...names]
      .sort()
      .map(licenseOf)
      .join(`\n${'-'.repeat(80)}\n\n`)
    this.emitFile({ type: 'asset', fileName: 'licenses.txt', source })
  },
}

async function buildApp() {
  const outDir = join(prefix, 'share/vuedeo/web')
  await build({
    root: web,
    configFile: join(web, 'vite.config.mjs'),
    logLevel: 'warn',
    plugins: [licenses, firstPage],
    build: { outDir, emptyOutDir: true },
  })
  compress(outDir)
}

/** Vite leaves modules for other bundlers readable; these go to browsers. Licences stay. */
const minified = {
  name: 'minified',
  enforce: 'post',
  async generateBundle(_, bundle) {
    const options = { minify: true, legalComments: 'inline', sourcemap: false }
    for (const chunk of Object.values(bundle).filter(({ type }) => type === 'chunk'))
      chunk.code = (await transformWithEsbuild(chunk.code, chunk.fileName, options)).code
  },
}

async function buildPlugin(id) {
  const outDir = join(prefix, 'lib/vuedeo/plugins', id, 'web')
  await build({
    root: join(plugins, id, 'web'),
    configFile: false,
    logLevel: 'warn',
    plugins: [librariesOfThisWorkspace, licenses, minified],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2020',
      lib: { entry: 'index.ts', formats: ['es'], fileName: () => `${id}.js` },
    },
  })
  compress(outDir)
}

await buildApp()
for (const id of readdirSync(plugins)) {
  if (existsSync(join(plugins, id, 'web/index.ts'))) await buildPlugin(id)
}

// Has the browser fetch the files of the page that is opened beside those of the app, and not only once the app
// runs and asks for them: a small script in index.html, since a server that knows no page serves it for all.

/** The pages that are built apart, by their addresses. */
const pages = [
  ['^/metrics/?$', 'MetricsPage'],
  ['^/metrics/.', 'RoomMetricsPage'],
  ['^/room/.', 'RoomPage'],
]

/** Runs in the browser. */
function preload(pages) {
  const files = pages.find(([address]) => new RegExp(address).test(location.pathname))?.[1] ?? []
  for (const file of files) {
    const link = document.createElement('link')
    if (file.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' })
    else link.rel = 'modulepreload'
    link.crossOrigin = '' // as the app asks for them
    link.href = `/${file}`
    document.head.append(link)
  }
}

/** What the page is made of, but for what index.html names itself. */
function filesOf(page, bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk')
  const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${page}.vue`))
  if (!first) throw new Error(`${page} is not built apart`)
  const names = new Set([first.fileName])
  // A set shows while it is walked what is added to it.
  for (const name of names) bundle[name].imports.forEach((one) => bundle[one].isEntry || names.add(one))
  const styles = [...names].flatMap((name) => [...bundle[name].viteMetadata.importedCss])
  return [...names, ...new Set(styles)]
}

export const firstPage = {
  name: 'first-page',
  enforce: 'post',
  generateBundle(_, bundle) {
    const table = pages.map(([address, page]) => [address, filesOf(page, bundle)])
    const source = `(${preload})(${JSON.stringify(table)})\n`
    const script = this.emitFile({ type: 'asset', name: 'first_page.js', source })
    const html = bundle['index.html']
    const tag = `<script async src="/${this.getFileName(script)}"></script>\n    `
    if (!html.source.includes('<script type="module"')) throw new Error('index.html has no app')
    html.source = html.source.replace('<script type="module"', `${tag}$&`)
  },
}

// The module's style sheet. A constructed one: a Content-Security-Policy of 'self' forbids <style>.

const css = `
.vdo-charts { --text: #1c2430; --faint: #566070; --line: #c9d0da; --surface: #fff; --soft: #f1f4f8;
  --accent: #0067a8; --on-accent: #fff; color: var(--text); font: 400 0.9375rem/1.4 system-ui, sans-serif;
  display: grid; gap: 2rem; }
.vdo-charts[data-theme="dark"] { --text: #e8ecf3; --faint: #a3adbd; --line: #3a4454; --surface: #171c24;
  --soft: #222935; --accent: #58b4f0; --on-accent: #0d1117; }
.vdo-figure { margin: 0; min-width: 0; }
.vdo-head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin-bottom: 0.5rem; }
.vdo-name { font-size: 1.0625rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
.vdo-foot { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin-top: 0.375rem; }
.vdo-actions { display: flex; gap: 0.5rem; margin-inline-start: auto; font-size: 0.875rem; }
.vdo-charts button { font: inherit; color: inherit; cursor: pointer; border-radius: 0.5rem;
  border: 1px solid var(--line); background: var(--surface); padding: 0.25rem 0.75rem; min-height: 2.125rem; }
.vdo-charts button:hover { background: var(--soft); }
.vdo-charts :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.vdo-charts [hidden] { display: none; }
.vdo-charts .vdo-reset { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.vdo-charts .vdo-reset:hover { filter: brightness(1.1); background: var(--accent); }
.vdo-groups { display: flex; gap: 0.25rem; overflow-x: auto; padding: 0.25rem; background: var(--soft);
  border-radius: 0.625rem; max-width: 100%; box-sizing: border-box; scrollbar-width: thin; }
.vdo-charts .vdo-groups button { border-color: transparent; background: none; white-space: nowrap; min-height: 2rem; }
.vdo-charts .vdo-groups button[aria-pressed="true"] { background: var(--surface); border-color: var(--line);
  font-weight: 600; }
.vdo-legend { display: flex; flex-wrap: wrap; gap: 0.125rem 0.25rem; list-style: none; margin: 0 0 0.25rem; padding: 0;
  font-size: 0.875rem; }
.vdo-charts .vdo-legend button { display: flex; align-items: center; gap: 0.5rem; border-color: transparent;
  background: none; padding: 0.25rem 0.5rem; text-align: start; }
.vdo-charts .vdo-legend button:hover { border-color: var(--line); }
.vdo-legend button[aria-pressed="false"] .vdo-label { text-decoration: line-through; color: var(--faint); }
.vdo-legend button[aria-pressed="false"] svg { opacity: 0.35; }
.vdo-legend svg { flex: none; }
.vdo-value { color: var(--faint); font-variant-numeric: tabular-nums; }
.vdo-plot { position: relative; height: 19rem; min-width: 0; contain: size layout; }
.vdo-plot canvas { border-radius: 0.25rem; }
.vdo-empty { position: absolute; inset: 0; display: grid; place-content: center; margin: 0; color: var(--faint);
  pointer-events: none; text-align: center; padding: 1rem; }
.vdo-hint { color: var(--faint); font-size: 0.8125rem; margin: 0; flex: 1 1 20rem; }
@media (hover: none) { .vdo-hint { display: none; } }
.vdo-table { position: relative; overflow: auto; max-height: 24rem; margin-top: 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; }
.vdo-table table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.vdo-table caption { text-align: start; padding: 0.625rem 0.75rem; font-weight: 600; }
.vdo-table th, .vdo-table td { padding: 0.375rem 0.75rem; text-align: end; border-top: 1px solid var(--line); }
.vdo-table th { font-weight: 500; }
.vdo-table tbody th, .vdo-table thead th:first-child { text-align: start; white-space: nowrap; }
.vdo-table thead th { position: sticky; top: 0; background: var(--soft); font-weight: 600; }
.vdo-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) {
  .vdo-plot { height: 16rem; }
  .vdo-hint { display: none; }
  .vdo-legend { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0; }
  .vdo-charts .vdo-legend button { width: 100%; display: grid; grid-template-columns: auto 1fr; gap: 0 0.5rem;
    padding: 0.25rem; }
  .vdo-legend .vdo-value { grid-column: 1 / -1; font-size: 0.8125rem; }
}
`

interface Use {
  sheet: CSSStyleSheet
  count: number
}
const uses = new Map<Document | ShadowRoot, Use>()

/** Gives the document or shadow root of `element` the style sheet until release() is called. */
export function useStyles(element: Node): () => void {
  const node = element.getRootNode()
  const root = node instanceof ShadowRoot ? node : document
  const use = uses.get(root) ?? { sheet: new CSSStyleSheet(), count: 0 }
  if (use.count++ === 0) {
    use.sheet.replaceSync(css)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, use.sheet]
    uses.set(root, use)
  }
  return () => {
    if (--use.count > 0) return
    uses.delete(root)
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== use.sheet)
  }
}

/** How the page looks. Light and dark follow the reader. */
export const STYLE = `
:root{color-scheme:light dark;--bad:#c62828;--half:#b26a00;--noisy:#5c7cfa;--good:#2e7d32;--none:#8a8f98;--line:#8883;--soft:#8881}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}
header{display:flex;gap:1.25rem;align-items:center}
.letter{font-size:3.5rem;font-weight:800;line-height:1;padding:.6rem 1rem;border:3px solid;border-radius:.6rem}
h1{font-size:1.25rem;margin:0}h3{font-size:1rem;margin:.5rem 0}
header p{margin:.25rem 0}.facts,.severity,.legend,.scale,.run-end{color:var(--none);font-size:.85rem}
code,pre,.target{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--soft);padding:.5rem .75rem;border-radius:.3rem;margin:.4rem 0;max-height:28rem;overflow:auto}
nav{display:flex;flex-wrap:wrap;gap:3px;margin:1rem 0 .5rem}
.cell{width:1.15rem;height:1.15rem;border-radius:3px;background:var(--none);display:inline-block}
.legend span{display:inline-flex;gap:.3rem;align-items:center;margin-right:.8rem}
.cell.failed{background:var(--bad)}.cell.gave-up-honestly{background:var(--half)}.cell.survived-noisily{background:var(--noisy)}.cell.survived{background:var(--good)}
.verdict{color:#fff;background:var(--none);padding:.1rem .45rem;border-radius:.3rem;font-size:.85rem;white-space:nowrap}
.verdict.failed{background:var(--bad)}.verdict.gave-up-honestly{background:var(--half)}.verdict.survived-noisily{background:var(--noisy)}.verdict.survived{background:var(--good)}
.probe{border-top:1px solid var(--line);padding:.5rem 0}
summary{cursor:pointer}.id{font-weight:600}.what{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:8rem 1fr;gap:.15rem 1rem;margin:.5rem 0}dt{color:var(--none)}dd{margin:0}
section{border-left:3px solid var(--line);padding-left:.9rem;margin:.75rem 0}
.warning{background:#f9a82533;border-left:4px solid #f9a825;padding:.35rem .7rem;margin:.4rem 0}
.line{position:relative;height:2.6rem;background:var(--soft);border-radius:.3rem;margin:.5rem 0 0;overflow:hidden}
.line i{position:absolute;display:block}
.run{top:1.05rem;height:.5rem;background:#8886;border-radius:2px}
.request{top:.35rem;width:3px;height:1.9rem;margin-left:-1px;background:var(--good)}
.request.s4{background:var(--half)}.request.s5,.request.s0{background:var(--bad)}.request.fault{box-shadow:0 0 0 2px #f9a825}
.move{bottom:.1rem;width:.5rem;height:.5rem;margin-left:-.25rem;background:var(--noisy);transform:rotate(45deg)}
.scale{display:flex;justify-content:space-between;margin:0}
.wire{margin:.3rem 0}.wire details{margin-left:1rem}.n{display:inline-block;min-width:2rem;color:var(--none)}
.s4{color:var(--half)}.s5,.s0{color:var(--bad)}
i.request.s4,i.request.s5,i.request.s0{color:transparent}
@media (max-width:40rem){header{flex-direction:column;align-items:flex-start}dl{grid-template-columns:1fr}dt{margin-top:.4rem}.letter{font-size:2.5rem}}
`

/** How a report in HTML looks: light and dark, on paper, and in a narrow window. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --text: #1c2128; --quiet: #59636e; --line: #d9dee4; --bar: #7da7e8;
  --link: #0b5cad; --frame: #eceff2; --warn: #9a6700; --warn-ground: #fff8e5;
  --relabel: #1a6b36; --keep: #0b5cad; --exclude: #b3261e; --unsure: #8a5a00; --open: #59636e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16191d; --raised: #1f2329; --text: #e4e8ec; --quiet: #9aa5b1; --line: #363d46; --bar: #4a7ac4;
    --link: #7db4f5; --frame: #0f1114; --warn: #e3b341; --warn-ground: #2a2416;
    --relabel: #6fcf8d; --keep: #7db4f5; --exclude: #ff8f85; --unsure: #e3b341; --open: #9aa5b1;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header, nav, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; }
h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; font-weight: 650; overflow-wrap: anywhere; }
h1 .kicker { display: block; margin-bottom: .25rem; font-size: .85rem; font-weight: 500; color: var(--quiet); }
h2 { margin: 0 0 .75rem; font-size: 1.2rem; line-height: 1.3; font-weight: 650; }
p { margin: 0 0 .75rem; max-width: 70ch; }
header p { margin: .5rem 0 0; color: var(--quiet); }
ul { margin: 0 0 .75rem; padding-left: 1.25rem; max-width: 75ch; }
li { margin-bottom: .25rem; overflow-wrap: anywhere; }
a { color: var(--link); }
code { font: .87em/1.45 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
.figures div { padding: .85rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
.figures dt { font-size: .8rem; color: var(--quiet); }
.figures dd { margin: 0; }
.figures .value { font-size: 1.55rem; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
.figures .detail { font-size: .8rem; color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: 1.25rem 0 0; padding: 0; list-style: none; max-width: none; }
nav li { margin: 0; font-size: .87rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { padding-top: 1.5rem; margin-top: 1.5rem; border-top: 1px solid var(--line); }
#notes { border: 1px solid var(--warn); border-radius: 8px; background: var(--warn-ground); padding: 1rem 1.25rem .5rem; }
#notes h2 { font-size: 1rem; margin-bottom: .4rem; }
.scroll { overflow-x: auto; margin-bottom: 1rem; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .9rem; min-width: min(100%, 24rem); }
caption { text-align: left; font-weight: 600; padding: .25rem 0 .4rem; }
th, td { padding: .35rem 1.25rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-weight: 500; font-size: .8rem; color: var(--quiet); vertical-align: bottom; }
tbody th { font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td .names, th .names { display: flex; flex-direction: column; gap: .1rem; min-width: 8rem; }
.bar { display: block; width: 6rem; height: 4px; margin: .15rem 0 0 auto; }
.bar rect { fill: var(--bar); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; margin: 0 0 1rem; padding: 0; list-style: none; max-width: none; }
.card { margin: 0; height: 100%; display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--raised); }
.cards > li { margin: 0; min-width: 0; }
.picture { display: flex; align-items: center; justify-content: center; width: 100%; height: 10.5rem; background: var(--frame); object-fit: contain; }
.picture.none { color: var(--quiet); font-size: .85rem; }
.picture.pixels { image-rendering: pixelated; }
figcaption { flex: 1; display: flex; flex-direction: column; gap: .3rem; padding: .6rem .75rem .7rem; font-size: .87rem; }
.labels { font-weight: 600; overflow-wrap: anywhere; }
.labels .given { color: var(--exclude); }
.labels .arrow { color: var(--quiet); font-weight: 400; padding: 0 .2rem; }
.facts { display: flex; justify-content: space-between; gap: .5rem; color: var(--quiet); font-size: .8rem; font-variant-numeric: tabular-nums; }
.path { color: var(--quiet); font-size: .78rem; }
.decision { align-self: flex-start; margin-top: auto; padding: .05rem .55rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .78rem; overflow-wrap: anywhere; }
.relabel { color: var(--relabel); } .keep { color: var(--keep); } .exclude { color: var(--exclude); }
.unsure { color: var(--unsure); } .open { color: var(--open); border-style: dashed; }
.only-heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 2.5rem; padding-bottom: 2.5rem; color: var(--quiet); font-size: .8rem; }
@media (min-width: 60rem), print {
  main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 3rem; align-items: stretch; }
  section { grid-column: 1 / -1; }
  #estimate, #decisions, #search, #left-out { grid-column: auto; }
}
@media (max-width: 36rem) {
  header, nav, main, footer { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.5rem; }
  .figures { grid-template-columns: 1fr 1fr; }
  .figures div:last-child:nth-child(odd) { grid-column: 1 / -1; }
  .cards { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .picture { height: 8.5rem; }
  th, td { padding-right: .8rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --text: #000; --quiet: #444; --line: #bbb; --frame: #f4f4f4; --warn-ground: #fff; --link: #000;
    --relabel: #1a6b36; --keep: #0b5cad; --exclude: #b3261e; --unsure: #8a5a00; --open: #444; --bar: #7da7e8; --warn: #9a6700; }
  body { font-size: 10pt; }
  header, nav, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav { display: none; }
  .cards { grid-template-columns: repeat(4, 1fr); gap: .6rem; }
  .picture { height: 7.5rem; }
  .cards > li, .figures div, tr { break-inside: avoid; }
  h2, caption { break-after: avoid; }
  .bar rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; }
}
`;

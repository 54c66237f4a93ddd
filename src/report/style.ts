// The page's look: calm paper and ink, colour kept for verdicts and outcomes. Follows the reader's light or dark scheme, and prints.
import {fillStyle, groundStyle} from './chart-patterns.ts';

const light = `--paper:#f6f7f9;--card:#fff;--ink:#1c2026;--quiet:#5a6270;--line:#dfe3e8;--soft:#eef1f4;--link:#1f5fa8;--good:#1d7a55;--bad:#b3302a;--unsure:#8a5a00;--tint:#c9483f14;--band:#5d6675;--pattern:#ffffff8c;--grid:#e4e7eb;`;
const dark = `--paper:#14171b;--card:#1b1f24;--ink:#e4e7eb;--quiet:#9aa4b1;--line:#30363e;--soft:#23282f;--link:#7db3ee;--good:#5fc398;--bad:#f0857c;--unsure:#e0b252;--tint:#f0857c1c;--band:#8d97a5;--pattern:#14171b85;--grid:#2a3037;`;

export const pageStyle = `
:root{color-scheme:light dark;${light}}
${groundStyle('light')}
${fillStyle()}
@media (prefers-color-scheme:dark){:root{${dark}}${groundStyle('dark')}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
code,.log,.pairs dd,.files,.why,.facts,.expectations td,.expectations th,.overview .name,.run>summary,.diagnosis{overflow-wrap:anywhere}
header,main,footer{max-width:1280px;margin:0 auto;padding:0 24px}
header{padding-top:40px;padding-bottom:8px}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.015em;margin:.1em 0 .5em;font-weight:650}
h2{font-size:1.15rem;line-height:1.3;margin:0;font-weight:650}
h3{font-size:.95rem;margin:0 0 .6rem;font-weight:650}
h4{font-size:.85rem;margin:0 0 .4rem;font-weight:650}
p{margin:0 0 .5rem}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code,.log,.repro{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
.harness-error{color:var(--bad);margin:8px 0 0}
.quiet,small{color:var(--quiet);font-weight:400}
.brand{font-weight:650;margin:0}
.defs{position:absolute}
.counts{display:flex;flex-wrap:wrap;gap:8px 22px;list-style:none;padding:0;margin:0 0 .7rem}
.counts li{display:flex;align-items:center;gap:7px}
.mark{flex:none;stroke-width:2;fill:none;stroke:var(--card);stroke-linecap:round;stroke-linejoin:round;vertical-align:-4px}
.mark.pass{color:var(--good)}.mark.fail{color:var(--bad)}.mark.inconclusive{color:var(--unsure)}
symbol circle{fill:currentColor;stroke:none}
.overview,.run,footer{background:var(--card);border:1px solid var(--line);border-radius:12px}
.overview{padding:18px 20px 8px;margin:18px 0 22px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:9px 14px 9px 0;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--quiet);font-weight:500;font-size:.82rem;padding-bottom:6px}
th:last-child,td:last-child{padding-right:0}
.overview td{vertical-align:middle}
.overview .name a{display:flex;gap:10px;align-items:center;color:inherit;text-decoration:none}
.overview .name .quiet{display:block;font-size:.82rem}
.overview .name a:hover b{text-decoration:underline}
.overview .name{min-width:11em}
.overview .over-time{width:20%;min-width:100px}
.strip{display:block;border-radius:4px;overflow:hidden}
.fill-none{fill:var(--soft)}
.runs{display:grid;gap:14px;grid-template-columns:minmax(0,1fr)}
.run>summary{display:flex;gap:12px;align-items:flex-start;padding:16px 20px;cursor:pointer;list-style:none;border-radius:12px}
.run>summary::-webkit-details-marker{display:none}
.run>summary::after{content:"";flex:none;width:8px;height:8px;margin:8px 4px 0 auto;border:solid var(--quiet);border-width:0 2px 2px 0;transform:rotate(45deg)}
.run[open]>summary::after{transform:rotate(-135deg);margin-top:12px}
.run>summary:hover{background:var(--soft)}
.run>summary .mark{margin-top:2px}
.run.left-behind>summary .mark{color:var(--unsure)}
.run>summary p{margin:0;color:var(--quiet)}
.run .body{padding:2px 20px 20px;display:grid;gap:26px;grid-template-columns:minmax(0,1fr)}
.why{border-left:3px solid var(--bad);background:var(--soft);padding:10px 14px;border-radius:0 8px 8px 0}
.pass .why{border-color:var(--unsure)}.inconclusive .why{border-color:var(--unsure)}
.why ul{margin:0;padding:0;list-style:none}
figure{margin:0}
.plot{position:relative;display:grid;grid-template-columns:63px minmax(0,1fr);padding-right:4px}
.plot svg{display:block}
.plot text,.gutter text{font-size:11.5px;fill:var(--quiet)}
.area{overflow:visible;cursor:crosshair}
.columns{shape-rendering:crispEdges}
.grid{stroke:var(--grid)}
.tick{stroke:var(--quiet)}
.lane{stroke:var(--grid)}
.tint{fill:var(--tint)}
.band{fill:var(--band)}
.outage{fill:var(--bad)}
.requested{stroke:var(--ink);stroke-dasharray:2 3;opacity:.75}
.effective{stroke:var(--ink);stroke-width:1.25}
.recovered{stroke:var(--good);stroke-width:2;stroke-dasharray:6 3}
.recovered-dot{fill:var(--good);stroke:var(--card);stroke-width:2}
.good-edge{fill:none;stroke:var(--good);stroke-width:1.5}
.p50,.p99{fill:none;stroke:var(--link);stroke-width:2}
.p99{stroke:var(--unsure);stroke-width:1.5;stroke-dasharray:4 2}
.pattern{stroke:var(--pattern);stroke-width:1.3;fill:none}
.pattern-dot{fill:var(--pattern)}
.hits rect{fill:transparent}
.hits rect:hover,.hits rect.on{fill:var(--ink);fill-opacity:.16}
.tip{position:absolute;top:calc(100% - 24px);margin:0;padding:5px 10px;border-radius:6px;background:var(--ink);color:var(--card);font-size:.82rem;pointer-events:none;max-width:100%;z-index:1}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:10px 0 0;padding:0 0 0 63px;font-size:.85rem}
.legend li{display:flex;align-items:center;gap:7px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,165px),1fr));gap:18px 28px;margin:0}
dt{color:var(--quiet);font-size:.82rem}
dd{margin:0}
.facts small{display:block;font-size:.82rem;line-height:1.4}
.expectations tbody th{font-weight:500;width:22%}
.expectations th .mark{margin-right:8px}
.expectations td{width:39%}
.evidence summary{color:var(--link);cursor:pointer;font-size:.85rem;width:max-content;max-width:100%}
.log{list-style:none;margin:6px 0 0;padding:8px 12px;background:var(--soft);border-radius:8px;line-height:1.45}
.log li+li{margin-top:5px}
.diagnosis{margin:0;padding-left:1.3em}
.diagnosis p{margin:0 0 .2rem}
.tag{border:1px solid var(--line);border-radius:99px;padding:0 8px;font-size:.8rem;color:var(--quiet)}
.marked{list-style:none;padding:0;margin:0}
.scroll{overflow-x:auto}
.figures td,.figures th{white-space:nowrap;padding-right:18px}
.figures td:not(.words),.figures thead th:not(:first-child,.words){text-align:right}
.figures td.words{white-space:normal;min-width:240px}
.figures th[scope=row]{font-weight:500}
.more>summary{cursor:pointer;color:var(--link);font-size:.9rem;width:max-content;max-width:100%}
.columns-of-facts{columns:330px 3;column-gap:36px;margin-top:16px}
.columns-of-facts>div{break-inside:avoid;padding-bottom:22px}
.pairs{margin:0;font-size:.86rem}
.pairs>div{display:flex;gap:14px;justify-content:space-between;padding:3px 0;border-top:1px solid var(--line)}
.pairs dt{flex:none;max-width:48%;font-size:inherit}
.pairs dd{text-align:right}
.files{margin:0;padding-left:1.2em;font-size:.86rem}
.repro{display:flex;gap:12px;align-items:center;justify-content:space-between;background:var(--soft);border-radius:8px;padding:10px 14px}
.repro code{user-select:all;font-size:inherit}
button{font:500 .85rem system-ui,sans-serif;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:4px 12px;cursor:pointer;flex:none}
button:hover{border-color:var(--quiet)}
footer{margin:22px auto 48px;padding:18px 20px;max-width:1232px}
footer h2{font-size:.95rem;margin-bottom:.5rem}
footer .pairs>div{justify-content:flex-start}
footer .pairs dt{width:6.5em}
footer .pairs dd{text-align:left}
@media (min-width:1100px){.overview .name{min-width:14em}.overview [data-label=Outage],.overview [data-label=Recovery]{min-width:11.5em}}
@media (max-width:1280px){footer{margin:22px 24px 48px}}
@media (max-width:700px){
body{font-size:15px}
header,main{padding-left:14px;padding-right:14px}
header{padding-top:24px}
footer{margin:18px 14px 32px}
h1{font-size:1.6rem}
.overview{padding:14px 14px 4px}
.run>summary{padding:14px}
.run .body{padding:2px 14px 16px}
.stacking thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.stacking,.stacking tbody,.stacking tr,.stacking td,.stacking th{display:block;width:auto}
.stacking tr{border-top:1px solid var(--line);padding:10px 0}
.stacking td,.stacking tbody th,.expectations td,.expectations tbody th{border:0;padding:2px 0;width:auto}
.stacking tbody th{display:flex}
.stacking td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet);font-size:.85em}
.overview .over-time{width:auto;padding:6px 0}
.overview .name .quiet{display:inline}
.legend{padding-left:0}
.repro{display:block}.repro button{display:block;margin-top:8px}
}
@media print{
:root{${light}}
${groundStyle('light')}
body{background:#fff;font-size:11pt}
.run,.overview,footer{border-color:#bbb}
.run::details-content,.more::details-content,.evidence::details-content{content-visibility:visible;display:block;height:auto}
.run{break-before:page}
.chart,tr,.facts>div{break-inside:avoid}
.repro button,.tip{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

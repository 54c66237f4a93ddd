// The page's look: calm paper and ink, colour kept for verdicts and outcomes. Follows the reader's light or dark scheme, and prints.
import {fillStyle, groundStyle} from './fill-patterns.ts';
import {lineLooks} from './line-looks.ts';
import {palette} from './palette.ts';
import type {Scheme} from './palette.ts';
import {overviewStyle} from './style-overview.ts';
import {runStyle} from './style-run.ts';

function schemeStyle(scheme: Scheme): string {
	const variables = Object.entries(palette[scheme]).map(([name, colour]) => `--${name}:${colour};`);
	const lines = lineLooks.map((look, index) => `.line-${index}{stroke:${look[scheme]};stroke-dasharray:${look.dash.join(' ') || 'none'}}`);
	return `:root{${variables.join('')}}${groundStyle(scheme)}${lines.join('')}`;
}

export const pageStyle = `
${schemeStyle('light')}
${fillStyle()}
@media (prefers-color-scheme:dark){${schemeStyle('dark')}}
:root{color-scheme:light dark}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer{max-width:1320px;margin:0 auto;padding:0 24px}
main>*,main{min-width:0}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.015em;margin:.1em 0 .5em;font-weight:650}
h2{font-size:1.1rem;line-height:1.3;margin:0 0 .7rem;font-weight:650}
h3,h4{font-size:.88rem;margin:0 0 .4rem;font-weight:650}
h1:focus,h2:focus{outline:none}
p{margin:0 0 .5rem}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code,.log,.repro,.diff,.line,.tip-events{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.84rem}
.quiet,small{color:var(--quiet);font-weight:400}
small{font-size:.82rem}
.brand{font-weight:650;margin:0}
.defs{position:absolute}
.hidden-text,.spoken{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap;margin:0}
.mark{flex:none;stroke-width:2;fill:none;stroke:var(--card);stroke-linecap:round;stroke-linejoin:round;vertical-align:-4px}
.mark.pass{color:var(--good)}.mark.fail{color:var(--bad)}.mark.inconclusive{color:var(--unsure)}
symbol circle{fill:currentColor;stroke:none}
.card,footer,.run>section,.run>fieldset,.facts{background:var(--card);border:1px solid var(--line);border-radius:12px}
.card{padding:20px;margin:20px 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:9px 14px 9px 0;border-top:1px solid var(--line)}
thead th,thead td{border-top:0;color:var(--quiet);font-weight:500;font-size:.82rem;padding-bottom:6px}
th:last-child,td:last-child{padding-right:0}
th{font-weight:500}
.scroll{overflow-x:auto}
.scroll thead th{overflow-wrap:normal}
.log+p{margin-top:1rem}
.tag{border:1px solid var(--line);border-radius:99px;padding:1px 8px;font-size:.8rem;color:var(--quiet);white-space:nowrap}
button,select,input[type=search]{font:500 .85rem/1.4 system-ui,sans-serif;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:5px 11px;max-width:100%}
button{cursor:pointer;flex:none}
button:hover,select:hover{border-color:var(--quiet)}
${overviewStyle}
${runStyle}
@media screen and (max-width:720px){
body{font-size:15px}
header,main{padding-left:14px;padding-right:14px}
h1{font-size:1.55rem}
.card{padding:16px 14px}
.stacking thead,.matrix thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.stacking,.stacking tbody,.stacking tr,.stacking td,.stacking tbody th,.matrix,.matrix tbody,.matrix tr,.matrix td,.matrix tbody th{display:block;width:auto}
.stacking tr,.matrix tr{border-top:1px solid var(--line);padding:10px 0}
.stacking td,.stacking tbody th,.matrix td,.matrix tbody th{border:0;padding:3px 0;width:auto}
.stacking td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet);font-size:.85em}
}
@media print{
${schemeStyle('light')}
:root{color-scheme:light}
body{background:#fff;font-size:10.5pt}
.card,.run>section,.facts,footer{border-color:#bbb}
details::details-content{content-visibility:visible;display:block;height:auto}
.plot,tr,.facts>div,.reasons>li{break-inside:avoid}
h2,h3,h4{break-after:avoid}
button,.filters,.zoom,.tip,.crumbs,.chooser,.compare-link,.choice{display:none!important}
.scroll,pre.log{overflow:visible;white-space:pre-wrap}
.figures th,.figures td{white-space:normal;padding-right:7px}
.figures td.words{min-width:0}
.matrix,.figures{font-size:7.5pt!important;overflow-wrap:normal}
.matrix small,.matrix .quiet,.figures th{font-size:1em!important}
.matrix .cell{display:block}
.matrix .cell .mark{width:14px;height:14px}
.diff{font-size:8pt}
.matrix td,.matrix tbody th,.diff{min-width:0}
.matrix-place{overflow:visible}
.columns-of-facts{columns:2}
.uplot,.u-wrap{width:100%!important}
.u-wrap{height:auto!important}
.uplot canvas{height:auto!important}
.u-over,.u-under,.u-axis{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

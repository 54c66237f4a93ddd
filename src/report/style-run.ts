// How the view of a run and the comparison of runs look.
export const runStyle = `
#view{padding-top:20px;padding-bottom:48px}
.crumbs{display:flex;flex-wrap:wrap;gap:6px 20px;font-size:.92rem;margin-bottom:18px}
.crumbs a{text-decoration:none}
.crumbs a:hover{text-decoration:underline}
.run{display:grid;gap:18px;grid-template-columns:minmax(0,1fr)}
.run>section,.run>fieldset{padding:18px 20px;min-width:0;margin:0}
.run-head{display:flex;gap:14px;align-items:flex-start;padding:0;margin:0;max-width:none}
.run-head h1{font-size:1.55rem;margin:0}
.run-head p{margin:2px 0 0}
.run-head .mark{width:28px;height:28px;margin-top:2px}
.why{margin:0;padding:12px 16px;list-style:none;border-left:4px solid var(--bad);background:var(--card);border-radius:4px 12px 12px 4px}
.pass .why,.inconclusive .why{border-color:var(--unsure)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:20px 32px;margin:0;padding:18px 20px}
.facts dd{font-weight:600;line-height:1.35}
.facts small{display:block;line-height:1.4;margin-top:3px}
.made{display:block;border-radius:4px;overflow:hidden;margin-top:4px}
.made-gateway{fill:var(--link)}.made-inner-gateway{fill:var(--bad)}.made-app{fill:var(--unsure)}.made-unknown{fill:var(--quiet)}
.timeline{margin:0;position:relative}
.zoom{display:flex;flex-wrap:wrap;gap:6px;align-items:center;margin:0 0 12px}
.zoom .hint{font-size:.82rem;margin-left:6px}
.plots{border-radius:6px}
.plot{margin-bottom:14px}
.plot-head{display:flex;flex-wrap:wrap;gap:2px 20px;justify-content:space-between;align-items:baseline;padding-left:64px;padding-right:10px}
.plot-head h3{margin:0}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;list-style:none;margin:0;padding:0;font-size:.82rem}
.legend li{display:flex;align-items:center;gap:6px}
.swatch{flex:none;vertical-align:-2px}
.swatch line{stroke-width:2.5;fill:none}
.line-p50{stroke:var(--link)}.line-p99{stroke:var(--unsure);stroke-dasharray:5 2}.line-maximum{stroke:var(--quiet);stroke-dasharray:1 2}
.line-throughput{stroke:var(--good)}.line-arrived{stroke:var(--unsure);stroke-dasharray:4 2}.line-answered{stroke:var(--link)}
.line-requested{stroke:var(--quiet);stroke-dasharray:2 3}.line-recovered{stroke:var(--good);stroke-dasharray:6 3}
.plots .u-cursor-x{border-right:1px solid var(--quiet)!important}
.plots .u-select{background:var(--ink);opacity:.13}
.plots .u-over{cursor:crosshair}
.note{font-size:.82rem;padding-left:64px;margin:0}
.tip{position:absolute;top:64px;z-index:3;width:max-content;max-width:min(380px,92%);background:var(--card);border:1px solid var(--line);border-radius:9px;box-shadow:0 6px 24px #0003;padding:10px 13px;font-size:.82rem;pointer-events:none}
.tip .legend{display:grid;margin:5px 0}
.tip .legend .quiet{margin-left:auto;padding-left:18px;color:var(--ink);font-weight:600}
.tip dl{margin:4px 0}
.tip dl>div{display:flex;gap:10px;justify-content:space-between}
.tip dd{text-align:right}
.tip-events{margin:6px 0 0;padding:6px 0 0;border-top:1px solid var(--line);list-style:none;font-size:.76rem;line-height:1.4}
.tip table th,.tip table td{border:0;padding:2px 12px 2px 0}
.events td{padding:5px 14px 5px 0}
.events td:nth-child(2){min-width:8.5rem}
.events .number{white-space:nowrap;text-align:right}
.more>summary,.evidence summary{cursor:pointer;color:var(--link);font-size:.88rem;width:max-content;max-width:100%}
.more[open]>summary{margin-bottom:10px}
.expectations tbody th{width:22%}
.expectations th .mark{margin-right:9px}
.expectations td{width:39%}
.log{list-style:none;margin:6px 0 0;padding:9px 13px;background:var(--soft);border-radius:8px;line-height:1.5}
.log li+li{margin-top:5px}
pre.log{white-space:pre;overflow-x:auto;max-height:32rem}
.diagnosis{margin:0;padding-left:1.3em}
.diagnosis li+li{margin-top:12px}
.diagnosis p{margin:0 0 .2rem}
.checklist tbody th{width:40%;font-weight:400}
.marked{list-style:none;padding:0;margin:10px 0 0}
.figures td,.figures th{white-space:nowrap;padding-right:20px}
.figures td:not(.words),.figures thead th:not(:first-child,.words){text-align:right}
.figures td.words{white-space:normal;min-width:220px}
.columns-of-facts{columns:330px 3;column-gap:36px}
.columns-of-facts>div{break-inside:avoid;padding-bottom:22px}
.files{margin:0;padding-left:1.2em;font-size:.86rem}
.choice label{font-size:.88rem}
.diff{table-layout:fixed;min-width:640px}
.diff td,.diff th{padding:1px 8px;border:0;white-space:pre-wrap;line-height:1.5}
.diff thead th{font-family:system-ui,sans-serif;padding-bottom:6px}
.diff col.sign{width:1.9em}
.diff td.sign{padding:1px 0 1px 6px;color:var(--quiet);user-select:none}
.diff .added{background:var(--added)}.diff .removed{background:var(--removed)}.diff .absent{background:var(--soft)}
.diff .fold td{color:var(--quiet);text-align:center;border-block:1px solid var(--line)}
.repro{display:flex;gap:12px;align-items:center;justify-content:space-between;background:var(--soft);border-radius:8px;padding:10px 14px}
.repro code{user-select:all}
fieldset legend{font-weight:650;font-size:.9rem;padding:0;float:left;width:100%;margin-bottom:8px}
.chooser{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:6px 24px;clear:both}
.chooser label{display:flex;gap:7px;align-items:center;font-size:.9rem}
.compare th,.compare td{min-width:9rem}
.compare thead th a{color:inherit;text-decoration:none;display:flex;flex-wrap:wrap;gap:6px;align-items:center}
@media screen and (max-width:720px){
.run>section,.run>fieldset,.facts{padding:14px}
.run-head h1{font-size:1.3rem}
.plot-head{padding-left:0}
.zoom .hint{display:none}
.repro{display:block}.repro button{display:block;margin-top:8px}
.tip{top:44px}
.events tr{display:flex;flex-wrap:wrap;gap:0 12px;padding:6px 0;border-top:1px solid var(--line)}
.events td{display:block;border:0;padding:1px 0}
.events td:last-child{flex:1 0 100%}
}
`;

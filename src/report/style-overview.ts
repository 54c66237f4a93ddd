// How the first page looks: the head with what failed and why, the matrix, the reasons, and how the report was made.
export const overviewStyle = `
#overview>header{padding-top:40px;padding-bottom:4px}
.top{list-style:none;margin:0 0 1.1rem;padding:0;display:grid;gap:8px;max-width:70rem}
.top li{display:flex;gap:10px;align-items:flex-start}
.top .mark{margin-top:2px}
.counts{display:flex;flex-wrap:wrap;gap:8px 22px;list-style:none;padding:0;margin:0 0 .7rem}
.counts li{display:flex;align-items:center;gap:7px}
.harness-error{color:var(--bad);margin:8px 0 0}
.key{font-size:.9rem;margin-bottom:1rem}
.filters{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0 0 14px}
.filters input{flex:0 1 240px;min-width:0}
.filters output{font-size:.85rem}
.matrix tbody th{min-width:12rem;max-width:22rem;padding-right:20px}
.matrix tbody th .quiet{display:block;font-size:.82rem;line-height:1.4}
.matrix:not(.many){table-layout:fixed}
.matrix td{min-width:7.5rem}
.matrix-place{overflow-x:auto;margin:0 -4px;padding:0 4px}
.matrix.many tbody th,.matrix.many td{padding-right:12px}
.matrix.many{font-size:.86rem}
.cell{display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 9px;color:inherit;text-decoration:none;padding:5px 7px 6px;margin:-5px -7px;border-radius:7px}
.cell:hover,.repeats a:hover{background:var(--soft)}
.cell b{font-weight:600;display:block}
.cell small{display:block;line-height:1.35}
.strip{grid-column:1/-1;width:100%;height:6px;border-radius:3px;margin-top:5px;display:block}
.plain-none{fill:var(--soft)}
.repeats{display:flex;flex-wrap:wrap;gap:2px}
.repeats a{padding:2px;border-radius:6px;line-height:0}
.skipped{color:var(--quiet);font-weight:500;display:block}
.because{display:block;line-height:1.4}
.compare-link{font-size:.82rem;font-weight:400;display:inline-block;margin-top:2px}
.plain{list-style:none;margin:0 0 .6rem;padding:0}
.plain li{padding:3px 0}
.reasons{list-style:none;margin:0;padding:0;display:grid;gap:2px}
.reasons>li{display:flex;gap:12px;padding:14px 0;border-top:1px solid var(--line)}
.reasons>li:first-child{border:0;padding-top:4px}
.reasons>li>.mark{margin-top:2px}
.reasons h3{font-size:1rem;margin:0;display:inline;margin-right:12px}
.reasons .links{display:inline-flex;flex-wrap:wrap;gap:2px 16px;font-size:.92rem;margin:0;vertical-align:baseline}
.reasons ul{margin:4px 0;padding:0;list-style:none}
.reasons p{margin:6px 0 0;color:var(--quiet);font-size:.92rem}
footer{margin:22px auto 48px;padding:18px 20px;max-width:1272px}
.pairs{margin:0;font-size:.86rem}
.pairs>div{display:flex;gap:14px;justify-content:space-between;padding:4px 0;border-top:1px solid var(--line)}
.pairs>div:first-child{border:0}
.pairs dt{flex:none;max-width:48%;font-size:inherit}
.pairs dd{text-align:right}
footer h2{font-size:.95rem;margin-bottom:.3rem}
footer .pairs>div{justify-content:flex-start}
footer .pairs dt{width:6.5em}
footer .pairs dd{text-align:left}
.answers th,.answers td{vertical-align:middle}
@media screen and (min-width:1100px){.answers td:nth-child(3),.answers td:nth-child(4){white-space:nowrap}}
.overlay{margin-top:22px}
.overlay-link{margin:0;font-size:.9rem}
.answer{font-weight:600;display:inline-flex;align-items:center;gap:6px}
.is-worse{color:var(--bad)}.is-worse::before{content:"✕" / ""}
.is-better{color:var(--good)}.is-better::before{content:"✓" / ""}
.is-same::before{content:"=" / ""}
.is-open{color:var(--unsure)}.is-open::before{content:"?" / ""}
.pairs-plot{display:block;max-width:100%}
.pairs-plot .small{fill:var(--soft)}.pairs-plot .zero{stroke:var(--quiet)}
.pairs-plot .pair{fill:var(--link);fill-opacity:.75}.pairs-plot .censored{fill:none;stroke:var(--link);stroke-width:1.5}
.pairs-plot .interval{stroke:var(--ink);stroke-width:2}.pairs-plot .middle{fill:var(--ink)}
dt{color:var(--quiet);font-size:.82rem}
dd{margin:0}
@media (max-width:1320px){footer{margin:22px 24px 48px}}
@media screen and (max-width:720px){
#overview>header{padding-top:24px}
footer{margin:18px 14px 32px}
.matrix tbody th{max-width:none;padding-bottom:6px}
.matrix td{display:grid!important;grid-template-columns:minmax(5.5rem,32%) minmax(0,1fr);gap:0 10px;align-items:start}
.matrix td.absent,.matrix td[hidden]{display:none!important}
.matrix td::before{content:attr(data-label);color:var(--quiet);font-size:.9em}
.matrix td>*{grid-column:2}
}
`;

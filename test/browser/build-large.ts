// Builds the page of a large suite, and prints how long it took and how much memory it needed.
import process from 'node:process';
import {renderHtml} from '../../src/report/html.ts';
import {largeReport} from './sample-reports.ts';

const report = largeReport({scenarios: 43, lengthMs: 50_000});
const startMs = performance.now();
const pageBytes = Buffer.byteLength(renderHtml(report));
const builtMs = performance.now() - startMs;
process.stdout.write(JSON.stringify({builtMs, pageBytes, peakBytes: process.resourceUsage().maxRSS * 1024}));

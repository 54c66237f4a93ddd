// Builds the page of a large suite, and prints how long the processor took and how much memory it needed.
import process from 'node:process';
import {renderHtml} from '../../src/report/html.ts';
import {largeReport} from './sample-reports.ts';

const report = largeReport({scenarios: 43, lengthMs: 50_000});
const before = process.threadCpuUsage();
const pageBytes = Buffer.byteLength(renderHtml(report));
const {user, system} = process.threadCpuUsage(before);
const builtMs = (user + system) / 1000;
process.stdout.write(JSON.stringify({builtMs, pageBytes, peakBytes: process.resourceUsage().maxRSS * 1024}));

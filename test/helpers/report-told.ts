// What two calls of one plan must have in common: all but instants, durations, hosts and what requests met by chance.
import type {Report, RunReport} from '../../src/report/report.ts';

export function reportTold({runs, ...report}: Report) {
	const {startedAt: _startedAt, durationMs: _durationMs, host: _host, command, ...head} = report;
	return {...head, command: command.replaceAll(/ --output \S+/g, ''), runs: runs.map(runTold)};
}

function runTold({id, scenario, title, file, gateway, config, parts, repeat, mode, repro, ...run}: RunReport) {
	return {
		about: [id, scenario, title, file, gateway, config, parts, repeat, mode, repro],
		verdict: run.verdict,
		expectations: run.expectations.map(({name, verdict, expected}) => ({name, verdict, expected})),
		fault: run.fault === null ? null : {kind: run.fault.kind, options: run.fault.options, isMet: (run.fault.witness?.count ?? 0) > 0},
		expectedCause: run.cause.expected,
		// An app that fails again and again does so as often as there is time for.
		outages: Math.min(run.outages.length, 2),
		cleanup: run.cleanup,
		files: run.files,
		fields: Object.keys(run).toSorted(),
	};
}

// The app's process ended by a signal or an error, while its container lived on: the port was closed, and connections refused.
import {directive} from '../directives.ts';
import {lifeLines, touchedByDowns} from '../run/lives.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const appKilled: DiagnosisRule = {
	kind: 'app-killed',
	summary: 'the process of an app was killed or crashed; its container lived on',
	find(evidence, left) {
		const lives = evidence.lives.filter(({how}) => how === 'killed');
		const ends = lives.flatMap(({exits}) => exits);
		const [first] = ends;
		if (first === undefined) return null;
		const hit = touchedByDowns(evidence, left, lives);
		const back = lives.every(({events}) => events.at(-1)?.what === 'port-open');
		const parts = names(lives.map(({part}) => part));
		const others = evidence.upstreams.length > lives.length;
		return {
			cause: `the process of ${parts} ended (${first.signal ?? `wait status ${first.exitCode ?? 'unknown'}`})${hit.length === 0 ? '' : `; clients got ${clientsGot(hit)}`}`,
			confidence: hit.length > 0 ? 'certain' : 'likely',
			advice: `${back ? 'It was started again: shorten that, and let another upstream take over meanwhile' : 'Nothing restarted it: run it under a supervisor with a restart policy, and give the gateway a second upstream'} (${directive('retry', evidence.gateway.name)}; ${directive('health', evidence.gateway.name)}). ${first.signal === 'SIGSEGV' || first.exitCode === 139 || first.exitCode === 134 ? 'It crashed: look for a core file and at native modules.' : 'Find who sent the signal: the kernel log tells of the OOM killer, the journal of the supervisor.'}`,
			evidence: [...lifeLines(lives), ...gatewayWords(hit)],
			against: [
				...(first.exitCode === 137 ? ['137 is any SIGKILL; neither the cgroup nor the engine tells of a lack of memory'] : []),
				...(others && hit.length > 0 ? [`${evidence.upstreams.length - lives.length} other upstreams lived on`] : []),
			],
			explains: hit,
		};
	},
};

// The scenario that `gatequake init` writes for a compose file: the container of one app is killed and started again. What is not certain of
// the stack stands at its top, for somebody who knows it.
import path from 'node:path';
import type {FoundStack} from './find-stack.ts';

/** `from`: the folder that the scenario stands in. */
export function stackScenarioText(stack: FoundStack, from: string): string {
	const {file, gateway, app, upstreams, url, isPathKnown, software, isPool, doubts, onlyOnce} = stack;
	return `${[
		`// ${file} is started as a project of the run's own. There the container of ${app} is killed, and five seconds later`,
		'// started again. All of it is gone afterwards: containers, networks, volumes, and the images that were built for it.',
		...(onlyOnce.length === 0
			? []
			: ['//', `// Stop your own copy first (docker compose down): ${onlyOnce.join(', ')} can be there only once on a machine.`]),
		...(doubts.length === 0
			? []
			: ['//', '// Not certain. To be looked at by somebody who knows the stack:', ...doubts.map((doubt) => `// - ${doubt}`)]),
		"import {compose, defineScenario, expect, killContainer} from 'gatequake';",
		'',
		'export default defineScenario({',
		`\ttitle: 'the container of ${app} is killed and started again',`,
		`\ttopology: compose('${path.posix.relative(from, file)}', {`,
		`\t\tgateway: '${gateway}',`,
		`\t\tupstreams: [${upstreams.map((upstream) => `'${upstream}'`).join(', ')}],`,
		isPathKnown
			? '\t\t// 50 GETs a second, each with a query of its own (?gq=1). The path must be answered with 2xx, without a login.'
			: '\t\t// 50 GETs a second, each with a query of its own (?gq=1). Is this path answered with 2xx, without a login? Else write another.',
		`\t\turl: '${url}',`,
		...(software === null ? [] : [`\t\tsoftware: '${software}',`]),
		'\t}),',
		'\tphases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 8000},',
		'\tfault: killContainer(),',
		'\texpect: [',
		...(isPool
			? [
					'\t\t// Others serve meanwhile. Half of the requests may fail, which is little to ask: write what your service promises.',
					'\t\texpect.slo({errorShare: [0, 0.5], recoveryMs: [0, 5000]}),',
				]
			: [
					`\t\t// Clients must notice that their only ${app} is gone, or nothing was tested; soon after it is back, all must be well.`,
					'\t\texpect.slo({errorShare: [0.02, 1], recoveryMs: [0, 5000]}),',
				]),
		'\t],',
		...(isPool ? [] : ["\tfailsWithoutFault: ['slo'],"]),
		'});',
	].join('\n')}\n`;
}

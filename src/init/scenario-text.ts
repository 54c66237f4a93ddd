// The scenario that `gatequake init` writes: one app is killed and comes back. It expects no more than any config should give.
import type {FoundApp} from './find-app.ts';
import type {FoundGateway} from './find-gateway.ts';
import type {Target, Targets} from './targets.ts';

export function scenarioText(gateway: FoundGateway, {maker}: FoundApp): string {
	const {config} = gateway;
	const pool = config?.targets.pool ?? [];
	const isOne = pool.length <= 1;
	return `${[
		isOne
			? `// The only app behind ${gateway.name} is killed, and comes back three seconds later. Nothing that clients were told was done may be lost or done`
			: `// One of ${pool.length} apps behind ${gateway.name} is killed, and comes back three seconds later. The others serve its clients. Nothing that these`,
		isOne ? '// twice, and all is well again soon after the app is back.' : '// were told was done may be lost or done twice.',
		`import {defineScenario, expect, kill, ${maker}} from 'gatequake';`,
		'',
		'export default defineScenario({',
		`\ttitle: '${isOne ? 'the app' : `one of ${pool.length} apps`} is killed and restarted',`,
		'\ttopology: {',
		...topology(config?.targets ?? null, maker, gateway.file),
		'\t},',
		...(config === null || config.targets.path === '/items' ? [] : [`\tload: {path: '${config.targets.path}'},`]),
		`\tphases: {baselineMs: 2000, faultMs: 3000, recoveryMs: ${recoveryMs(gateway) + 2000}},`,
		"\tfault: kill({signal: 'SIGKILL', restartAfterMs: 3000}),",
		'\texpect: [',
		...expectations(gateway, isOne).map((line) => `\t\t${line}`),
		'\t],',
		...(saysStatus(gateway, isOne) ? ["\tfailsWithoutFault: ['status'],"] : []),
		'});',
	].join('\n')}\n`;
}

function topology(targets: Targets | null, maker: string, file: string | null): readonly string[] {
	if (targets === null) {
		return [`\t\tupstreams: [${maker}()],`];
	}

	return [
		`\t\t// They stand in for what ${file} leads to, under the names that it has there. Your own apps are not started.`,
		`\t\tupstreams: [${[...targets.pool, ...targets.others].map((target, index) => appOf(target, maker, `app${index + 1}`)).join(', ')}],`,
	];
}

function appOf({host, port}: Target, maker: string, own: string): string {
	const options = [...(host === own ? [] : [`aliases: ['${host}']`]), ...(port === 8080 ? [] : [`port: ${port}`])];
	return options.length === 0 ? `${maker}()` : `${maker}({${options.join(', ')}})`;
}

/** HAProxy asks a server that was down several times, seconds apart, before it trusts it again. */
function recoveryMs({name, config}: FoundGateway): number {
	return config !== null && name === 'haproxy' ? 8000 : 2000;
}

/** HAProxy waits and tries again by default, so that some requests are late and good. */
function saysStatus({name, config}: FoundGateway, isOne: boolean): boolean {
	return isOne && !(config !== null && name === 'haproxy');
}

function expectations(gateway: FoundGateway, isOne: boolean): readonly string[] {
	return [
		...(saysStatus(gateway, isOne) ? ["expect.status({is: [502, 503, 504], by: 'gateway', share: [0.9, 1]}),"] : []),
		...(isOne ? [] : ["expect.noErrors({window: 'fault', share: 0.05}),"]),
		`expect.slo({recoveryMs: [0, ${recoveryMs(gateway)}], lost: 0, duplicated: 0}),`,
	];
}

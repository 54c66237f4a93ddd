// What to use on a stack that is not ours in place of a fault that needs a program inside the container.
const instead: Readonly<Record<string, string>> = {
	kill: 'use killContainer()',
	crash: 'use killContainer()',
	'crash-loop': 'use killContainer(), again and again by sequence()',
	stop: 'use killContainer()',
	freeze: 'use pause(), which stops all processes of the container',
	hang: 'use pause()',
	'stop-reading': 'use pause()',
	block: 'use pause()',
	'slow-first-byte': 'use delay() or bandwidth()',
	drip: 'use bandwidth()',
	reset: 'use reject() or resetEstablished()',
	close: 'use resetEstablished()',
	'close-reused': 'use resetEstablished()',
	'new-address': 'use killContainer()',
	'gateway-worker-kill': 'use gatewayKill()',
	'gateway-worker-stop': 'use pause() on an upstream, or gatewayKill()',
	'gateway-oom': 'use gatewayKill()',
	oom: 'use killContainer()',
	reject: "reject({with: 'rst'}) does without",
};

export function insteadOf(kind: string): string {
	return (
		instead[kind] ??
		'use what the engine and the kernel can do: killContainer(), gatewayKill(), pause(), cpuQuota(), drop(), reject(), resetEstablished(), loss(), partition(), bandwidth(), delay(), conntrackFull(), dnsDead()'
	);
}

// When an app that has exited is started again.
import type {AppSettings} from './app-settings.ts';

/** An order to kill decides over the policy: `restartAtMonoMs` null means that the app stays down. */
export interface KillOrder {
	readonly restartAtMonoMs: number | null;
}

/** Delay from now; null: not at all. */
export function restartDelayMs(
	settings: Pick<AppSettings, 'restart' | 'restartDelayMs'>,
	exitCode: number,
	order: KillOrder | null,
	nowMonoMs: number,
): number | null {
	if (order !== null) {
		return order.restartAtMonoMs === null ? null : Math.max(0, order.restartAtMonoMs - nowMonoMs);
	}

	const isWanted = settings.restart === 'always' || (settings.restart === 'on-failure' && exitCode !== 0);
	return isWanted ? settings.restartDelayMs : null;
}

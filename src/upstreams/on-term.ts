// What the app does on SIGTERM.
import type {TermHabit} from './app-settings.ts';

/** `drain` is what an app does that ends in good order. */
export function onTerm(habit: TermHabit, drain: () => void): void {
	if (habit === 'die') {
		// The kernel's own way, for a process without a handler.
		return;
	}

	process.on('SIGTERM', () => {
		if (habit === 'drain') {
			drain();
		}
	});
}

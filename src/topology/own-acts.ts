// Tells what a run itself does to containers that are somebody else's from what becomes of them otherwise. One that ends, is started again or
// is removed by itself or by somebody else in the middle of a run makes errors of its own, which must not be taken for those of the fault.
import type {EngineEvent, ForeignContainer, RunningContainer} from '../runtime/runtime.ts';

export interface OwnActs {
	/** The same container. What is done to it through this one is known as the run's. */
	through(foreign: ForeignContainer): ForeignContainer;
	/** Is told everything that the engine reports. */
	saw(event: EngineEvent): void;
	/** What nobody here has done, by the container's id, in order. */
	others(): ReadonlyMap<string, readonly EngineEvent[]>;
}

export function ownActs(): OwnActs {
	/** Of our acts, by the container's id: what the engine has still to report. */
	const awaited = new Map<string, string[]>();
	const others = new Map<string, EngineEvent[]>();
	/** Takes it off the list; false where it was not on it. */
	const take = (id: string, action: string): boolean => {
		const actions = awaited.get(id) ?? [];
		const index = actions.indexOf(action);
		if (index !== -1) actions.splice(index, 1);
		return index !== -1;
	};
	const acting = async (id: string, actions: readonly string[], act: () => Promise<void>) => {
		awaited.get(id)?.push(...actions);
		try {
			await act();
		} catch (error) {
			// Nothing was done, so nothing more is to come of it.
			for (const action of actions) take(id, action);
			throw error;
		}
	};
	return {
		through(foreign) {
			awaited.set(foreign.container.id, []);
			others.set(foreign.container.id, []);
			return {...foreign, container: actingContainer(foreign.container, acting)};
		},
		saw(event) {
			if (event.action in told && !take(event.containerId, event.action)) others.get(event.containerId)?.push(event);
		},
		others: () => others,
	};
}

type Acting = (id: string, actions: readonly string[], act: () => Promise<void>) => Promise<void>;

function actingContainer(container: RunningContainer, acting: Acting): RunningContainer {
	const {id, part} = container;
	const reported = async (actions: readonly string[], act: () => Promise<void>) => {
		await acting(id, actions, act);
	};
	return {
		id,
		part,
		get address() {
			return container.address;
		},
		get addresses() {
			return container.addresses;
		},
		get control() {
			return container.control;
		},
		inspect: async () => await container.inspect(),
		kill: async (signal) => await reported(signal === 'SIGKILL' ? ['kill', 'die'] : ['kill'], async () => await container.kill(signal)),
		start: async () => await reported(['start'], async () => await container.start()),
		pause: async () => await reported(['pause'], async () => await container.pause()),
		unpause: async () => await reported(['unpause'], async () => await container.unpause()),
		update: async (limits) => await reported(['update'], async () => await container.update(limits)),
		// Its stop signal, and SIGKILL where that did not do.
		stop: async (timeoutSeconds) => await reported(['kill', 'kill', 'die'], async () => await container.stop(timeoutSeconds)),
		exec: async (command, timeoutMs) => await container.exec(command, timeoutMs),
		putFiles: async (files) => await container.putFiles(files),
		readFiles: async (path) => await container.readFiles(path),
		logs: async (tailLines) => await container.logs(tailLines),
		[Symbol.asyncDispose]: async () => await container[Symbol.asyncDispose](),
	};
}

/** What the engine reports that a run must not be silent about; the rest (a health check, a look inside) changes nothing. */
const told: Readonly<Record<string, (event: EngineEvent) => string>> = {
	kill: ({signal}) => `was sent ${signal === undefined ? 'a signal' : `signal ${signal}`}`,
	die: ({exitCode}) => `ended with exit code ${exitCode ?? 'unknown'}`,
	oom: () => 'ran out of memory',
	start: () => 'was started',
	pause: () => 'was paused',
	unpause: () => 'was unpaused',
	update: () => 'was given other limits',
	destroy: () => 'was removed',
};

const mostTold = 6;

/** A sentence about one container; null where nobody else did anything to it. */
export function disturbanceOf(name: string, events: readonly EngineEvent[], atMs: (event: EngineEvent) => number): string | null {
	const [first] = events;
	if (first === undefined) return null;
	const words = events.slice(0, mostTold).map((event) => `${told[event.action]?.(event) ?? event.action} at ${atMs(event).toFixed(0)} ms`);
	const more = events.length > mostTold ? `, and ${events.length - mostTold} times more something was done to it` : '';
	return `${name} (${first.part}) ${words.join(', ')}${more}, and no fault of this run did that: what came of it cannot be told from the fault`;
}

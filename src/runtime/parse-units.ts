// What `systemctl show` prints of units: blocks of `Name=value`, an empty line between two.
import type {HostUnit} from './host-facts.ts';

/** What has to be asked for. */
export const unitProperties = ['Id', 'ActiveState', 'SubState', 'Result', 'NRestarts', 'ExecMainStatus', 'MainPID'] as const;

export function parseUnits(text: string): readonly HostUnit[] {
	return text.split(/\n{2,}/).flatMap((block) => {
		const values = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const));
		const id = values.get('Id');
		if (id === undefined || id === '') return [];
		return [
			{
				id,
				state: values.get('ActiveState') ?? '',
				subState: values.get('SubState') ?? '',
				result: values.get('Result') ?? '',
				// Versions before 235 do not count them.
				restarts: Number(values.get('NRestarts') ?? 0),
				exitStatus: Number(values.get('ExecMainStatus') ?? 0),
				mainPid: Number(values.get('MainPID') ?? 0),
			},
		];
	});
}

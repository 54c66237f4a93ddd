import test from 'ava';
import {parseUnits} from '../../src/runtime/parse-units.ts';

/** As systemctl 252 prints them. */
const shown = `Id=nginx.service
ActiveState=active
SubState=running
Result=success
NRestarts=0
ExecMainStatus=0
MainPID=812

ExecMainStatus=1
NRestarts=5
MainPID=0
Id=app.service
Result=start-limit-hit
ActiveState=failed
SubState=failed

Id=old.service
ActiveState=inactive
SubState=dead
Result=success
MainPID=0
`;

test('units are read whatever the order of what is told of them', (t) => {
	t.deepEqual(parseUnits(shown), [
		{id: 'nginx.service', state: 'active', subState: 'running', result: 'success', restarts: 0, exitStatus: 0, mainPid: 812},
		{id: 'app.service', state: 'failed', subState: 'failed', result: 'start-limit-hit', restarts: 5, exitStatus: 1, mainPid: 0},
		{id: 'old.service', state: 'inactive', subState: 'dead', result: 'success', restarts: 0, exitStatus: 0, mainPid: 0},
	]);
	t.deepEqual(parseUnits(''), []);
});

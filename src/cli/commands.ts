// The table of commands, in the order in which `gatequake --help` lists them. To add one: a file for it, and a line here.
import type {Command} from './command.ts';
import {collectCommand} from './collect.ts';
import {compareCommand} from './compare.ts';
import {diagnoseCommand} from './diagnose.ts';
import {doctor} from './doctor.ts';
import {exportCommand} from './export.ts';
import {imagesCommand} from './images.ts';
import {init} from './init.ts';
import {judgeCommand} from './judge.ts';
import {lintCommand} from './lint.ts';
import {list} from './list.ts';
import {mergeCommand} from './merge.ts';
import {run} from './run.ts';
import {sendCommand} from './send.ts';
import {sweepCommand} from './sweep.ts';

export const commands: Readonly<Record<string, Command>> = {
	run,
	init,
	compare: compareCommand,
	merge: mergeCommand,
	collect: collectCommand,
	send: sendCommand,
	judge: judgeCommand,
	diagnose: diagnoseCommand,
	lint: lintCommand,
	export: exportCommand,
	list,
	doctor,
	images: imagesCommand,
	sweep: sweepCommand,
};

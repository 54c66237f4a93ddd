// `gatequake doctor`: what is there on this machine, what is missing, and how to mend it.
import {existsSync} from 'node:fs';
import {GatequakeError, exitCodes} from '../error.ts';
import {connectEngine} from '../runtime/engine.ts';
import {readArguments} from './arguments.ts';
import type {Command} from './command.ts';
import {newRunId} from '../run/report-folder.ts';
import {isBuilt} from '../runtime/images.ts';
import {openRuntime} from '../runtime/open-runtime.ts';
import {kernelReport} from '../topology/kernel-report.ts';
import type {KernelRow} from '../topology/kernel-report.ts';

export const doctor: Command = {
	summary: 'what is missing on this machine, and how to mend it',
	help: `Usage: gatequake doctor

Checks Node, the container engine, its API version, cgroups, what builds images where no registry answers, and what the kernel offers
to network faults.

Examples:
  gatequake doctor
  DOCKER_HOST=unix:///run/user/1000/docker.sock gatequake doctor
`,
	async run({argv, stdout, signal}) {
		readArguments(argv, {}, 'doctor');
		const say = (ok: boolean, text: string) => {
			stdout.write(`${ok ? 'ok  ' : 'MISS'} ${text}\n`);
			return ok;
		};

		const checks = [say(Number(process.versions.node.split('.')[0]) >= 24, `Node ${process.versions.node} (24 or newer is needed)`)];
		try {
			const {docker, info} = await connectEngine();
			checks.push(
				say(true, `engine ${info.name} ${info.version}, API ${info.apiVersion} (1.41 or newer is needed)`),
				say(
					true,
					`kernel ${info.kernel}, ${info.cpus} CPUs, ${(info.memoryBytes / 2 ** 30).toFixed(1)} GiB, cgroup ${info.cgroup}, ${info.storageDriver}`,
				),
				say(info.cpus >= 2, `${info.cpus} CPUs: two or more keep the load generator apart from what it measures`),
			);
			// Few scenarios need them, and each says so: what is missing is told, and is no reason to fail.
			for (const {summary, missing} of await kernelRows(docker, signal)) {
				say(missing === null, missing ?? summary);
			}
		} catch (error) {
			if (!(error instanceof GatequakeError)) {
				throw error;
			}

			checks.push(say(false, `${error.message}${error.hint === undefined ? '' : `\n     ${error.hint}`}`));
		}

		const builders = ['/usr/bin/mmdebstrap', '/usr/sbin/debootstrap'].filter((file) => existsSync(file));
		say(
			true,
			builders.length > 0
				? `${builders.join(', ')}: images can be made without a registry`
				: 'no mmdebstrap: images need a registry that answers (apt-get install mmdebstrap)',
		);
		return checks.every(Boolean) ? exitCodes.pass : exitCodes.usage;
	},
};

async function kernelRows(docker: Awaited<ReturnType<typeof connectEngine>>['docker'], signal: AbortSignal): Promise<readonly KernelRow[]> {
	if (!(await isBuilt(docker, 'netfault'))) {
		return [
			{summary: 'network faults: not tried, for their image is built with the first of them (`gatequake run syn-dropped`)', missing: null},
		];
	}

	await using runtime = await openRuntime({runId: newRunId(), keep: false, progress: () => {}, signal});
	return await kernelReport(runtime);
}

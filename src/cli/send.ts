// `gatequake send`: sends a report to where the others of its plan are collected, once more or for the first time.
import {GatequakeError, exitCodes} from '../error.ts';
import {readArguments} from './arguments.ts';
import type {Command} from './command.ts';
import {sendFrom} from './send-from.ts';

export const sendCommand: Command = {
	summary: 'sends a report to `gatequake collect`, into an S3 bucket or into a folder',
	help: `Usage: gatequake send REPORT URL|s3://BUCKET/FOLDER|DIR

Sends a report with all that its runs saved, as \`gatequake run --send\` does when it has written one. What has arrived before is not sent again,
and a report that was sent twice counts once. A collector wants its token in GATEQUAKE_TOKEN; a bucket the usual variables: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, and AWS_ENDPOINT_URL for a store that is not Amazon's.

Examples:
  GATEQUAKE_TOKEN=… gatequake send /tmp/shard1 http://collector:7420
  AWS_REGION=eu-central-1 gatequake send /tmp/shard1 s3://reports/nightly
  gatequake send /tmp/shard1 /mnt/shared/reports
`,
	async run(context) {
		const {words} = readArguments(context.argv, {}, 'send');
		const [folder, to] = words;
		if (folder === undefined || to === undefined || words.length > 2) {
			throw new GatequakeError(`expected a report and where to send it, and ${words.length} words came`, {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake send reports/… http://collector:7420',
			});
		}

		await sendFrom({folder, to}, context);
		return exitCodes.pass;
	},
};

// A reporter of one's own: a line a run, with its outage, to be pasted into a chat. Named by `--reporter ./outages.ts`; a file name of null
// prints it.
import {defineReporter} from 'gatequake';

export default defineReporter({
	summary: 'a line a run, with its outage',
	output: {
		fileName: 'outages.txt',
		*render({runs}) {
			for (const {scenario, gateway, verdict, outages} of runs()) {
				const lengthMs = outages.reduce((sum, outage) => sum + outage.lengthMs, 0);
				yield `${scenario} on ${gateway.label}: ${verdict}, ${(lengthMs / 1000).toFixed(1)} s without service\n`;
			}
		},
	},
});

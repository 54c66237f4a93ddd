// autocannon in a process of its own: `node run-autocannon.ts OPTIONS` with autocannon's options in JSON. Prints a line when it begins and its
// result in JSON at the end. In a worker thread, as AVA's tests are, autocannon gives only raw parts of its result.
import autocannon, {type Options} from 'autocannon';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the callers are tests, and autocannon checks its options.
const options = JSON.parse(process.argv[2] ?? '{}') as Options;
process.stdout.write('started\n');
process.stdout.write(`${JSON.stringify(await autocannon(options))}\n`);

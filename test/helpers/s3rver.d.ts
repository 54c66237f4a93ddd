// What the tests use of the S3 server; the package has no types of its own.
declare module '@20minutes/s3rver' {
	import type {Server} from 'node:http';
	import type {AddressInfo} from 'node:net';

	export default class S3rver {
		constructor(options: {
			readonly address: string;
			readonly port: number;
			readonly silent: boolean;
			readonly directory: string;
			readonly vhostBuckets: boolean;
			readonly configureBuckets: readonly {readonly name: string}[];
		});
		readonly httpServer: Server;
		readonly store: {deleteBucket(name: string): Promise<void>; listObjects(name: string): Promise<unknown>};
		run(): Promise<AddressInfo>;
		close(): Promise<void>;
		on(event: 'event', listener: () => void): this;
	}
}

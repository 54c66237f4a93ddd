// Loaded before a program (`node --import`), in each of its threads: another machine's monotonic clock, with another beginning and another
// rate. SHIFTED_CLOCK is `milliseconds,parts per million`.
const [shiftMs = 0, ppm = 0] = (process.env['SHIFTED_CLOCK'] ?? '').split(',').map(Number);
const rate = 1 + ppm / 1e6;
const bigint = process.hrtime.bigint.bind(process.hrtime);
const now = performance.now.bind(performance);
process.hrtime.bigint = () => BigInt(Math.round((Number(bigint()) / 1e6) * rate * 1e6 + shiftMs * 1e6));
performance.now = () => now() * rate;

/**
 * got notes when each part of a request begins and ends, with a dozen listeners on the request, its connection and its
 * answer. Nobody reads these timings; here they are undefined. Gains 2 MB of memory with 1,000 deployments.
 */
export default function timer() {}

/** Made for got's option `dnsCache`. It loads node:dns at once: left out, it gains 0.5 % of the instructions. */
export default class DnsCache {
  constructor() {
    throw new Error("got's option dnsCache is left out of this build");
  }
}

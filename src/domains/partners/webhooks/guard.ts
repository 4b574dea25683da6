/** Where the server may call: never its own network. An address that a company types must not open a door from within (SSRF). */
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const inside = new BlockList();
for (const [net, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4]] as const) inside.addSubnet(net, bits, 'ipv4');
// Of IPv6 only what is routed in public (2000::/3), less what carries an IPv4 address or documentation.
for (const [net, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const) inside.addSubnet(net, bits, 'ipv6');
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');

/** True for an address on the public network. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, 'ipv4');
  return family === 6 && routed.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}

export type UrlFault = 'not-a-url' | 'not-https' | 'inside' | 'secret-in-url' | 'port';
/** Why an address cannot be told; null when it can. @param local a demonstration may call http://localhost */
export function urlFault(text: string, local: boolean): UrlFault | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return 'not-a-url';
  if (url.username || url.password) return 'secret-in-url';
  if (local && isLocal(url)) return null;
  if (url.protocol !== 'https:') return 'not-https';
  if (url.port) return 'port';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? (isPublic(host) ? null : 'inside') : (/(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/.test(host) || !host.includes('.') ? 'inside' : null);
}

/** The receiver of a demonstration, on this very machine. */
export const isLocal = ({ protocol, hostname }: URL): boolean => (protocol === 'http:' || protocol === 'https:') && hostname === 'localhost';

/** Resolves a name at the moment of the call and connects to what was checked: a name that changes its mind is refused. */
export const publicLookup: LookupFunction = lookupOf(lookup as Resolver);

export type Resolver = (hostname: string, options: LookupAllOptions, done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void) => void;
/** The same over any resolver. One private address among the answers refuses them all. */
export function lookupOf(resolve: Resolver): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const refused = error ?? (found.length && found.every(({ address }) => isPublic(address)) ? null : Object.assign(new Error('private address'), { code: 'EPRIVATE' }));
      if (refused) return done(refused, '', 4);
      const [first] = found as [LookupAddress];
      return options.all ? done(null, found) : done(null, first.address, first.family);
    });
  };
}

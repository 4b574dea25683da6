/** A small strict reader of iCalendar by the rules of lines of RFC 5545 (§3.1, §3.3, §3.6): it refuses what a calendar program might. */
export type Component = { name: string; properties: Map<string, { params: string; value: string }[]>; components: Component[] };

const LINE = /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/su;
const UTC = /^(\d{4})(\d{2})(\d{2})T([01]\d|2[0-3])([0-5]\d)([0-5]\d)Z$/;
const ONCE: Readonly<Record<string, readonly string[]>> = { VCALENDAR: ['PRODID', 'VERSION', 'CALSCALE', 'METHOD', 'NAME'], VEVENT: ['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SEQUENCE', 'SUMMARY', 'LOCATION', 'DESCRIPTION', 'STATUS'] };
const NEEDED: Readonly<Record<string, readonly string[]>> = { VCALENDAR: ['PRODID', 'VERSION'], VEVENT: ['UID', 'DTSTAMP', 'DTSTART'] };
const INSTANTS = ['DTSTAMP', 'DTSTART', 'DTEND'];
const TEXTS = ['SUMMARY', 'LOCATION', 'DESCRIPTION', 'NAME', 'X-WR-CALNAME', 'UID'];

/** @returns the calendar; throws a sentence where a rule is broken */
export function readCalendar(file: string): Component {
  if (!file.endsWith('\r\n')) throw new Error('the last line does not end');
  const physical = file.slice(0, -2).split('\r\n');
  for (const line of physical) {
    if (Buffer.byteLength(line) > 75) throw new Error(`more than 75 octets: ${line}`);
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) throw new Error(`a control sign: ${JSON.stringify(line)}`);
    if (line === '') throw new Error('an empty line');
  }
  const stack: Component[] = [];
  let root: Component | undefined;
  for (const line of physical.join('\r\n').replaceAll(/\r\n[ \t]/g, '').split('\r\n')) {
    const [, name = '', params = '', value = ''] = LINE.exec(line) ?? [];
    if (!name) throw new Error(`not a content line: ${line}`);
    if (root && !stack.length) throw new Error('something after the calendar');
    if (name === 'BEGIN') {
      const one: Component = { name: value, properties: new Map(), components: [] };
      stack.at(-1)?.components.push(one);
      root ??= one;
      stack.push(one);
    } else if (name === 'END') {
      const one = stack.pop();
      if (one?.name !== value) throw new Error(`END:${value} where ${one?.name ?? 'nothing'} was open`);
      close(one);
    } else {
      const open = stack.at(-1);
      if (!open) throw new Error(`${name} outside of all`);
      open.properties.set(name, [...open.properties.get(name) ?? [], { params, value: TEXTS.includes(name) ? textOf(value) : value }]);
    }
  }
  if (!root || stack.length) throw new Error('the calendar is not closed');
  return root;
}

/** The one value of a property; throws where there is none. */
export function valueOf({ name, properties }: Component, property: string): string {
  const found = properties.get(property)?.[0]?.value;
  if (found === undefined) throw new Error(`${name} without ${property}`);
  return found;
}

/** The instant of a UTC date-time. */
export function instantIn(text: string): Date {
  const [, y, mo, d, h, mi, s] = UTC.exec(text) ?? [];
  const at = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (!y || Number.isNaN(at.getTime()) || at.toISOString().slice(8, 10) !== d) throw new Error(`no instant: ${text}`);
  return at;
}

function close(one: Component): void {
  for (const property of NEEDED[one.name] ?? []) valueOf(one, property);
  for (const property of ONCE[one.name] ?? []) if ((one.properties.get(property)?.length ?? 0) > 1) throw new Error(`${property} twice`);
  for (const property of INSTANTS) if (one.properties.has(property)) instantIn(valueOf(one, property));
  if (one.properties.has('DTEND') && instantIn(valueOf(one, 'DTEND')) <= instantIn(valueOf(one, 'DTSTART'))) throw new Error('ends before it begins');
  if (one.name === 'VCALENDAR' && valueOf(one, 'VERSION') !== '2.0') throw new Error('another version');
  if (one.properties.has('SEQUENCE') && !/^\d+$/.test(valueOf(one, 'SEQUENCE'))) throw new Error('SEQUENCE is no number');
  if (one.properties.has('STATUS') && !['TENTATIVE', 'CONFIRMED', 'CANCELLED'].includes(valueOf(one, 'STATUS'))) throw new Error('no such STATUS');
  const uids = one.components.map((event) => valueOf(event, 'UID'));
  if (new Set(uids).size !== uids.length) throw new Error('one UID for two events');
}

function textOf(value: string): string {
  if (/(^|[^\\])(\\\\)*[;,]/.test(value) || /(^|[^\\])(\\\\)*\\([^\\;,nN]|$)/.test(value)) throw new Error(`not escaped: ${value}`);
  return value.replace(/\\([\\;,nN])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
}

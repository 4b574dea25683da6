/** iCalendar (RFC 5545), the few lines of it that an appointment needs: UTC instants, folded lines, escaped text. */
export type CalendarEvent = {
  /** Never changes: a calendar that reads the file again replaces the event. */
  uid: string;
  /** Higher at each change. */
  sequence: number;
  start: string;
  end: string;
  summary: string;
  location?: string;
  description?: string;
  cancelled?: boolean;
};

/** A calendar file. `method` PUBLISH: it is shown, nobody is invited. `now`: when it was written. */
export function icalendar(name: string, events: readonly CalendarEvent[], now: string): string {
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//SITT//Rendez-vous//FR', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', `X-WR-CALNAME:${escaped(name)}`, `NAME:${escaped(name)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...events.flatMap((one) => [
      'BEGIN:VEVENT', `UID:${one.uid}@sitt`, `DTSTAMP:${stamp(now)}`, `SEQUENCE:${one.sequence}`, `DTSTART:${stamp(one.start)}`, `DTEND:${stamp(one.end)}`, `SUMMARY:${escaped(one.summary)}`,
      ...(one.location ? [`LOCATION:${escaped(one.location)}`] : []), ...(one.description ? [`DESCRIPTION:${escaped(one.description)}`] : []),
      `STATUS:${one.cancelled ? 'CANCELLED' : 'CONFIRMED'}`, 'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** 2026-12-01T21:00:00.000Z → 20261201T210000Z. */
const stamp = (instant: string): string => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');

// No control sign may stand in a text (RFC 5545, 3.3.11): a line's end is written, the others go
const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r\n|\r|\n/g, '\\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** At most 75 octets a line, never within a sign; what follows begins with a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const sign of line) {
    if (Buffer.byteLength(part + sign) > (parts.length ? 74 : 75)) {
      parts.push(part);
      part = '';
    }
    part += sign;
  }
  return [...parts, part].join('\r\n ');
}

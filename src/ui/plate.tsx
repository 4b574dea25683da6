/** The registration number as it is read on the vehicle: « 412 345 NC » in black on white. Other series as they are. */
export function PlateBadge({ plate, size = 'm', withdrawn = false }: { plate: string; size?: 's' | 'm' | 'l'; withdrawn?: boolean }) {
  const parts = /^(\d+)\s*([A-Z]+)$/.exec(plate.trim().toUpperCase().replace(/(?<=\d)\s+(?=\d)/g, ''));
  return (
    <span class={`sitt-plate sitt-plate--${size}${withdrawn ? ' sitt-plate--void' : ''}`} translate={false}>
      {parts ? <>{thousands(parts[1] as string)}<span class="sitt-plate__series">{'\u00a0'}{parts[2]}</span></> : plate.replaceAll(' ', '\u00a0')}
      {withdrawn ? <span class="govuk-visually-hidden"> (numéro retiré)</span> : null}
    </span>
  );
}

function thousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

import type { Evidence, Examined } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Tag } from '../../ui/index.ts';

/** Why the act of a professional is odd, for whoever examines it: every reason, its points, and what shows it. Never shown at the professional's door. */
export function Oddness({ found }: { found: Examined | undefined }) {
  if (!found?.reasons.length) return null;
  return (
    <Banner kind={found.held && !found.released ? 'warning' : 'information'} title={titleOf(found)}>
      <Reasons of={found} />
      <p class="govuk-body govuk-!-margin-bottom-0">Un score n’est pas une faute : il dit où regarder. Le professionnel lit seulement « examen demandé ».</p>
    </Banner>
  );
}

function titleOf({ held, released, score, sent_at }: Examined): string {
  const state = held ? (released ? 'acte libéré par le gestionnaire' : 'acte retenu avant d’être fait') : score >= territory.parameter('partnerTwoPersonsScore', sent_at.toISOString().slice(0, 10)).value ? 'deux agents examinent' : 'à regarder';
  return `Anomalie : ${score} points, ${state}`;
}

/** @param opens whether the reader may open what shows it: no link where the door would refuse */
export function Reasons({ of: { reasons }, opens = true }: { of: Pick<Examined, 'reasons'>; opens?: boolean }) {
  return <ul class="govuk-list govuk-list--bullet">{reasons.map(({ said, points, evidence }) => <li>{said} <Tag kind="neutral">{points}</Tag> {opens ? <Shown evidence={evidence} /> : null}</li>)}</ul>;
}

/** A burst has dozens: the newest are linked, the others are in the chronology. */
const MOST_LINKS = 3;

/** Where the evidence is read: dossiers and vehicles have a page; an act is in the chronology of its vehicle. */
function Shown({ evidence }: { evidence: readonly Evidence[] }) {
  const pages = { dossier: '/guichet/dossiers/', vehicle: '/guichet/vehicules/' };
  const links = evidence.flatMap(({ kind, id }) => (kind === 'act' ? [] : [{ href: `${pages[kind]}${id}`, label: kind === 'dossier' ? 'dossier' : 'véhicule' }]));
  return <>{links.slice(0, MOST_LINKS).map(({ href, label }, index) => <>{index ? ', ' : ''}<a class="govuk-link" href={href}>{label}{links.length > 1 ? ` ${index + 1}` : ''}</a></>)}{links.length > MOST_LINKS ? ` et ${links.length - MOST_LINKS} autres` : ''}</>;
}

import { appealNames, hearingStanding, judgmentWords, type DecisionState, type Hearing, type Judgment, type LodgedAppeal, type Silence } from '../../core/demarche/index.ts';
import { addMonths, today as dayOf, type LawDate } from '../../core/values/time.ts';
import { Card } from '../card.tsx';
import { Inset } from '../notice.tsx';
import { SummaryList } from '../summary-list.tsx';
import { Tag } from '../tag.tsx';
import { DateFr, DateTimeFr } from '../values.tsx';
import type { Cite } from './views.ts';

export type DecisionPanelProps = {
  state: DecisionState; silence: Silence | null; today: LawDate; cite: Cite;
  /** The day on which a file that is not decided yet was complete. */
  completeOn?: LawDate | null;
  /** True on the person's own page. */
  mine?: boolean;
};

/** Everything that was decided, or may be, against an applicant: hearing, refusal, appeals, judgments, silence. Texts and dates, for any démarche. */
export function DecisionPanel({ state, silence, today, cite, completeOn, mine = false }: DecisionPanelProps) {
  const { hearing, refused, appeals = [], judgments = [] } = state;
  return (
    <>
      {silence ? <SilenceNote silence={silence} /> : completeOn ? <Inset>Dossier complet le <DateFr date={completeOn} />. Le silence de l’administration ne vaut ici ni accord ni refus : une réponse sera donnée.</Inset> : null}
      {hearing ? <HearingCard hearing={hearing} today={today} cite={cite} mine={mine} /> : null}
      {refused ? (
        <Card title="Refus signé">
          <SummaryList rows={[
            { label: 'Signé le', value: <DateTimeFr at={new Date(refused.on)} /> },
            { label: 'Motifs', value: refused.reasons ?? 'Effacés' }, { label: 'Textes', value: <Texts ids={refused.texts} cite={cite} /> },
            { label: 'Voies de recours', value: <ul class="govuk-list govuk-!-margin-bottom-0">{refused.appeals.map(({ kind, before, months, toConfirm }) => (
              <li>{capital(appealNames[kind])} devant {before}, jusqu’au <DateFr date={addMonths(dayOf(new Date(refused.on)), months)} /> ({months} mois){toConfirm ? <> <ToConfirm /></> : null}</li>
            ))}</ul> },
          ]} />
        </Card>
      ) : null}
      {[...appeals].reverse().map((one) => <AppealCard appeal={one} cite={cite} today={today} />)}
      {[...judgments].reverse().map((one) => <JudgmentCard judgment={one} />)}
    </>
  );
}

/** When the file was complete, and what silence will mean from which day: the machine itself does nothing on that day. */
export function SilenceNote({ silence: { completeOn, on, means, passed, toConfirm } }: { silence: Silence }) {
  const meaning = means === 'refusal' ? 'comme refusée' : 'comme acceptée';
  return (
    <Inset>
      Dossier complet le <DateFr date={completeOn} />. {passed ? <>Sans réponse depuis le <DateFr date={on} />, la demande est à considérer {meaning} ; un agent peut encore décider{means === 'refusal' ? ', et ce silence se conteste' : ''}.</>
        : <>Sans réponse le <DateFr date={on} />, la demande sera à considérer {meaning}.</>}{toConfirm ? <> <ToConfirm /></> : null}
    </Inset>
  );
}

function HearingCard({ hearing, today, cite, mine }: { hearing: Hearing; today: LawDate; cite: Cite; mine: boolean }) {
  const standing = hearingStanding({ hearing }, today);
  return (
    <Card title={mine ? 'Avant de décider : vos observations' : 'Avant de décider : les observations de la personne'}>
      <SummaryList rows={[
        { label: 'Refus envisagé le', value: <DateTimeFr at={new Date(hearing.openedAt)} /> }, { label: 'Raisons', value: hearing.grounds ?? 'Effacées' },
        { label: 'Textes', value: <Texts ids={hearing.texts} cite={cite} /> },
        { label: 'Réponse attendue', value: <>jusqu’au <DateFr date={hearing.until} /> {hearing.toConfirm ? <ToConfirm /> : null} {standing === 'lapsed' ? <Tag kind="warning">délai passé sans réponse</Tag> : null}</> },
        ...hearing.answers.map((one) => ({ label: 'Observations', value: <><p class="govuk-body govuk-!-margin-bottom-1">{one.text ?? 'Effacées'}</p><DateTimeFr at={new Date(one.at)} />{one.by === 'agent' ? ', au guichet' : ''} {one.late ? <Tag kind="warning">hors délai</Tag> : null}</> })),
      ]} />
    </Card>
  );
}

function AppealCard({ appeal, cite, today }: { appeal: LodgedAppeal; cite: Cite; today: LawDate }) {
  const { decided, answerBy } = appeal;
  return (
    <Card title={`${capital(appealNames[appeal.kind])} n° ${appeal.receipt}`}>
      <SummaryList rows={[
        { label: 'Reçu le', value: <><DateTimeFr at={new Date(appeal.lodgedAt)} />{appeal.by === 'agent' ? ', au guichet' : ''} {appeal.late ? <Tag kind="warning">hors délai</Tag> : null}</> },
        { label: 'Devant', value: appeal.before }, { label: 'Contre', value: appeal.against === 'refusal' ? 'le refus' : 'le silence de l’administration' },
        { label: 'Délai pour contester', value: <>jusqu’au <DateFr date={appeal.deadline} /> {appeal.toConfirm ? <ToConfirm /> : null}</> },
        { label: 'Raisons', value: appeal.grounds ?? 'Effacées' },
        ...(decided ? [
          { label: 'Réponse', value: <><Tag kind={decided.outcome === 'reversed' ? 'success' : 'danger'}>{decided.outcome === 'reversed' ? 'recours accueilli, dossier rouvert' : 'refus confirmé'}</Tag> <DateTimeFr at={new Date(decided.at)} /></> },
          ...(decided.reasons ? [{ label: 'Motifs', value: decided.reasons }] : []), { label: 'Textes', value: <Texts ids={decided.texts} cite={cite} /> },
        ] : answerBy ? [{ label: 'Réponse', value: answerBy < today ? <>Sans réponse depuis le <DateFr date={answerBy} /> : à considérer comme rejeté {appeal.toConfirm ? <ToConfirm /> : null}</> : <>Attendue ; sans réponse le <DateFr date={answerBy} />, à considérer comme rejeté {appeal.toConfirm ? <ToConfirm /> : null}</> }] : [{ label: 'Réponse', value: 'Celle du tribunal' }]),
      ]} />
    </Card>
  );
}

function JudgmentCard({ judgment }: { judgment: Judgment }) {
  return (
    <Card title={`Jugement n° ${judgment.reference}`}>
      <SummaryList rows={[
        { label: 'Juridiction', value: judgment.court }, { label: 'Rendu le', value: <DateFr date={judgment.on} /> },
        { label: 'Sens', value: <><Tag kind={judgment.outcome === 'dismissed' ? 'neutral' : 'success'}>{judgmentWords[judgment.outcome]}</Tag>{judgment.reopens ? ' Le dossier est rouvert.' : ''}</> },
        ...(judgment.within ? [{ label: 'Nouvelle décision avant le', value: <DateFr date={judgment.within} /> }] : []), ...(judgment.summary ? [{ label: 'Dispositif', value: judgment.summary }] : []),
      ]} />
    </Card>
  );
}

function Texts({ ids, cite }: { ids: readonly string[]; cite: Cite }) {
  return <ul class="govuk-list govuk-!-margin-bottom-0">{ids.map((id) => <li>{cite(id).title}, {cite(id).reference}</li>)}</ul>;
}

const ToConfirm = () => <Tag kind="warning">à confirmer</Tag>;
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

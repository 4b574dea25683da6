import { Icon, type IconName } from './icon.tsx';
import type { DoorId } from './masthead.tsx';

export type DoorCardProps = {
  id: DoorId;
  name: string;
  text: string;
  /** None: the door is not built yet, and the card says so. */
  href?: string | undefined;
  /** One-click identities of a demonstration register: POST, since they log in. */
  demo?: readonly DemoEntry[] | undefined;
  csrf?: string | undefined;
  /** Where the identities that are not shown wait. */
  more?: { readonly href: string; readonly label: string } | undefined;
};
export type DemoEntry = { label: string; hint?: string | undefined; action: string; fields: Readonly<Record<string, string>> };

const ICONS: Readonly<Record<DoorId, IconName>> = { citizen: 'person', counter: 'counter', professional: 'professional', police: 'police', kiosk: 'kiosk', steering: 'steering', public: 'public', api: 'professional' };

/** All the doors of the house. */
export function DoorGrid({ doors }: { doors: readonly DoorCardProps[] }) {
  return <ul class="sitt-doors">{doors.map((door) => <DoorCard {...door} />)}</ul>;
}

/** One way in: who it is for, what one does there. */
export function DoorCard({ id, name, text, href, demo = [], csrf, more }: DoorCardProps) {
  return (
    <li class={`sitt-door sitt--${id}${href ? '' : ' sitt-door--soon'}`}>
      <span class="sitt-door__icon"><Icon name={ICONS[id]} /></span>
      <h3 class="sitt-door__name">{href ? <a href={href}>{name}</a> : name}</h3>
      <p class="sitt-door__text">{text}{href ? '' : ' Pas encore ouvert.'}</p>
      {demo.length ? (
        <div class="sitt-door__demo">
          <p class="sitt-door__as" id={`en-${id}`}>Entrer comme</p>
          <DemoIdentities entries={demo} csrf={csrf} labelledBy={`en-${id}`} />
          {more ? <p class="sitt-door__more"><a class="govuk-link" href={more.href}>{more.label}</a></p> : null}
        </div>
      ) : null}
    </li>
  );
}

/** Invented persons, each one press away. */
export function DemoIdentities({ entries, csrf, labelledBy }: { entries: readonly DemoEntry[]; csrf?: string | undefined; labelledBy?: string | undefined }) {
  return (
    <ul class="sitt-identities" aria-labelledby={labelledBy}>
      {entries.map(({ label, hint, action, fields }) => (
        <li>
          <form method="post" action={action}>
            {csrf ? <input type="hidden" name="_csrf" value={csrf} /> : null}
            {Object.entries(fields).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
            <button class="sitt-identity" type="submit"><span class="sitt-identity__name">{label}</span>{hint ? <>{' '}<span class="sitt-identity__hint">{hint}</span></> : null}</button>
          </form>
        </li>
      ))}
    </ul>
  );
}

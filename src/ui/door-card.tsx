import { Icon, type IconName } from './icon.tsx';
import type { DoorId } from './masthead.tsx';

export type DoorCardProps = {
  id: DoorId;
  name: string;
  text: string;
  /** None: the door is not built yet, and the card says so. */
  href?: string | undefined;
  /** One-click identities of a demonstration register: POST, since they log in. */
  demo?: readonly { label: string; action: string; fields: Readonly<Record<string, string>> }[] | undefined;
  csrf?: string | undefined;
};

const ICONS: Readonly<Record<DoorId, IconName>> = { citizen: 'person', counter: 'counter', professional: 'professional', police: 'police', kiosk: 'kiosk', steering: 'steering', public: 'public', api: 'professional' };

/** All the doors of the house. */
export function DoorGrid({ doors }: { doors: readonly DoorCardProps[] }) {
  return <ul class="sitt-doors">{doors.map((door) => <DoorCard {...door} />)}</ul>;
}

/** One way in: who it is for, what one does there. */
export function DoorCard({ id, name, text, href, demo = [], csrf }: DoorCardProps) {
  return (
    <li class={`sitt-door sitt--${id}${href ? '' : ' sitt-door--soon'}`}>
      <span class="sitt-door__icon"><Icon name={ICONS[id]} /></span>
      <h2 class="sitt-door__name">{href ? <a href={href}>{name}</a> : name}</h2>
      <p class="sitt-door__text">{text}{href ? '' : ' Pas encore ouvert.'}</p>
      {demo.length ? <div class="sitt-door__demo">{demo.map((identity) => <DemoIdentity {...identity} csrf={csrf} />)}</div> : null}
    </li>
  );
}

function DemoIdentity({ label, action, fields, csrf }: { label: string; action: string; fields: Readonly<Record<string, string>>; csrf: string | undefined }) {
  return (
    <form method="post" action={action}>
      {csrf ? <input type="hidden" name="_csrf" value={csrf} /> : null}
      {Object.entries(fields).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <button class="sitt-linkbutton" type="submit">{label}</button>
    </form>
  );
}

import { Brand } from './brand.tsx';

export type DoorId = 'citizen' | 'counter' | 'professional' | 'police' | 'kiosk' | 'steering' | 'public' | 'api';
export type Door = { id: DoorId; name: string; home: string };
export type User = { name: string; role?: string | undefined; logoutHref: string };
export type NavItem = { href: string; label: string; current?: boolean | undefined; key?: string | undefined };

/** On every page and every print of a demonstration register. */
export function DemoStrip() {
  return <p class="sitt-demo">Démonstration : personnes et véhicules inventés</p>;
}

/** Who serves, and who is logged in. Logging out is a POST: a link could be fetched by itself. */
export function Masthead({ user, csrf, demo }: { user?: User | undefined; csrf?: string | undefined; demo: boolean }) {
  return (
    <header class="sitt-masthead">
      {demo ? <DemoStrip /> : null}
      <div class="sitt-container sitt-masthead__row">
        <Brand />
        {user ? (
          <form class="sitt-user" method="post" action={user.logoutHref}>
            {csrf ? <input type="hidden" name="_csrf" value={csrf} /> : null}
            <span><span class="sitt-user__name">{user.name}</span>{user.role ? <span class="sitt-user__role"> · {user.role}</span> : null}</span>
            <button class="sitt-linkbutton" type="submit">Se déconnecter</button>
          </form>
        ) : null}
      </div>
    </header>
  );
}

/** Which door one stands in, and what can be done there. */
export function DoorBar({ door, nav }: { door: Door; nav: readonly NavItem[] }) {
  return (
    <nav class="sitt-doorbar" aria-label={door.name}>
      <div class="sitt-container sitt-doorbar__row">
        <a class="sitt-doorbar__door" href={door.home}>{door.name}</a>
        {nav.length ? (
          <ul class="sitt-doorbar__list">
            {nav.map(({ href, label, current, key }) => (
              <li><a class="sitt-doorbar__link" href={href} aria-current={current ? 'page' : undefined} data-key={key}>{label}</a></li>
            ))}
          </ul>
        ) : null}
      </div>
    </nav>
  );
}

import { Button } from './button.tsx';
import { Inset, Warning } from './notice.tsx';

/** A link or a key that the server does not keep: shown by the answer to the POST itself, whole on the smallest screen, to be selected by hand. */
export function ShownOnce({ title, lede, text, said, next }: { title: string; lede?: string | undefined; text: string; said: string; next: { href: string; label: string } }) {
  return (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      {lede ? <p class="sitt-lede">{lede}</p> : null}
      <pre class="sitt-code"><code class="sitt-long">{text}</code></pre>
      <Inset>{said}</Inset>
      <Warning>Cette page ne se montre qu’une fois. SITT ne garde pas ce texte.</Warning>
      <Button href={next.href} kind="secondary">{next.label}</Button>
    </>
  );
}

/** The link by which somebody enters for the first time, for whoever hands it over. @param until in words */
export const EntryLink = ({ of, email, link, until, next }: { of: string; email?: string; link: string; until: string; next: { href: string; label: string } }) => (
  <ShownOnce
    title={`Lien d’entrée : ${of}`} text={link} next={next} lede={email ? `À remettre à la personne, de la main à la main ou à ${email}.` : undefined}
    said={`Il sert une fois, jusqu’au ${until}. La personne y choisit son mot de passe et relie son application d’authentification.`}
  />
);

const LINKS = [
  ['/accessibilite', 'Accessibilité'],
  ['/donnees-personnelles', 'Données personnelles'],
  ['/mentions', 'Mentions légales'],
  ['/verifier', 'Vérifier un titre'],
] as const;

/** The same four promises under every page. */
export function Footer({ demo }: { demo: boolean }) {
  return (
    <footer class="sitt-footer">
      <span class="sitt-footer__horizon" />
      <div class="sitt-container sitt-footer__row">
        <p class="sitt-footer__sign">
          <strong>SITT</strong>, système d’information des transports terrestres.
          {demo ? ' Ce registre est une démonstration : rien de ce qui s’y fait n’a de valeur légale.' : ''}
        </p>
        <ul class="sitt-footer__list">{LINKS.map(([href, label]) => <li><a href={href}>{label}</a></li>)}</ul>
      </div>
    </footer>
  );
}

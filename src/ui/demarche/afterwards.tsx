/** On the page of a dossier that is done: what comes next, for whoever asked. */
export function Afterwards({ said }: { said: readonly string[] }) {
  if (!said.length) return null;
  return (
    <section>
      <h2 class="govuk-heading-m">Et maintenant</h2>
      <ul class="govuk-list govuk-list--bullet">{said.map((one) => <li>{one}</li>)}</ul>
    </section>
  );
}

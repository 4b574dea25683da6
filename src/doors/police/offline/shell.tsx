import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../../app.ts';
import { Button, publicFile, renderPage } from '../../../ui/index.ts';
import { motives } from '../motives.ts';

const PAGE = '/police/hors-ligne';

/** The page that a phone keeps: the same for everybody, it knows no officer, no session and no vehicle. */
export function shell(app: App): string {
  return renderPage({
    door: { id: 'police', name: 'Contrôle', home: '/police' }, title: 'Contrôle hors ligne', demo: app.demo, manifest: `${PAGE}/manifest.webmanifest`, scripts: ['police-offline.js', 'scan.js'],
    children: (
      <div data-offline>
        <h1 class="govuk-heading-l">Contrôle hors ligne</h1>
        <noscript><p class="govuk-body">Le contrôle sans réseau est un programme du téléphone : il demande JavaScript. Avec le réseau, <a class="govuk-link" href="/police">le contrôle ordinaire</a> s’en passe.</p></noscript>
        <p class="sitt-offline__state" data-state role="status">Ouverture des données…</p>
        <section data-result hidden tabIndex={-1} aria-live="polite" />
        <form data-check hidden noValidate>
          <p class="govuk-error-message" data-fault role="alert" />
          <div class="govuk-form-group">
            <label class="govuk-label govuk-label--m" for="q">Plaque, numéro de série, titre ou code scanné</label>
            <input class="govuk-input sitt-offline__box" id="q" name="q" type="text" autocomplete="off" autocapitalize="characters" spellcheck={false} />
          </div>
          <Scanner into="q" />
          <div class="govuk-form-group">
            <label class="govuk-label govuk-label--m" for="motive">Motif</label>
            <select class="govuk-select" id="motive" name="motive"><option value="">Choisir</option>{Object.entries(motives).map(([value, label]) => <option value={value}>{label}</option>)}</select>
          </div>
          <Button>Contrôler</Button>
        </form>
        <form data-register hidden noValidate>
          <h2 class="govuk-heading-m">Inscrire cet appareil</h2>
          <p class="govuk-body">Il gardera des listes signées, sans plaque ni personne lisible, pour contrôler sans réseau. S’il est perdu, il s’efface à distance.</p>
          <div class="govuk-form-group"><label class="govuk-label" for="name">Nom de l’appareil</label><input class="govuk-input" id="name" name="name" type="text" maxLength={60} autocomplete="off" /></div>
          <Button>Inscrire</Button>
        </form>
        <div class="sitt-offline__foot">
          <p class="govuk-body-s" data-queue />
          <p class="govuk-body-s" data-line role="status" />
          <p class="govuk-body-s" data-login hidden><a class="govuk-link" href="/police/connexion?retour=/police/hors-ligne">Se connecter</a></p>
          <p class="govuk-body-s" data-officer />
          <p class="govuk-body-s"><a class="govuk-link" href="/police">Contrôle avec le réseau</a></p>
        </div>
      </div>
    ),
  });
}

/** The camera, where the phone has one: it fills the box; typing always works. */
export function Scanner({ into }: { into: string }) {
  return (
    <div class="sitt-scan" data-scan={into} hidden>
      <button class="govuk-button govuk-button--secondary" type="button" data-scan-start>Scanner le code du certificat</button>
      <video class="sitt-scan__view" data-scan-view hidden muted playsInline aria-label="Image de l’appareil photo" />
      <p class="govuk-hint" data-scan-said role="status" />
    </div>
  );
}

export function manifest(): string {
  return JSON.stringify({
    name: 'SITT, contrôle hors ligne', short_name: 'SITT contrôle', lang: 'fr', id: PAGE, start_url: PAGE, scope: PAGE, display: 'standalone', theme_color: '#0b3c49', background_color: '#ffffff',
    icons: [{ src: publicFile('favicon.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  });
}

const FILES = ['sitt.css', 'enhance.js', 'police-offline.js', 'scan.js', 'favicon.svg', 'sitt-mark.svg', 'fonts/source-sans-3-latin-400-normal.woff2', 'fonts/source-sans-3-latin-600-normal.woff2'];

/** The worker with the names of what it keeps: whatever changes in the page or its files makes another worker, which the phone then takes. */
export async function serviceWorker(app: App): Promise<string> {
  const code = await readFile(join(app.config.root, '.build', publicFile('police-worker.js')), 'utf8');
  const files = FILES.map(publicFile);
  const version = createHash('sha256').update(shell(app)).update(files.join()).update(code).digest('base64url').slice(0, 12);
  return `const SITT_SHELL=${JSON.stringify({ version, page: PAGE, files })};\n${code}`;
}

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAgentId } from '../../src/core/access/demo.ts';
import { demoAccreditationId, demoCompanyId } from '../../db/seeds/partners.ts';
import { doneNumber } from '../../db/seeds/partners-odd.ts';
import { today } from '../../src/core/values/time.ts';
import { deposit } from '../../src/domains/partners/index.ts';
import type { Country } from '../setup/country.ts';
import { PICTURE } from '../setup/enter.ts';
import { withPage, type PageOptions } from '../setup/browser.ts';
import { look } from '../setup/look.ts';
import { startSite, type Site } from '../setup/site.ts';
import { trade, type Trade } from '../setup/trade.ts';

let site: Site;
let desk: Trade;
beforeAll(async () => {
  site = await startSite();
  desk = trade(site as unknown as Country);
  await site.app.world.acts.begin((tx) => deposit(tx, { companyId: demoCompanyId('import'), amount: 200_000, reference: 'VIR-METIERS-1', agentId: demoAgentId('caisse'), at: new Date() }));
}, 120_000);
afterAll(() => site.close());

const main = async (page: Page) => (await page.locator('main').innerText()).replace(/[\s\u00a0\u202f]+/g, ' ');
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const on = (page: Page) => press(page, 'Continuer');

/** Enters at a door as one of the demo's identities. */
const as = (door: string, who: RegExp, visit: (page: Page) => Promise<void>, options: PageOptions = { js: false, device: 'desktop' }) => withPage({ ...options, baseURL: site.baseURL }, async (page) => {
  await page.goto(door);
  await press(page, who);
  await page.waitForURL(({ pathname }) => !pathname.includes('connexion'));
  await visit(page);
});

async function begin(page: Page, demarche: string, about?: string): Promise<void> {
  await page.goto(`/professionnel/demarches/${demarche}`);
  if (about) await page.locator('[name="recherche"]').fill(about);
  await press(page, 'Commencer');
}

/** One picture for each paper that is asked for. */
async function join(page: Page): Promise<void> {
  for (const box of await page.locator('input[type="file"]').all()) await box.setInputFiles({ name: 'papier.png', mimeType: 'image/png', buffer: PICTURE });
  await on(page);
}

/** What the police read of a plate. */
const checked = (plate: string, said: RegExp) => as('/police', /Brigadier/, async (page) => {
  await page.getByLabel(/Plaque/).fill(plate);
  await page.getByLabel('Motif').selectOption({ label: 'Contrôle routier' });
  await press(page, 'Contrôler');
  expect(await main(page)).toMatch(said);
});

/** Answers by the path of each question, whatever its control. */
async function answer(page: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const box = page.locator(`main [name="${name}"]`);
    const kind = await box.first().evaluate((one) => (one.tagName === 'SELECT' ? 'select' : (one as unknown as { type: string }).type));
    if (kind === 'radio') await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind === 'checkbox') await box.first().check();
    else if (kind === 'select') await box.first().selectOption(value);
    else await box.first().fill(value);
  }
}
const dayIn = (path: string, day: string) => ({ [`${path}.$day`]: day.slice(8), [`${path}.$month`]: day.slice(5, 7), [`${path}.$year`]: day.slice(0, 4) });
async function send(page: Page): Promise<void> {
  await page.getByLabel(/Je certifie/).check();
  await press(page, 'Signer et envoyer');
}
const dossierIn = (page: Page): string => /dossiers\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';

describe('un importateur', () => {
  test('fait réceptionner un type, immatricule un véhicule d’occasion qu’un agent examine, et la police le lit', async () => {
    const wali = desk.agent('inspection', ['inspector']);
    const chassis = 'JSADEMO0000000032';
    expect(desk.codes(await desk.ask(wali, 'enregistrer-visite-homologation', chassis, { on: today(new Date()), site: 'cctv-baco', verdict: 'favourable', odometer: '84210' }))).toEqual(['issued']);
    expect(desk.codes(await desk.ask(wali, 'delivrer-homologation', chassis, { on: today(new Date()) }))).toEqual(['issued']);
    const [granted] = await site.db.owner<{ number: string }[]>`select payload ->> 'number' as number from act where kind = 'approval.granted' order by recorded_at desc limit 1`;
    let dossier = '';
    await as('/professionnel', /Hugo Exemple/, async (page) => {
      await begin(page, 'demander-homologation-type');
      await answer(page, { 'applicant.who': 'self' });
      await on(page);
      await answer(page, { pattern: 'MMB', 'technical.D.1': 'MITSUBISHI', 'technical.D.3': 'L200', 'technical.J.1': 'CTTE', 'technical.F.2': '3110' });
      await on(page);
      await join(page);
      expect(await main(page)).toMatch(/Ce qui sera pris sur votre compte.*30 000 F/);
      await send(page);
      expect(await main(page)).toMatch(/C’est fait|délivré/i);
      await page.goto('/professionnel/compte');
      expect(await main(page)).toMatch(/Disponible 170 000 F/);
      await begin(page, 'premiere-immatriculation');
      await answer(page, { origin: 'used-import', chassis, 'approval.number': granted?.number ?? '', 'approval.kind': 'single', 'customs.reference': 'D-DEMO-2' });
      await on(page);
      await answer(page, { usage: 'private' });
      await on(page);
      await answer(page, { 'holder.who': 'self' });
      await on(page);
      await answer(page, { 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1' });
      await on(page);
      await join(page);
      await send(page);
      dossier = dossierIn(page);
      expect(await main(page)).toMatch(/Un agent relit parce que .*le certificat étranger d’un véhicule d’occasion se lit en original/);
      await look(page, 'importateur-dossier');
    });
    const approved = await fetch(`${site.baseURL}/api/v1/dossiers/${dossier}/approve`, { method: 'POST', headers: { authorization: 'Bearer demo-counter' } });
    expect(await approved.json()).toMatchObject({ state: 'issued' });
    let plate = '';
    await as('/professionnel', /Hugo Exemple/, async (page) => {
      await page.goto('/professionnel/vehicules');
      plate = /(\d{3} \d{3} NC)/.exec(await main(page))?.[1] ?? '';
      await look(page, 'importateur-vehicules');
    });
    await checked(plate, /SUZUKI/);
  }, 90_000);
});

describe('un centre de contrôle agréé', () => {
  test('enregistre un contrôle avant vente, refusé tant que son contrôleur n’est pas nommé ; le guichet et la police le lisent', async () => {
    await as('/professionnel', /Basile Exemple/, async (page) => {
      await begin(page, 'enregistrer-visite', '471001NC');
      expect(await page.locator('main [name="kind"]').evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value)), 'neither the periodic visit nor the recheck, which are the CCTV’s').toEqual(['sale']);
      await answer(page, { kind: 'sale', ...dayIn('on', today(new Date())), odometer: '61 200' });
      await on(page);
      for (let left = 3; left && /etape/.test(page.url()); left -= 1) {
        const worn = page.getByLabel(/Frein de service insuffisant/);
        if (await worn.count()) await worn.check();
        await on(page);
      }
      // A major defect: its photograph is owed with that of the plate.
      expect(await main(page)).toMatch(/Photographie de la plaque .*Photographie du défaut : Frein de service insuffisant/);
      await look(page, 'centre-photographies');
      await join(page);
      await send(page);
      expect(await main(page)).toMatch(/Le contrôleur n’est pas nommé/);
      await look(page, 'centre-refus');
      await page.getByRole('link', { name: /Revoir ma réponse/ }).click();
      expect(await page.locator('main [name="odometer"]').inputValue(), 'nothing typed is lost').toMatch(/61\s?200/);
      await answer(page, { inspector: 'AGR-EXEMPLE-1' });
      for (let left = 5; left && /etape|pieces/.test(page.url()); left -= 1) await on(page);
      await send(page);
      expect(await main(page)).toMatch(/Délivré/);
      await look(page, 'centre-fait');
    });
    await as('/guichet', /Wali Exemple/, async (page) => {
      await page.getByRole('searchbox').fill('471001NC');
      await press(page, 'Rechercher');
      await page.waitForURL('**/vehicules/**');
      expect(await main(page)).toMatch(/61 200 km/);
      expect(await main(page)).toMatch(/Contrôle avant une vente/);
    });
    await checked('471001NC', /TOYOTA/);
  }, 90_000);
});

describe('un professionnel', () => {
  test('prend un rendez-vous parmi les places libres, sans rien taper d’un jour ni d’une heure ; une place qui n’en est pas une est refusée ; l’agent attend qui viendra', async () => {
    let chosen = '';
    await as('/professionnel', /Lucie Exemple/, async (page) => {
      await page.goto('/professionnel/demarches');
      await page.getByRole('link', { name: 'Prendre un rendez-vous' }).click();
      await page.waitForURL('**/professionnel/rendez-vous/prendre');
      await look(page, 'rdv-motif');
      await page.getByRole('link', { name: /Déposer ou compléter un dossier/ }).click();
      await page.getByRole('link', { name: /Koné/ }).click();
      const first = page.locator('a.sitt-time').first();
      const address = new URL(await first.evaluate((link) => (link as unknown as { href: string }).href));
      chosen = address.searchParams.get('jour') ?? '';
      await look(page, 'rdv-places');
      // An hour at which nobody receives, typed in the address: refused, others offered, nothing lost.
      await page.goto(`${address.pathname}?jour=${chosen}&heure=03:00`);
      await page.getByLabel(/Qui viendra/).fill('Ilona Exemple');
      await press(page, 'Prendre ce rendez-vous');
      expect(await main(page)).toMatch(/Cette place n’est pas libre|Il est trop tard|Cette heure est passée/);
      expect(await page.getByLabel(/Qui viendra/).inputValue()).toBe('Ilona Exemple');
      await look(page, 'rdv-refus');
      await page.getByRole('link', { name: 'Choisir une autre place' }).click();
      await first.click();
      await page.getByLabel(/Qui viendra/).fill('Ilona Exemple');
      await look(page, 'rdv-qui');
      await press(page, 'Prendre ce rendez-vous');
      await page.waitForURL('**/professionnel/rendez-vous');
      expect(await main(page)).toMatch(/Votre rendez-vous est pris.*Koné/);
      await look(page, 'rdv-pris');
    });
    await as('/guichet', /Hélène Exemple/, async (page) => {
      await page.goto(`/guichet/rendez-vous?lieu=kone&jour=${chosen}`);
      expect(await main(page)).toMatch(/Ilona Exemple/);
    });
  }, 90_000);
});

describe('une fourrière', () => {
  const PLATE = '455321NC';
  const lift = { reference: 'F-FOUR-1', reason: 'Le véhicule est retiré.', basis: 'Mainlevée fictive' };
  test('entre un véhicule, que la police et son titulaire voient ; la police, qui ne l’a pas ordonnée, ne la lève pas ; la fourrière la lève', async () => {
    await as('/professionnel', /Gaston Exemple/, async (page) => {
      await begin(page, 'poser-opposition', PLATE);
      expect(await main(page)).not.toMatch(/Gage inscrit|déclaré volé/);
      expect(await page.locator('main [name="type"]:checked').inputValue(), 'its only measure is chosen').toBe('pound');
      await answer(page, { reference: 'F-FOUR-1', basis: 'Prescription de mise en fourrière fictive' });
      await look(page, 'fourriere-entree');
      await on(page);
      await send(page);
      expect(await main(page)).toMatch(/C’est fait/);
    }, { js: false, device: 'desktop' });
    await checked(PLATE, /Ne devrait pas circuler.*véhicule en fourrière.*F-FOUR-1/);
    await as('/police', /Brigadier/, async (page) => {
      await page.getByLabel(/Plaque/).fill(PLATE);
      await page.getByLabel('Motif').selectOption({ label: 'Contrôle routier' });
      await press(page, 'Contrôler');
      await page.getByRole('link', { name: /Lever une opposition/ }).click();
      await answer(page, lift);
      await press(page, 'Signer et enregistrer');
      expect(await main(page)).toMatch(/ordonnée par : Fourrière\. Elle seule la lève/);
      await look(page, 'fourriere-refus-police');
    }, { js: false, device: 'phone' });
    await withPage({ js: false, device: 'phone', baseURL: site.baseURL }, async (page) => {
      await page.goto('/usager');
      await page.getByRole('link', { name: /Continuer/ }).click();
      await press(page, 'Marie');
      await page.waitForURL('**/usager');
      await page.locator('.sitt-title', { hasText: 'Véhicule en fourrière' }).getByRole('link', { name: /Voir et agir/ }).click();
      expect(await main(page)).toMatch(/Une mesure court sur ce véhicule.*Fourrière, réf\. F-FOUR-1/s);
      await look(page, 'fourriere-titulaire');
    });
    await as('/professionnel', /Gaston Exemple/, async (page) => {
      await begin(page, 'lever-opposition', PLATE);
      await answer(page, lift);
      await on(page);
      await send(page);
      expect(await main(page)).toMatch(/C’est fait/);
    });
    await checked(PLATE, /Immobilisation, fourrière aucune/);
  }, 90_000);
});

describe('la gestionnaire des professionnels', () => {
  test('lit les actes d’une période et leurs tiers, suspend, propose une suite ; l’entreprise est entendue ; elle tranche et signe ; le véhicule du tiers n’a pas bougé', async () => {
    await as('/guichet', /Jeanne Exemple/, async (page) => {
      await page.goto('/guichet/professionnels');
      // Named too among the checks that wait for its answer.
      await page.getByRole('link', { name: 'Garage Exemple' }).last().click();
      await page.getByRole('link', { name: /Actes faits, tiers/ }).click();
      expect(await main(page)).toMatch(new RegExp(`${doneNumber('proposer')}.*440 090 NC.*Exemple-Interface`, 'i'));
      await look(page, 'gestionnaire-actes');
      await press(page, 'Proposer une suite');
      await answer(page, { dossier: doneNumber('proposer'), choice: 'cancel', grounds: 'Le justificatif joint est celui d’une autre personne.', basis: 'Convention type, article 8' });
      await press(page, /Déposer|Enregistrer/);
      expect(await main(page)).toMatch(/C’est fait/);
      await page.goto('/guichet/professionnels');
      // Named too among the checks that wait for its answer.
      await page.getByRole('link', { name: 'Garage Exemple' }).last().click();
      await press(page, 'Suspendre');
      await answer(page, { reason: 'Plusieurs justificatifs empruntés : vérification.', basis: 'Convention type, article 7' });
      await press(page, /Déposer|Enregistrer/);
    });
    await as('/professionnel', /Lucie Exemple/, async (page) => {
      expect(await main(page)).toMatch(/Votre accréditation est suspendue/);
      await begin(page, 'observer-annulation-accreditation', doneNumber('proposer'));
      await answer(page, { observations: 'Le client a déménagé : voici son bail, nous nous sommes trompés de fichier.' });
      await on(page);
      await send(page);
      expect(await main(page)).toMatch(/Délivré/);
      await look(page, 'gestionnaire-entreprise-entendue');
    });
    await as('/guichet', /Jeanne Exemple/, async (page) => {
      const acts = `/guichet/professionnels/${demoAccreditationId('garage')}/actes`;
      await page.goto(acts);
      expect(await main(page)).toMatch(/Observations reçues/);
      const proposal = page.locator('details', { hasText: doneNumber('proposer') });
      expect(await proposal.innerText()).toMatch(/nous nous sommes trompés de fichier/);
      await proposal.getByRole('button', { name: 'Trancher' }).click();
      await answer(page, { outcome: 'carried', reasons: 'Le justificatif est bien celui d’une autre personne.', basis: 'Convention type, article 8' });
      await press(page, /Déposer|Enregistrer/);
      await page.goto(acts);
      await proposal.locator('summary').click();
      expect(await main(page)).toMatch(/Retenue.*Le justificatif est bien celui d’une autre personne/);
      await look(page, 'gestionnaire-tranche');
    });
    const [signed] = await site.db.owner<{ signatory: { agentId: string } }[]>`select signatory from act where kind = 'undoing.decided' order by recorded_at desc limit 1`;
    expect(signed?.signatory.agentId).toBe(demoAgentId('partenaires'));
    await checked('440090NC', /Rien à signaler|en règle/i);
  }, 90_000);
});

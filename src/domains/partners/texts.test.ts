import { describeTemplates } from '../../../tests/setup/templates.ts';
import { partnerTexts } from './index.ts';

describeTemplates(partnerTexts);

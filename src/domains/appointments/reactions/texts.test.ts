import { describeTemplates } from '../../../../tests/setup/templates.ts';
import { appointmentTexts } from './texts.ts';

describeTemplates(appointmentTexts);

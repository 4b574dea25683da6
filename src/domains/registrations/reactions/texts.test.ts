import { describeTemplates } from '../../../../tests/setup/templates.ts';
import { templates } from '../../../core/messages/index.ts';
import { texts } from './texts.ts';

// Those of the core have their own test.
describeTemplates(Object.fromEntries(Object.entries(texts).filter(([name]) => !(name in templates))));

export { urlFault, type UrlFault } from './guard.ts';
export { webhookSecret } from './sign.ts';
export { addWebhook, deliveriesOf, openOrCloseWebhook, removeWebhook, renewSecret, replay, sweepTold, tellPing, webhookOf, webhooksOf, type Delivery, type Webhook } from './store.ts';
export { messageId, WEBHOOK, WEBHOOKS, webhookTasks, type WebhookEnv } from './task.ts';
export { urlFaultWords, webhookTexts } from './texts.ts';

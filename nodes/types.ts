// Every node type. Adding one: a folder beside this file and a line here.
export { default as adjustBill } from './adjust-bill/node';
export { default as condition } from './condition/node';
export { default as eventTrigger } from './event-trigger/node';
export { default as exit } from './exit/node';
export { default as givePoints } from './give-points/node';
export { default as goToJourney } from './go-to-journey/node';
export { default as onSiteMessage } from './on-site-message/node';
export { default as randomSplit } from './random-split/node';
export { default as reach } from './reach/node';
export { default as sendEmail } from './send-email/node';
export { default as sendSms } from './send-sms/node';
export { default as storeTask } from './store-task/node';
export { default as updateProfile } from './update-profile/node';
export { default as wait } from './wait/node';
export { default as waitForEvent } from './wait-for-event/node';
export { default as webToStore } from './web-to-store/node';
export { default as webhook } from './webhook/node';

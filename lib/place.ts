/** The place of the web shop, where the id of a store is asked for: what names no store was there. */
export const WEB = 'web';

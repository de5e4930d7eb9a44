import { preflight, receive } from '../receive';

export const OPTIONS = preflight;
export const POST = (request: Request) => receive(request, 'track');

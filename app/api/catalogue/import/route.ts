import { route } from '@/auth/route';
import { receiveFile } from './receive-file';

/** A member's file, from the page. */
export const POST = route({ permission: 'catalogue.edit' }, receiveFile);

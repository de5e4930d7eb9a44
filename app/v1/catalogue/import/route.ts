import { receiveFile } from '@/app/api/catalogue/import/receive-file';
import { route } from '@/auth/route';

/** A file from the retailer's own systems, or `npm run import:catalogue`. */
export const POST = route({ secretKey: true }, receiveFile);

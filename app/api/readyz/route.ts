export { GET } from '@/app/readyz/route';

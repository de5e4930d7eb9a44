import { redirect } from 'next/navigation';
import { homeOf } from '@/auth/permissions';
import { currentMember } from '@/auth/session';

export default async function Home(): Promise<never> {
	const member = await currentMember();
	redirect(member ? homeOf(member) : '/sign-in');
}

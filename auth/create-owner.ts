import { db } from '@/db/client';
import { createMember } from './members';
import { password } from './password';

/**
 * The first owner of an installation, made from the command line.
 *
 * @throws ZodError when the password is too short; MemberConflict when the address has a member already.
 */
export async function createOwner(owner: { email: string; name: string; password: string }): Promise<{ id: string }> {
	return createMember(db(), { ...owner, password: password.parse(owner.password), role: 'owner' }, 'system');
}

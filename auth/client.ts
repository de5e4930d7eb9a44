'use client';

import { createAuthClient } from 'better-auth/react';

/** Signing in and out from the browser. It goes over HTTP on purpose: that is where the rate limit is. */
export const authClient = createAuthClient();

// What `next-env.d.ts` would bring. Next writes that file anew for each build, so it is not committed, and type-checking
// a bare clone must not depend on it.
/// <reference types="next" />
/// <reference types="next/image-types/global" />

/** Ships no types of its own. */
declare module 'html-to-text' {
	export function convert(
		html: string,
		options?: { wordwrap?: number | false; selectors?: { selector: string; format?: string; options?: object }[] },
	): string;
}

/** The Barcode Detection API (wicg.github.io/shape-detection-api), which TypeScript does not know yet; not in all browsers. */
declare class BarcodeDetector {
	detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

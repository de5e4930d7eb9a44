'use client';

import { ScanLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

/** Often enough to feel at once, seldom enough for a tablet's battery. */
const LOOK_EVERY_MS = 200;
const never = () => () => {};

/** Reads a code with the camera, where the browser can; elsewhere codes are typed, and there is no button. */
export function ScanButton({ onFound }: { onFound: (text: string) => void }) {
	const t = useTranslations('counter');
	const [open, setOpen] = useState(false);
	const able = useSyncExternalStore(
		never,
		() => 'BarcodeDetector' in window && navigator.mediaDevices !== undefined,
		() => false,
	);
	if (!able) return null;
	return (
		<Dialog
			open={open}
			onOpenChange={setOpen}
			title={t('scan')}
			description={t('scanHelp')}
			trigger={
				<Button size="lg" className="h-11" aria-label={t('scan')}>
					<ScanLine />
				</Button>
			}
		>
			{open && (
				<Camera
					onFound={(text) => {
						setOpen(false);
						onFound(text);
					}}
				/>
			)}
		</Dialog>
	);
}

function Camera({ onFound }: { onFound: (text: string) => void }) {
	const t = useTranslations('counter');
	const video = useRef<HTMLVideoElement>(null);
	const [refused, setRefused] = useState(false);
	const found = useRef(onFound);
	found.current = onFound;
	useEffect(() => {
		let stream: MediaStream | null = null;
		let timer: ReturnType<typeof setTimeout>;
		let over = false;
		const detector = new BarcodeDetector();
		const look = async () => {
			const seen = video.current ? await detector.detect(video.current).catch(() => []) : [];
			if (over) return;
			const [code] = seen;
			if (code) return found.current(code.rawValue);
			timer = setTimeout(() => void look(), LOOK_EVERY_MS);
		};
		navigator.mediaDevices
			.getUserMedia({ video: { facingMode: 'environment' } })
			.then(async (given) => {
				stream = given;
				if (over || !video.current) return stop();
				video.current.srcObject = given;
				await video.current.play();
				await look();
			})
			.catch(() => setRefused(true));
		const stop = () => {
			for (const track of stream?.getTracks() ?? []) track.stop();
		};
		return () => {
			over = true;
			clearTimeout(timer);
			stop();
		};
	}, []);
	if (refused)
		return (
			<Notice tone="warning" alert>
				{t('noCamera')}
			</Notice>
		);
	return <video ref={video} muted playsInline className="aspect-video w-full rounded-lg bg-subtle object-cover" />;
}

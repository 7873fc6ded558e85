"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { takePendingLink } from "./link-token.ts";

/** Brings who signed in because of an emailed link back to it. */
export function ReturnToLink() {
	const router = useRouter();
	useEffect(() => {
		const id = takePendingLink();
		if (id !== null) router.replace(`/l/${id}`);
	}, [router]);
	return null;
}

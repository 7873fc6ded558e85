"use client";

import { TriangleAlert } from "lucide-react";
import type { Problem } from "../client/call-api.ts";
import { InertText } from "./inert-text.tsx";

interface Props {
	problem: Problem | null;
	/** Paths of errors that are told at their fields. */
	fields?: readonly string[];
}

/** Why a form was refused, where no field of it tells. */
export function FormTrouble({ problem, fields = [] }: Props) {
	if (problem === null) return null;
	const atFields = problem.errors.length > 0 && problem.errors.every(({ path }) => fields.includes(path));
	if (atFields) return null;
	return (
		<p role="alert" className="flex gap-2.5 rounded-lg bg-danger-soft px-3.5 py-2.5 text-danger-text">
			<TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
			<InertText text={problem.detail} className="min-w-0 [overflow-wrap:anywhere]" />
		</p>
	);
}

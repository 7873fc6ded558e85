import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readText } from "../../../policy/read-document.ts";

/** Where the scenarios are: each is a file that `countersign policy simulate` takes as it is. */
const folder = fileURLToPath(new URL("../files/", import.meta.url));

/** A directory as a scenario gives it, and what an event changes of it. */
export interface DirectoryDocument {
	users?: { id: string; email: string; manager?: string | null; active?: boolean; admin?: boolean }[];
	groups?: Record<string, string[]>;
	delegations?: { from: string; to: string; start: string; end: string }[];
	calendars?: NamedDocument[];
	rotas?: RotaDocument[];
}

export type NamedDocument = { name: string } & Record<string, unknown>;
export type RotaDocument = NamedDocument & {
	people: string[];
	overrides?: { person: string; start: string; end: string }[];
};

export type DirectoryChangeDocument = Omit<DirectoryDocument, "users"> & {
	activate?: string[];
	deactivate?: string[];
	managers?: Record<string, string | null>;
};

/** One event: an instant and at most one of the others. */
export interface EventDocument {
	at: string;
	decide?: {
		by: string;
		verdict: "approve" | "reject";
		comment?: string;
		stage?: string;
		round?: number;
		version?: number;
	};
	cancel?: { by: string };
	sendBack?: { by: string; comment: string };
	resubmit?: { by?: string; context?: Record<string, unknown>; comment?: string };
	ask?: { by: string; comment: string };
	answer?: { by?: string; comment: string };
	reassign?: { by: string; from: string; to: string; comment?: string };
	directory?: DirectoryChangeDocument;
}

export interface ScenarioDocument {
	policy: { name: string } & Record<string, unknown>;
	directory: DirectoryDocument;
	request: {
		requester: string;
		context: Record<string, unknown>;
		submittedAt: string;
		title: string;
		summary?: string;
	};
	events?: EventDocument[];
}

/** The names of all scenarios, in order. */
export function scenarioNames(): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(".yaml"))
		.map((name) => name.slice(0, -".yaml".length))
		.sort();
}

/** Reads a scenario as the command line would. Its shape is checked by the simulation, which refuses what it does not know. */
export function readScenarioFile(name: string): ScenarioDocument {
	const reading = readText(readFileSync(`${folder}${name}.yaml`, "utf8"));
	if (!reading.ok) throw new Error(`${name}: ${JSON.stringify(reading.errors)}`);
	return reading.value as ScenarioDocument;
}

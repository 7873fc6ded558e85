/**
 * The import table of the architecture, as rules. Who may import whom is what keeps the policy core pure and
 * the channels free of rules; `npm run check:imports` holds it.
 */
const roots =
	"^(worker/(main|vault|after-commit|tell-workflow|temporal-connection|mail-of-delivery|relay|metrics|bundle)|app/server/context|slack/main)[.]ts$";

/** Folder → what of ours it may import (itself always). */
const allowed = {
	policy: [],
	proof: [],
	db: ["policy"],
	vault: ["db"],
	outbound: [],
	ledger: ["policy", "proof", "db", "vault", "outbound"],
	"worker/workflows": ["policy", "ledger"],
	"worker/activities": ["policy", "ledger", "emails", "slack", "vault", "db", "outbound", "worker"],
	emails: ["policy"],
	slack: ["policy", "emails", "ledger"],
	app: ["policy", "proof", "ledger"],
	sdk: ["proof"],
	cli: ["sdk", "policy", "proof"],
};

const ours = [
	"policy",
	"proof",
	"db",
	"vault",
	"outbound",
	"ledger",
	"worker",
	"emails",
	"slack",
	"app",
	"sdk",
	"cli",
	"engine",
];

module.exports = {
	forbidden: [
		{ name: "no-circular", severity: "error", from: {}, to: { circular: true } },
		{ name: "not-resolved", severity: "error", from: { pathNot: "^test/" }, to: { couldNotResolve: true } },
		...Object.entries(allowed).map(([folder, may]) => ({
			name: `${folder.replace("/", "-")}-imports`,
			comment: `${folder} may import ${may.length === 0 ? "nothing else of ours" : may.join(", ")}`,
			severity: "error",
			from: { path: `^${folder}/`, pathNot: roots },
			to: {
				path: `^(${ours.join("|")})/`,
				pathNot: [`^${folder}/`, ...may.map((name) => `^${name}/`), ...exceptions(folder)],
			},
		})),
		{
			name: "policy-and-proof-are-pure",
			comment: "no I/O, no clock, no randomness: no Node builtins",
			severity: "error",
			from: { path: "^(policy|proof)/" },
			to: { dependencyTypes: ["core"] },
		},
		{
			name: "workflows-are-deterministic",
			comment: "only @temporalio/workflow and types; no Node builtins",
			severity: "error",
			from: { path: "^worker/workflows/" },
			to: {
				path: "node_modules|^node:",
				pathNot: "node_modules/@temporalio/workflow",
				dependencyTypesNot: ["type-only"],
			},
		},
		{
			name: "temporal-is-a-port",
			comment: "the ledger, the pages and the core do not know Temporal",
			severity: "error",
			from: { path: "^(policy|proof|db|ledger|emails|slack|sdk|cli|app)/", pathNot: roots },
			to: { path: "node_modules/@temporalio/" },
		},
		{
			name: "next-stays-in-app",
			severity: "error",
			from: { pathNot: "^(app/|proxy[.]ts|next[.]config[.]ts|next-env)" },
			to: { path: "node_modules/(next|next-auth|react-dom)/" },
		},
		{
			name: "no-worker-in-next",
			severity: "error",
			from: { path: "^app/" },
			to: { path: "node_modules/@temporalio/worker/" },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		exclude: { path: "^(node_modules|[.]next|[.]build|[.]data)" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
			conditionNames: ["import", "require", "node", "default", "types"],
		},
	},
};

function exceptions(folder) {
	// Readiness asks for the names of task queues and for the state of migrations.
	if (folder === "app") return ["^worker/task-queues[.]ts$", "^db/migrations[.]ts$"];
	if (folder === "worker/workflows") return ["^worker/(timeouts|task-queues)[.]ts$"];
	return [];
}

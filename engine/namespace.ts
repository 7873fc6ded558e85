import { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time";
import { EngineError, messageOf } from "./engine-error.ts";

export interface TemporalAccess {
	address: string;
	apiKey?: string | undefined;
	tls?:
		| { clientCertPair?: { crt: Buffer; key: Buffer }; serverRootCACertificate?: Buffer }
		| boolean
		| undefined;
}

const retentionMs = 30 * 24 * 3_600_000;
const grpc = { notFound: 5, alreadyExists: 6 };

/**
 * Makes the namespace (histories kept 30 days after their end) unless it exists, and waits until every service
 * of the server knows it. @throws EngineError `temporal`
 */
export async function ensureNamespace(
	access: TemporalAccess,
	namespace: string,
	withinMs: number,
): Promise<void> {
	const end = Date.now() + withinMs;
	const connection = await Connection.connect({
		address: access.address,
		connectTimeout: Math.min(withinMs, 10_000),
		...(access.apiKey ? { apiKey: access.apiKey } : {}),
		...(access.tls === undefined ? {} : { tls: access.tls }),
	});
	try {
		for (;;) {
			try {
				await register(connection, namespace);
				if (await isKnown(connection, namespace)) return;
			} catch (error) {
				if (Date.now() > end) throw error;
			}
			if (Date.now() > end) break;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	} catch (cause) {
		throw new EngineError(
			"temporal",
			`The Temporal namespace «${namespace}» could not be made: ${messageOf(cause)}.`,
			{ cause },
		);
	} finally {
		await connection.close();
	}
	throw new EngineError(
		"temporal",
		`The Temporal namespace «${namespace}» was not usable after ${Math.round(withinMs / 1000)} s.`,
	);
}

async function register(connection: Connection, namespace: string): Promise<void> {
	const service = connection.workflowService;
	try {
		await service.describeNamespace({ namespace });
		return;
	} catch (error) {
		if (codeOf(error) !== grpc.notFound) throw error;
	}
	try {
		await service.registerNamespace({
			namespace,
			description: "Countersign",
			workflowExecutionRetentionPeriod: msToTs(retentionMs),
		});
	} catch (error) {
		if (codeOf(error) !== grpc.alreadyExists) throw error;
	}
}

/**
 * History, matching and visibility each keep their own list of namespaces. Asked about a workflow that does not
 * exist, history says so only once it knows the namespace.
 */
async function isKnown(connection: Connection, namespace: string): Promise<boolean> {
	const service = connection.workflowService;
	await service.countWorkflowExecutions({ namespace });
	await service.describeTaskQueue({ namespace, taskQueue: { name: "countersign-probe" }, taskQueueType: 1 });
	try {
		await service.describeWorkflowExecution({ namespace, execution: { workflowId: "countersign-probe" } });
	} catch (error) {
		if (codeOf(error) !== grpc.notFound) throw error;
		if (/namespace/i.test(messageOf(error))) return false;
	}
	return true;
}

function codeOf(error: unknown): number | undefined {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === "number" ? code : undefined;
}

import { web } from "../../../server/context.ts";
import { answering, json } from "../../../server/respond.ts";
import { openApiDocument } from "../../schemas/openapi.ts";

export function GET(): Promise<Response> {
	return answering(async () => json(openApiDocument(web().settings.publicUrl)));
}

import { answerDescriptions } from "../../answer-description.ts";
import { schemas } from "../../descriptions.ts";

export function GET(request: Request): Promise<Response> {
	return answerDescriptions(request, schemas);
}

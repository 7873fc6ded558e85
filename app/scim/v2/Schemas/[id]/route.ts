import { answerDescription } from "../../../answer-description.ts";
import { schemas } from "../../../descriptions.ts";

type Params = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return answerDescription(request, schemas, params);
}

import { NothingHere } from "./ui/nothing-here.tsx";
import { PlainPage } from "./ui/plain-page.tsx";

export default function NotFound() {
	return (
		<PlainPage>
			<NothingHere />
		</PlainPage>
	);
}

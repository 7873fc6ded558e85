import { NothingHere } from "../ui/nothing-here.tsx";

export default function NotFound() {
	return (
		<div className="mx-auto w-full max-w-md px-5 py-[12vh]">
			<NothingHere />
		</div>
	);
}

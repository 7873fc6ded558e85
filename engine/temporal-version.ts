/** The server this was built and measured with; its per-workflow time skipping is what the tests stand on. */
export const temporalVersion = "1.32.0";

/** The Web UI seen working with that server. */
export const temporalUiVersion = "2.54.1";

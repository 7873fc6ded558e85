/** What a new calendar may look like. */
export const NEW_CALENDAR = `name: london
timeZone: Europe/London
hours:
  mon: [["09:00", "17:30"]]
  tue: [["09:00", "17:30"]]
  wed: [["09:00", "17:30"]]
  thu: [["09:00", "17:30"]]
  fri: [["09:00", "17:30"]]
# Days without hours.
holidays:
  - "2026-12-25"
# Days with other hours.
exceptions:
  "2026-12-24": [["09:00", "12:00"]]
`;

/** What a new rota may look like. */
export const NEW_ROTA = `name: operations
timeZone: Europe/London
# The day of the first shift.
start: "2026-01-05"
handOver: "09:00"
shiftLength: 1w
# In the order of their turns.
people:
  - ana@example.com
  - bo@example.com
`;

// A new team has the browser's time zone, where the form leaves it open and names that zone.
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
for (const field of document.querySelectorAll("[name=time_zone]")) {
  const names = !field.options || [...field.options].some((option) => option.value === zone);
  if (!field.value && names) field.value = zone;
}

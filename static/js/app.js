// What every page shares: the CSRF token for htmx, what is said when a request failed, whether letters are keys. No text
// is ever thrown away.
"use strict";

const cookie = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

// Read at request time: signing in again in another tab changes the token.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
});

// Of a form whose answer takes its place, the fields wait for it: what is typed meanwhile would go with the old ones.
for (const [name, waits] of [["htmx:beforeRequest", true], ["htmx:afterRequest", false]])
  document.addEventListener(name, ({ detail }) => {
    const form = detail.requestConfig?.elt ?? detail.elt;
    if (form.matches("form[data-waits]")) for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.readOnly = waits;
  });

function notice(text, link) {
  const box = document.getElementById("notice");
  box.replaceChildren(text);
  if (link) {
    const a = document.createElement("a");
    Object.assign(a, { href: link.href, textContent: link.text, target: "_blank", rel: "noopener" });
    box.append(" ", a);
  }
}

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 401) notice("You are signed out. What you typed is still here:", { href: "/accounts/login/", text: "sign in in a new tab, then send it again." });
  else if (status === 403) notice("That is not allowed for you here. What you typed is still here.");
  else if (status === 404) notice("That is not there any more. What you typed is still here.");
  else if (status === 429) notice("Too many tries. Wait a minute, then send it again.");
  else notice(`The server answered with an error (${status}). What you typed is still here; try once more.`);
});
document.addEventListener("htmx:sendError", (event) => notice(event.detail.requestConfig?.verb === "get"
  ? "No connection. What is shown here may be old." : "No connection. What you typed is still here; it is not saved yet."));
document.addEventListener("htmx:afterOnLoad", (event) => {
  const box = document.getElementById("notice"); // a refusal (409) is an answer too, and stands in it
  if (event.detail.successful && event.detail.target !== box) box.replaceChildren();
});

// An answer that comes after its button was swapped away: htmx looks for the places of its parts where the button hangs,
// and that is no longer the page.
document.addEventListener("htmx:oobErrorNoTarget", ({ detail }) => {
  const place = document.querySelector(detail.target);
  if (place) htmx.swap(place, detail.content.outerHTML, { swapStyle: "outerHTML" });
});

// A form that came back with a fault may stand far down the page: its first faulty field takes the focus.
document.querySelector(".field.bad :is(input:not([type=hidden]), textarea, select)")?.focus();

// Whether somebody writes at this moment: an answer that comes then takes neither their words nor their place.
window.extempWrites = () => document.activeElement?.matches("input, textarea, select") ?? false;

// Whether single letters are keys on this device: single_keys.js is the switch. Storage may be forbidden: then they are.
window.extempLetters = () => {
  try { return localStorage.getItem("extemp-single-keys") !== "off"; } catch { return true; }
};

// A click outside an open menu closes it; Escape too.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

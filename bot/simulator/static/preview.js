// The preview of one file: its phone, its pages, its languages and its faults.

import { act, look } from "/static/talk.js";
import { element } from "/static/bubble.js";
import { Phone } from "/static/screen.js";

const LOOK_EVERY = 400; // ms
const byId = (id) => document.getElementById(id);
let phone = null;
let drawn = "";

function say(words) { byId("said").textContent = words; }

async function ask(body) {
  try {
    show(await act("/preview/do", body));
  } catch (fault) {
    say(fault.message);
  }
}

function pressed(words, body, mark, value) {
  const made = element("button", "", words);
  made.type = "button";
  if (mark) made.setAttribute(mark, value);
  made.addEventListener("click", () => ask(body));
  return made;
}

function inItem(made) {
  const item = element("li");
  item.append(made);
  return item;
}

function fault(one) {
  const item = element("li");
  item.append(element("strong", "", one.place), element("span", "", one.words));
  return item;
}

// What did not change is not drawn anew, so that the focus stays where it is.
function show(state) {
  const drawing = JSON.stringify(state);
  if (drawing === drawn) return;
  drawn = drawing;
  document.title = state.title || "Preview";
  byId("title").textContent = state.title || "Nothing to play yet";
  byId("path").textContent = state.path;
  byId("about").textContent = state.about;
  byId("wrong").hidden = state.faults.length === 0;
  byId("wrong-title").textContent = state.title ? "Not taken: the version before these faults goes on" : "Not taken: mend these and save";
  byId("faults").replaceChildren(...state.faults.map(fault));
  byId("tongues").replaceChildren(...state.languages.map((one) => pressed(one.name, { language: one.code }, "aria-pressed", String(one.code === state.language))));
  byId("leaves").replaceChildren(...state.pages.map((words, index) => inItem(pressed(words, { page: index }, index === state.page ? "aria-current" : "", "page"))));
  say(state.said);
}

async function lookAround() {
  try {
    const state = await look("/preview/state");
    if (!phone && state.reader) await begin(state.reader);
    show(state);
  } catch {
    say("The preview does not answer. Is it still running?");
    drawn = "";
  }
  setTimeout(lookAround, LOOK_EVERY);
}

async function begin(reader) {
  const told = await look("/sim/state");
  phone = new Phone(byId("slot"), {
    zone: told.clock.timezone, botName: told.bot.name, botUsername: told.bot.username, onSeen: () => {}, onSwitch: () => {},
  });
  phone.show({ user_id: reader });
}

lookAround();

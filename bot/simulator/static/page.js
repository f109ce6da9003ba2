// The page: two phones, who holds them, and the clock.

import { act, look } from "/static/talk.js";
import { element } from "/static/bubble.js";
import { Phone } from "/static/screen.js";

const LOOK_EVERY = 2000; // ms
const byId = (id) => document.getElementById(id);
const phones = [];
const seen = new Map(); // the newest revision each person's phone has shown
let people = [];
let firstLook = true;

const about = (person) => [person.name, person.role, person.note].filter(Boolean).join(" · ");

function listPeople(state) {
  people = state.people;
  phones.forEach((phone, index) => {
    const other = phones[1 - index];
    const options = people.map((person) => {
      const held = phone.person?.user_id === person.user_id || other?.person?.user_id === person.user_id;
      const unread = !held && person.heard > (seen.get(person.user_id) || 0);
      const option = element("option", "", `${unread ? "● " : ""}${about(person)}`);
      option.value = String(person.user_id);
      return option;
    });
    const drawn = options.map((option) => option.textContent).join("\n");
    if (phone.listed !== drawn && document.activeElement !== phone.select) {
      phone.listed = drawn;
      phone.select.replaceChildren(...options);
      if (phone.person) phone.select.value = String(phone.person.user_id);
    }
    const waiting = people.some((person) => person.heard > (seen.get(person.user_id) || 0) && person.user_id !== phone.person?.user_id && person.user_id !== other?.person?.user_id);
    phone.who.classList.toggle("unread", waiting);
  });
}

function markTab(index, unread) {
  byId(`tab-${index}`).classList.toggle("unread", unread && byId(`tab-${index}`).getAttribute("aria-selected") === "false");
}

function switchTo(index, userId) {
  const person = people.find((one) => one.user_id === userId);
  if (!person) return;
  phones[index].show(person);
  phones[index].slot.setAttribute("aria-label", `Phone of ${person.name}`);
  byId(`tab-${index}`).textContent = person.name;
  const kept = new URLSearchParams(location.hash.slice(1));
  kept.set(String(index), String(userId));
  history.replaceState(null, "", `#${kept}`); // the same phones after a reload
}

function chooseFirst() {
  const kept = new URLSearchParams(location.hash.slice(1));
  const asked = (index) => people.find((person) => person.user_id === Number(kept.get(String(index))));
  const staff = people.find((person) => person.role === "counselor");
  const left = asked(0) || people.find((person) => person !== staff) || people[0];
  const right = asked(1) || (staff !== left && staff) || people.find((person) => person !== left) || left;
  if (left) switchTo(0, left.user_id);
  if (right) switchTo(1, right.user_id);
}

function showClock(clock) {
  const now = new Date(clock.now);
  const told = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: clock.timezone, ...options }).format(now);
  byId("weekday").textContent = told({ weekday: "short", day: "numeric", month: "long" });
  byId("time").textContent = told({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  byId("zone").textContent = clock.timezone.replaceAll("_", " ");
  byId("moves").hidden = !clock.movable;
  byId("next-due").hidden = !clock.knows_next_due;
}

async function move(button, body) {
  const buttons = [...byId("moves").children];
  buttons.forEach((one) => { one.disabled = true; });
  try {
    const clock = await act("/sim/clock", body);
    showClock(clock);
    byId("said").textContent = clock.nothing_due ? "Nothing is due." : `Moved: ${button.textContent.trim().toLowerCase()}.`;
  } catch (fault) {
    byId("said").textContent = fault.message;
  } finally {
    buttons.forEach((one) => { one.disabled = false; });
    button.focus();
  }
}

function showTab(index) {
  for (const one of [0, 1]) {
    byId(`slot-${one}`).classList.toggle("hidden-narrow", one !== index);
    byId(`tab-${one}`).setAttribute("aria-selected", String(one === index));
  }
  markTab(index, false);
  phones[index]?.toEnd();
}

function begin(state) {
  for (const index of [0, 1]) {
    phones.push(new Phone(byId(`slot-${index}`), {
      zone: state.clock.timezone,
      botName: state.bot.name,
      botUsername: state.bot.username,
      onSeen: (userId, revision) => {
        markTab(index, seen.has(userId) && revision > seen.get(userId));
        seen.set(userId, revision);
      },
      onSwitch: (userId) => switchTo(index, userId),
    }));
    byId(`tab-${index}`).addEventListener("click", () => showTab(index));
  }
  if (state.title) byId("title").textContent = document.title = state.title;
  byId("links").replaceChildren(...state.links.map((one) => {
    const made = element("a", "", one.label);
    made.href = /^(https?:)?\//.test(one.url) ? one.url : "#";
    return made;
  }));
  // What was said before the page was opened is history, not news.
  for (const person of state.people) seen.set(person.user_id, person.heard);
}

async function lookAround() {
  try {
    const state = await look("/sim/state");
    if (firstLook) begin(state);
    listPeople(state);
    if (firstLook || !phones[0].person) chooseFirst();
    firstLook = false;
    showClock(state.clock);
    phones.forEach((phone) => phone.nameBot(state.bot.name));
    if (byId("said").dataset.lost) { byId("said").textContent = ""; delete byId("said").dataset.lost; }
  } catch {
    byId("said").textContent = "The simulator does not answer. Is it still running?";
    byId("said").dataset.lost = "yes";
  }
  setTimeout(lookAround, LOOK_EVERY);
}

byId("next-due").addEventListener("click", (event) => move(event.currentTarget, { next_due: true }));
byId("next-hour").addEventListener("click", (event) => move(event.currentTarget, { advance: 3600 }));
byId("next-evening").addEventListener("click", (event) => move(event.currentTarget, { tomorrow: "19:00" }));
lookAround();

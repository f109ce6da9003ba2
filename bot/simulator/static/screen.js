// One phone: a chat with the bot as one person sees it.

import { act, follow } from "/static/talk.js";
import { drawBubble, drawButtons, element } from "/static/bubble.js";

const SPINNER_LIFE = 15000; // ms; a tap that is never answered must not spin for ever

export class Phone {
  constructor(slot, { zone, botName, botUsername, onSeen, onSwitch }) {
    this.slot = slot;
    this.zone = zone;
    this.botUsername = botUsername;
    this.onSeen = onSeen;
    slot.append(document.getElementById("phone").content.cloneNode(true));
    for (const name of ["bar", "chat", "down", "menu", "start", "write", "keys", "toast", "alert", "block", "who"])
      this[name] = slot.querySelector(`.${name}`);
    this.select = slot.querySelector("select");
    this.text = slot.querySelector("textarea");
    this.menuButton = slot.querySelector(".menu-button");
    this.keysButton = slot.querySelector(".keys-button");
    this.nameBot(botName);
    this.select.addEventListener("change", () => onSwitch(Number(this.select.value)));
    this.empty = element("p", "day", "No messages here yet");
    this.listen();
  }

  nameBot(name) {
    this.slot.querySelector(".bot-name").textContent = name;
    this.slot.querySelector(".face").textContent = name.slice(0, 1).toUpperCase();
  }

  listen() {
    this.write.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    this.text.addEventListener("input", () => { this.grow(); this.suggest(); });
    this.menuButton.addEventListener("click", () => this.showMenu(this.menu.hidden));
    this.keysButton.addEventListener("click", () => this.showKeys(this.keys.hidden));
    this.start.addEventListener("click", () => this.do(this.blocked ? "unblock" : "start"));
    this.block.addEventListener("click", () => this.do(this.blocked ? "unblock" : "block"));
    this.down.addEventListener("click", () => this.toEnd());
    this.chat.addEventListener("scroll", () => { this.down.hidden = this.wasAtEnd = this.atEnd(); });
    // A turned or narrowed screen, or a keyboard that opens, leaves the newest message in sight as Telegram does.
    new ResizeObserver(() => { if (this.wasAtEnd) this.toEnd(); }).observe(this.chat);
    this.alert.querySelector("button").addEventListener("click", () => { this.alert.hidden = true; this.text.focus(); });
    this.slot.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.showMenu(false); this.alert.hidden = true; } });
  }

  // Show another person's phone.
  show(person) {
    this.stopping?.abort();
    this.stopping = new AbortController();
    this.person = person;
    this.select.value = String(person.user_id);
    this.drawn = new Map();
    this.day = null;
    this.chat.replaceChildren();
    this.showMenu(false);
    this.keysWanted = true;
    this.keyboardDrawn = undefined;
    this.toast.hidden = this.alert.hidden = true;
    follow(person.user_id, this.stopping.signal, (news, first) => this.take(news, first), (fault) => this.say(fault.message));
  }

  async do(verb, body) {
    try {
      return await act(`/sim/people/${this.person.user_id}/${verb}`, body);
    } catch (fault) {
      this.say(fault.message);
      return null;
    }
  }

  async send() {
    const words = this.text.value.trim();
    if (!words) return;
    this.text.value = "";
    this.grow();
    this.showMenu(false);
    await this.do("text", { text: words });
  }

  on() {
    return {
      command: (words) => this.do("text", { text: words }),
      start: (payload) => this.do("start", { payload }),
      startPayload: (address) => this.startPayload(address),
      copy: (words) => { navigator.clipboard?.writeText(words); this.say("Copied"); },
      tap: (messageId, data, button) => this.tap(messageId, data, button),
    };
  }

  // A link t.me/<this bot>?start=… opens this chat in Telegram; anything else is an ordinary link.
  startPayload(address) {
    const found = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]*)/i.exec(address);
    return found && found[1].toLowerCase() === this.botUsername.toLowerCase() ? found[2] : null;
  }

  async tap(messageId, data, button) {
    button.classList.add("waiting");
    setTimeout(() => button.classList.remove("waiting"), SPINNER_LIFE);
    const made = await this.do("tap", { message_id: messageId, data });
    if (made) button.dataset.query = made.query_id;
    else button.classList.remove("waiting");
  }

  // -- what is new ------------------------------------------------------------------------------------------

  take(news, first) {
    const wasAtEnd = first || this.atEnd();
    const hadNew = news.messages.some((message) => !this.drawn.has(message.id));
    for (const id of news.deleted) { this.drawn.get(id)?.remove(); this.drawn.delete(id); }
    for (const message of news.messages) this.put(message);
    for (const toast of news.toasts) this.answer(toast, first);
    this.setState(news);
    this.drawKeyboard(news.keyboard);
    this.commands = news.commands;
    this.menuButton.hidden = news.commands.length === 0;
    if (wasAtEnd) this.toEnd();
    else if (hadNew) this.down.hidden = false;
    this.onSeen(this.person.user_id, news.revision);
  }

  // An edit replaces the message where it stands; if focus was on one of its buttons it stays on that place.
  put(message) {
    const old = this.drawn.get(message.id);
    const made = this.draw(message);
    if (!old) {
      this.chat.append(...this.dayBefore(message), made);
    } else {
      const buttons = [...old.querySelectorAll(".inline-button")];
      const focused = buttons.indexOf(document.activeElement);
      old.replaceWith(made);
      if (focused >= 0) (made.querySelectorAll(".inline-button")[focused] || this.chat).focus({ preventScroll: true });
    }
    this.drawn.set(message.id, made);
  }

  draw(message) {
    const mine = !message.from_bot;
    const item = element("div", `item ${mine ? "mine" : "theirs"}`);
    item.append(drawBubble(message, mine, this.clock(message.at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }), this.on()));
    if (message.rows.length) item.append(drawButtons(message, this.on()));
    return item;
  }

  dayBefore(message) {
    const day = this.clock(message.at, { weekday: "short", day: "numeric", month: "short" });
    if (day === this.day) return [];
    this.day = day;
    return [element("p", "day", day)];
  }

  clock(at, options) {
    return new Intl.DateTimeFormat("en-GB", { timeZone: this.zone, ...options }).format(new Date(at));
  }

  answer(toast, first) {
    for (const button of this.chat.querySelectorAll(".waiting"))
      if (!button.dataset.query || button.dataset.query === toast.query_id) button.classList.remove("waiting");
    if (first || !toast.text) return;
    if (!toast.alert) return this.say(toast.text);
    this.alert.querySelector("p").textContent = toast.text;
    this.alert.hidden = false;
    this.alert.querySelector("button").focus();
  }

  setState(news) {
    this.blocked = news.blocked;
    const closed = news.blocked || !news.started;
    this.start.hidden = !closed;
    this.start.textContent = news.blocked ? "UNBLOCK" : "START";
    this.write.hidden = closed;
    this.block.textContent = news.blocked ? "Unblock" : "Block";
    this.block.hidden = !news.started;
    this.slot.querySelector(".bot-state").textContent = news.action === "typing" ? "typing…" : news.blocked ? "blocked" : "bot";
    if (this.drawn.size) this.empty.remove();
    else this.chat.replaceChildren(this.empty);
  }

  // -- keyboard and menu ------------------------------------------------------------------------------------

  drawKeyboard(keyboard) {
    const drawing = JSON.stringify(keyboard);
    if (drawing === this.keyboardDrawn) return;
    this.keyboardDrawn = drawing;
    this.keys.replaceChildren();
    for (const row of keyboard?.keyboard || []) {
      const line = element("div", "row");
      for (const key of row) {
        const made = element("button", "key", key.text);
        made.type = "button";
        made.addEventListener("click", () => { this.do("key", { label: key.text }); if (keyboard.one_time_keyboard) this.showKeys(false); });
        line.append(made);
      }
      this.keys.append(line);
    }
    this.keysButton.hidden = !keyboard;
    this.showKeys(Boolean(keyboard) && this.keysWanted);
  }

  showKeys(wanted) {
    const wasAtEnd = this.atEnd();
    this.keys.hidden = !wanted || !this.keys.childElementCount;
    if (!this.keysButton.hidden) this.keysWanted = wanted;
    this.keysButton.setAttribute("aria-expanded", String(!this.keys.hidden));
    if (wasAtEnd) this.toEnd();
  }

  suggest() {
    const typed = this.text.value;
    this.showMenu(/^\/\w*$/.test(typed), typed.slice(1).toLowerCase());
  }

  showMenu(wanted, beginning = "") {
    const fitting = wanted ? (this.commands || []).filter((one) => one.command.startsWith(beginning)) : [];
    this.menu.replaceChildren(...fitting.map((one) => {
      const made = element("button", "command");
      made.type = "button";
      made.append(element("strong", "", `/${one.command}`), element("span", "", one.description));
      made.addEventListener("click", () => { this.text.value = ""; this.showMenu(false); this.do("text", { text: `/${one.command}` }); });
      return made;
    }));
    this.menu.hidden = fitting.length === 0;
    this.menuButton.setAttribute("aria-expanded", String(!this.menu.hidden));
  }

  // -- small things -----------------------------------------------------------------------------------------

  grow() {
    this.text.rows = Math.min(Math.max(this.text.value.split("\n").length, Math.ceil(this.text.value.length / 34)) || 1, 5);
  }

  say(words) {
    this.toast.textContent = words;
    this.toast.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { this.toast.hidden = true; }, 4000);
  }

  atEnd() { return this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 40; }

  toEnd() { this.chat.scrollTop = this.chat.scrollHeight; this.down.hidden = this.wasAtEnd = true; }
}

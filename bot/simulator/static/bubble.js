// Draws one message. Text of people and of the bot is only ever set as text, never as HTML.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SIGNS = { sticker: "👋 Sticker", voice: "🎤 Voice message", location: "📍 Location" };

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Offsets are UTF-16 units, which is what JavaScript's strings count. Entities nest, as Telegram sends them.
export function written(text, entities, on) {
  const root = document.createDocumentFragment();
  fill(root, text, 0, text.length, [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length), on);
  return root;
}

function fill(parent, text, from, to, entities, on) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    parent.append(text.slice(at, entity.offset));
    const made = piece(entity, text.slice(entity.offset, end), on);
    fill(made, text, entity.offset, end, entities, on);
    parent.append(made);
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end; // a block ends its line by itself
  }
  parent.append(text.slice(at, to));
}

function piece(entity, words, on) {
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") return pressable(words, () => on.command(words));
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url || words, on);
  return element(TAGS[entity.type] || "span");
}

function spoiler() {
  const made = pressable("", () => made.classList.toggle("shown"));
  made.className = "spoiler";
  made.setAttribute("aria-label", "Hidden text, press to show");
  return made;
}

function pressable(words, act) {
  const made = element("button", "inline-link");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function link(address, on) {
  const start = on.startPayload(address);
  if (start !== null) return pressable(address, () => on.start(start));
  const made = element("a");
  if (/^(https?|tel|mailto|tg):/i.test(address)) made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

export function drawBubble(message, mine, time, on) {
  const bubble = element("article", `bubble ${mine ? "mine" : "theirs"}${message.edited ? " edited" : ""}`);
  if (message.photo) bubble.append(photo(message));
  if (message.document) bubble.append(file(message.document));
  for (const [kind, sign] of Object.entries(SIGNS)) if (message[kind]) bubble.append(element("p", "sign", sign));
  if (message.forward_origin) bubble.append(element("p", "sign", "Forwarded message"));
  const foot = element("span", "foot", `${message.edited ? "edited " : ""}${time}`);
  if (message.text) {
    const words = element("div", "words");
    words.append(written(message.text, message.entities, on));
    bubble.append(words);
  }
  bubble.append(foot);
  return bubble;
}

function photo(message) {
  const image = element("img", "photo");
  image.src = `/sim/files/${encodeURIComponent(message.photo.file_id)}`;
  image.width = message.photo.width;
  image.height = message.photo.height;
  image.alt = message.text ? "Picture, described below" : "Picture";
  return image;
}

function file(about) {
  const made = element("a", "file", `⬇ ${about.file_name}`);
  made.href = `/sim/files/${encodeURIComponent(about.file_id)}`;
  made.download = about.file_name;
  made.append(element("small", "", size(about.file_size)));
  return made;
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

// A scale of many short labels in one row would become too small to hit: long rows are drawn in two.
export function drawButtons(message, on) {
  const board = element("div", "board");
  for (const row of message.rows) {
    const short = row.every((button) => button.text.length <= 3);
    const lines = row.length > 8 && short ? [row.slice(0, 6), row.slice(6)] : [row];
    for (const line of lines) {
      const drawn = element("div", "row");
      drawn.append(...line.map((button) => inlineButton(message, button, on)));
      board.append(drawn);
    }
  }
  return board;
}

function inlineButton(message, button, on) {
  if (button.url && on.startPayload(button.url) === null) {
    const made = link(button.url, on);
    made.className = "inline-button";
    made.textContent = `${button.text} ↗`;
    return made;
  }
  const made = element("button", `inline-button ${button.style || ""}`, button.text);
  made.type = "button";
  made.dataset.data = button.callback_data || "";
  made.addEventListener("click", () => {
    if (button.url) on.start(on.startPayload(button.url));
    else if (button.copy_text) on.copy(button.copy_text.text);
    else on.tap(message.id, button.callback_data, made);
  });
  return made;
}

// Speaks with the simulator. Everything a phone does goes through here.

async function ask(path, options) {
  const answer = await fetch(path, options);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || `the simulator answered ${answer.status}`);
  return told;
}

export const look = (path, signal) => ask(path, { signal });

export const act = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

// Calls `seen` with every change of a chat, until the signal says stop. After a fault it tries again each second.
export async function follow(chatId, signal, seen, lost) {
  let revision = 0;
  while (!signal.aborted) {
    try {
      const news = await look(`/sim/chats/${chatId}?after=${revision}&wait=25`, signal);
      if (signal.aborted) return;
      seen(news, revision === 0);
      revision = Math.max(news.revision, 1);
    } catch (fault) {
      if (signal.aborted) return;
      lost(fault);
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

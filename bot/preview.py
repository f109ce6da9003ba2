"""The preview: a file as its reader will meet it, played on a phone in the browser while it is being written."""

import asyncio
import shutil
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import SecretStr

from bot.app import Companion, companion, stop_on_signal
from bot.clock import Clock
from bot.core.activity import Activity, Items, Page, Paragraph, Spans
from bot.curriculum.catalog import Catalog, Loading
from bot.curriculum.shelf import Bookshelf, load_whole
from bot.curriculum.watching import stamp_of
from bot.logs import start_logging
from bot.preview_reader import enrolled
from bot.refusal import Refusal
from bot.reloading import told
from bot.services import outbox, runs, trying
from bot.services.scene import Scene
from bot.services.waking import Waking
from bot.settings import FixedSettings
from bot.simulator.clock import SimulatedClock
from bot.simulator.cohort import Member
from bot.simulator.preview import routes
from bot.simulator.refusals import Json
from bot.simulator.server import create_app, serve
from bot.simulator.world import World
from bot.storage.runs import Run
from bot.storage.sealing import new_key
from bot.storage.unit import Unit

TOKEN = "1000000:preview-token-of-no-worth"  # noqa: S105 - it opens nothing but this simulator
ZONE = "America/New_York"
LOOK_EVERY = 0.3
SHOWN = 20
"""Faults that the page tells."""
LABEL = 60
"""Letters of a page's first words in the list of pages."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for: the activity of a file in a folder, for a reader on a day of the program."""

    folder: Path
    id: str
    language: str
    reader: Member
    day: int
    port: int = 0


def place_of(file: Path) -> tuple[Path, str, str]:
    """The content folder that holds the file, and the file's language and id."""
    if not file.is_file():
        raise Refusal(f"{file} is not there; name a file such as content/en/lessons/early/cravings-come-and-go.md")
    whole = file.resolve()
    root = next((folder for folder in whole.parents if (folder / "program.yaml").is_file()), None)
    parts = whole.relative_to(root).with_suffix("").parts if root else ()
    if root is None or len(parts) < 2 or whole.suffix != ".md":
        raise Refusal(f"{file} is no activity; name a .md file below a language of a content folder")
    return root, parts[0], "/".join(parts[1:])


class OpenShelf(Bookshelf):
    """Drafts are played like all else."""

    def _open(self) -> Catalog:
        return _published(super()._open())

    def take(self, catalog: Catalog) -> None:
        """From this moment on everything is said in the words of that catalog."""
        super().take(_published(catalog))


def _published(catalog: Catalog) -> Catalog:
    return replace(catalog, activities={key: replace(a, draft=False) for key, a in catalog.activities.items()})


@dataclass
class Preview:
    """The file on the editor's table. `program` is there once the folder had no faults."""

    asked: Asked
    clock: SimulatedClock
    program: Companion | None = None
    faults: list[str] = field(default_factory=list)
    said: str = ""
    run: Run | None = None
    language: str = "en"

    # -- what the page shows -----------------------------------------------------------------------------------

    def state(self) -> Json:
        """Everything beside the phone."""
        activity = self._activity()
        content = self.program.house.content() if self.program else None
        languages = [(code, content.label("language-name", code)) for code in content.languages] if content else []
        return {
            "path": f"{self.asked.folder.name}/{self.language}/{self.asked.id}.md",
            "title": activity.title if activity else "",
            "about": f"{self.asked.reader.name} ({self.asked.reader.note}), day {self.asked.day} of the program",
            "reader": self.asked.reader.user if self.run else 0,
            "faults": [_parted(line) for line in self.faults[:SHOWN]],
            "said": self.said or (f"{len(self.faults)} faults in all" if len(self.faults) > SHOWN else ""),
            "languages": [{"code": code, "name": name} for code, name in languages],
            "language": self.language,
            "pages": [_words_of(page) for page in activity.pages] if activity else [],
            "page": runs.position_of(self.run, activity).page if self.run and activity else 0,
        }

    def _activity(self) -> Activity | None:
        return self.program.house.versions.get(self.run.version) if self.program and self.run else None

    # -- what is done on it ------------------------------------------------------------------------------------

    async def jump(self, page: int) -> None:
        """The phone shows that page."""
        await self._act(lambda scene: trying.jump(scene, self._found(scene), page))

    async def speak(self, language: str) -> None:
        """The reader reads that language from now on, on the same page."""
        if self.program is None or language not in self.program.house.content().languages:
            raise ValueError(f"there is no language {language}")
        await self._act(lambda scene: self._switch(scene, language))
        self.program.receiver.desk.languages[self.asked.reader.user] = language
        self.language = language

    def _switch(self, scene: Scene, language: str) -> None:
        scene.unit.people.set(scene.person.id, "language", language, scene.now, scene.person.id)
        outbox.hand_over(scene.again(), "keyboard")
        trying.renew(scene.again(), self._found(scene), language)

    async def _act(self, do: Callable[[Scene], object]) -> None:
        if self.program is None:
            raise LookupError("nothing is played yet; mend the faults first")
        program = self.program

        def verb(unit: Unit) -> None:
            do(self._scene(unit))
            self._look(unit)

        await program.store.write(verb)
        program.sender.kick()

    def _found(self, scene: Scene) -> Run:
        run = scene.unit.runs.newest_of(scene.person.id, self.asked.id)
        if run is None:
            raise LookupError("the file is not there any more")
        return run

    def _scene(self, unit: Unit) -> Scene:
        assert self.program is not None
        person = unit.people.by_chat(self.asked.reader.user)
        if person is None:
            raise LookupError("the reader is gone")
        now = self.clock.now()
        return Scene(unit, self.program.house, person, now, unit.roles.of(person.id, now))

    # -- its life ----------------------------------------------------------------------------------------------

    async def begin(self, program: Companion) -> None:
        """The reader is there, and their phone shows the first page."""
        self.program, self.faults = program, []
        asked, house = self.asked, program.house

        def first(unit: Unit) -> None:
            now = self.clock.now()
            person = enrolled(unit, house, asked.reader, self.language, asked.day, now)
            scene = Scene(unit, house, person, now, unit.roles.of(person.id, now))
            outbox.hand_over(scene, "keyboard")
            trying.begin(scene, asked.id)
            self._look(unit)

        await program.store.write(first)
        program.receiver.desk.languages[asked.reader.user] = self.language
        program.sender.kick()

    def found(self, loading: Loading) -> None:
        """What a reading of the folder said."""
        self.faults = told(self.asked.folder, loading)

    def renew(self, unit: Unit) -> None:
        """The folder changed and was taken: the phone shows the new words on the same page."""
        scene = self._scene(unit)
        try:
            trying.renew(scene, self._found(scene))
            self.said = ""
        except LookupError:
            self.said = "The file is not in the folder any more. The phone shows it as it was."
        self._look(unit)

    def _look(self, unit: Unit) -> None:
        scene = self._scene(unit)
        self.run = scene.unit.runs.newest_of(scene.person.id, self.asked.id)
        if self.run is not None:
            runs.activity_of(scene, self.run)

    async def follow(self, stopping: asyncio.Event) -> None:
        """The page knows where the phone is."""
        while not stopping.is_set():
            if self.program is not None:
                await self.program.store.read(self._look)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), LOOK_EVERY)


def _words_of(page: Page) -> str:
    """A page's question, else its first words."""
    texts: list[Spans] = [page.question.text] if page.question else []
    for block in page.before:
        texts += (
            [block.spans] if isinstance(block, Paragraph) else list(block.items) if isinstance(block, Items) else []
        )
    words = "".join(span.text for span in texts[0]) if texts else "…"
    return words if len(words) <= LABEL else words[:LABEL].rsplit(" ", 1)[0] + " …"


def _parted(line: str) -> Json:
    place, _, words = line.partition(": ")
    return {"place": place, "words": words}


async def show(asked: Asked, browser: bool) -> None:
    """Serves the preview until SIGTERM or SIGINT."""
    start_logging("CRITICAL", "console")
    folder = Path(tempfile.mkdtemp(prefix="companion-preview-"))
    stopping = stop_on_signal()
    try:
        async with _table(asked) as (preview, url, world):
            print(f"The preview is ready: {url}/preview", flush=True)
            print("Press Ctrl+C to end it; nothing of it is kept.", flush=True)
            if browser:
                await asyncio.to_thread(webbrowser.open, f"{url}/preview")
            await _until_clean(preview, stopping)
            if not stopping.is_set():
                await _play(preview, folder, url, world, stopping)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def _table(asked: Asked) -> AsyncIterator[tuple[Preview, str, World]]:
    """The page, before anything is played."""
    clock = SimulatedClock()
    world = World(TOKEN, "companion_preview_bot", "Companion", now=clock.now)
    world.add_person(asked.reader.user, asked.reader.name, asked.language)
    world.chats[asked.reader.user].started = True
    preview = Preview(asked, clock, language=asked.language)
    app = create_app(world, clock=clock, timezone=ZONE, title="Preview", pages=routes(preview))
    async with serve(app, port=asked.port) as url:
        yield preview, url, world


async def _until_clean(preview: Preview, stopping: asyncio.Event) -> None:
    """A folder with faults is not played, but looked at again as soon as somebody changes it."""
    folder = preview.asked.folder
    while not stopping.is_set():
        stamp = stamp_of(folder)
        loading = await asyncio.to_thread(load_whole, folder)
        preview.found(loading)
        if loading.catalog is not None:
            return
        while stamp_of(folder) == stamp and not stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), LOOK_EVERY)


async def _play(preview: Preview, folder: Path, url: str, world: World, stopping: asyncio.Event) -> None:
    settings = FixedSettings(
        telegram_bot_token=SecretStr(TOKEN), telegram_api_url=str(url), encryption_keys=SecretStr(new_key()),
        database_url=f"sqlite:///{folder / 'companion.db'}", content_dir=preview.asked.folder,
        state_dir=folder / "state", program_name="Riverside program", program_timezone=ZONE, program_phone="555 0100",
        messages_per_second=1000, holidays="",
    )  # fmt: skip
    clock = Clock(preview.clock.now, preview.clock.sleep)
    shelf = OpenShelf(preview.asked.folder, folder / "kept")
    async with companion(settings, clock, settings.messages_per_second, shelf) as program:
        program.due.watches = (Waking(program.store, program.house),)  # nothing comes between that nobody asked for
        program.reloader = replace(program.reloader, read=preview.found, taken=preview.renew, quiet=2)
        running = asyncio.create_task(program.run(stopping))
        await preview.begin(program)
        following = asyncio.create_task(preview.follow(stopping))
        await asyncio.gather(running, following)

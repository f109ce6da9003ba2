"""Time zones as people type them: an IANA name, a city, a state or a nickname."""

from functools import cache
from zoneinfo import available_timezones

from bot.core.clocktext import fold

usual_zones: tuple[tuple[str, str], ...] = (
    ("America/New_York", "New York"),
    ("America/Chicago", "Chicago"),
    ("America/Denver", "Denver"),
    ("America/Phoenix", "Phoenix"),
    ("America/Los_Angeles", "Los Angeles"),
    ("America/Anchorage", "Anchorage"),
    ("Pacific/Honolulu", "Honolulu"),
    ("America/Puerto_Rico", "Puerto Rico"),
)
"""The zones that are offered as buttons; the names of places are the same in every language."""

_PLACES = {
    "America/New_York": "eastern, eastern time, est, edt, et, este, new york city, nyc, boston, philadelphia, "
    "washington, washington dc, atlanta, miami, orlando, tampa, jacksonville, charlotte, "
    "raleigh, baltimore, pittsburgh, cleveland, columbus, cincinnati, buffalo, newark, "
    "richmond, nueva york, georgia, new jersey, pennsylvania, ohio, virginia, "
    "massachusetts, connecticut, maine, vermont, maryland, north carolina, south "
    "carolina, west virginia",
    "America/Chicago": "central, central time, cst, cdt, ct, centro, houston, dallas, san antonio, austin, "
    "fort worth, minneapolis, milwaukee, st louis, saint louis, kansas city, memphis, "
    "nashville, new orleans, oklahoma city, omaha, mcallen, laredo, brownsville, texas, "
    "illinois, wisconsin, minnesota, iowa, missouri, arkansas, louisiana, oklahoma, "
    "mississippi, alabama",
    "America/Denver": "mountain, mountain time, mst, mdt, mt, montana, el paso, albuquerque, santa fe, salt "
    "lake city, colorado springs, cheyenne, billings, colorado, new mexico, nuevo mexico, "
    "utah, wyoming",
    "America/Phoenix": "arizona, tucson, mesa",
    "America/Los_Angeles": "pacific, pacific time, pst, pdt, pt, pacifico, la, san francisco, san diego, "
    "sacramento, san jose, oakland, fresno, seattle, portland, las vegas, reno, spokane, "
    "california, nevada, washington state",
    "America/Boise": "idaho",
    "America/Detroit": "michigan, grand rapids",
    "America/Indiana/Indianapolis": "indiana",
    "America/Anchorage": "alaska",
    "Pacific/Honolulu": "hawaii, hawai",
    "America/Puerto_Rico": "san juan, ponce, mayaguez",
    "America/Mexico_City": "mexico, cdmx, ciudad de mexico, guadalajara, puebla, leon",
    "America/Monterrey": "nuevo leon, saltillo",
    "America/Tijuana": "baja california, mexicali",
    "America/Ciudad_Juarez": "juarez",
    "America/Guatemala": "quetzaltenango",
    "America/Tegucigalpa": "honduras, san pedro sula",
    "America/El_Salvador": "san salvador",
    "America/Managua": "nicaragua",
    "America/Costa_Rica": "san jose costa rica",
    "America/Panama": "ciudad de panama",
    "America/Havana": "cuba, la habana",
    "America/Santo_Domingo": "dominican republic, republica dominicana",
    "America/Bogota": "colombia, medellin, cali, barranquilla",
    "America/Lima": "peru",
    "America/Guayaquil": "ecuador, quito",
    "America/Caracas": "venezuela, maracaibo",
    "America/La_Paz": "bolivia",
    "America/Santiago": "chile",
    "America/Argentina/Buenos_Aires": "argentina",
    "America/Montevideo": "uruguay",
    "America/Asuncion": "paraguay",
    "America/Sao_Paulo": "brazil, brasil, rio de janeiro",
}


def city_of(zone: str) -> str:
    """A zone as people name it: by its city."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@cache
def _known() -> dict[str, str]:
    """Every way to name a zone; later ones win, so that a full IANA name always means itself."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    places = [zone for zone in zones if zone.split("/")[0] not in ("Etc", "US", "posix", "right", "SystemV")]
    cities = {_plain(zone.rsplit("/", 1)[-1]): zone for zone in places}
    nicknames = {name.strip(): zone for zone, names in _PLACES.items() for name in names.split(",")}
    usual = {_plain(label): zone for zone, label in usual_zones} | {
        _plain(zone.rsplit("/", 1)[-1]): zone for zone in (*_PLACES, *dict(usual_zones))
    }
    return cities | nicknames | usual | {_plain(zone): zone for zone in zones}


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("_", " ").replace(".", "").replace("-", " ").split())


def parse_zone(text: str) -> str | None:
    """The IANA name of `america/chicago`, `El Paso`, `Bogotá`, `eastern`; `None` where no zone is called so."""
    said = _plain(text.split(",")[0])
    return _known().get(said) or _known().get(said.removesuffix(" time").removeprefix("hora del ").strip())

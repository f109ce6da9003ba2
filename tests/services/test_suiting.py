"""What somebody said at intake holds wherever they come to a practice from."""

import pytest

from bot.services import leading
from tests.services.one_person import OnePerson, lived

INTAKE = "assessments/intake"


@pytest.mark.parametrize(
    ("health", "opened"), [(("surgery",), "practices/hands-and-feet"), (("none",), "practices/muscle-release")]
)
def test_a_link_leads_to_what_suits_the_person(health: tuple[str, ...], opened: str) -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, health=health)

        run = leading.open_activity(sam.scene(incoming=True), "practices/muscle-release")

        assert run is not None
        assert run.activity == opened

    lived(life)

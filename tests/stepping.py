"""How tests of the desk's steps ask who may open a page and what a sent form answers."""

from typing import Any

from commission.access import Role


def who_may(client: Any, world: Any, page: str, *, form: dict[str, Any] | None = None) -> dict[str, tuple[int, int | None]]:
    """What everybody gets: the page, and the answer to the form where one is given (nobody who may sends it)."""
    people = {role.value: world.staff[role] for role in Role if hasattr(world.staff, role.value)}
    people |= {"superior": world.superior, "outsider": world.outsider, "stranger": world.stranger}
    found = {}
    for name, user in people.items():
        client.force_login(user)
        shown = client.get(page).status_code
        found[name] = (shown, client.post(page, form or {}).status_code if shown in (403, 404) else None)
    client.logout()
    return found


def only(*roles: str) -> dict[str, tuple[int, int | None]]:
    """The expectation where only these roles may: 404 for the staff of another commission, 403 for everybody else."""
    everybody = [
        "chair",
        "deputy",
        "secretary",
        "member",
        "registrar",
        "clerk",
        "auditor",
        "administrator",
        "recorder",
        "superior",
        "stranger",
    ]
    return {name: (200, None) if name in roles else (403, 403) for name in everybody} | {"outsider": (404, 404)}


def said(answer: Any) -> list[str]:
    """The sentences above the form of an answer that was not taken."""
    return [str(error) for error in answer.context["form"].non_field_errors()]

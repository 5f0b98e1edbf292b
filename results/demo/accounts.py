"""One invented account a role, and enough members for a session, all with the password that the machine made for itself."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from commission.access import SYSTEM, Role
from commission.models import Commission, User
from commission.services.commissions import appoint

STAFF: dict[str, tuple[Role, str]] = {
    "chair": (Role.CHAIR, "Айгүл Төраға"),
    "deputy": (Role.DEPUTY, "Болат Орынбасар"),
    "secretary": (Role.SECRETARY, "Гүлнар Хатшы"),
    "member": (Role.MEMBER, "Дәурен Мүше"),
    "member2": (Role.MEMBER, "Лаура Мүше"),
    "member3": (Role.MEMBER, "Марат Мүше"),
    "member4": (Role.MEMBER, "Назгүл Мүше"),
    "registrar": (Role.REGISTRAR, "Ерлан Тіркеуші"),
    "clerk": (Role.CLERK, "Жанар Енгізуші"),
    "clerk2": (Role.CLERK, "Зарина Енгізуші"),
    "auditor": (Role.AUDITOR, "Ислам Аудитор"),
    "administrator": (Role.ADMINISTRATOR, "Кәмила Әкімші"),
}


def create(password: str) -> dict[str, User]:
    """The accounts, by their key; the password is hashed once for all of them, because hashing is slow on purpose."""
    encoded = make_password(password)
    names = {key: name for key, (_role, name) in STAFF.items()} | {
        "superior": "Мұрат Жоғары",
        "candidate": "Нұрлан Үміткер",
        "candidate2": "Ольга Кандидатова",
    }
    users: dict[str, User] = {}
    for key, name in names.items():
        user = User(email=f"{key}@demo.invalid", full_name=name, language="kk")
        user.password = encoded
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        users[key] = user
    return users


def seat(users: dict[str, User], home: Commission, *, at: datetime) -> None:
    """Give every staff account its role in a commission."""
    for key, (role, _name) in STAFF.items():
        appoint(home, actor=SYSTEM, at=at, user=users[key], role=role)


def listing(users: dict[str, User]) -> list[dict[str, Any]]:
    """What `make run` prints: role and login of each account."""
    roles = {key: role.value for key, (role, _name) in STAFF.items()}
    roles |= {
        "superior": "chair of the superior commission",
        "candidate": "candidate (draft)",
        "candidate2": "candidate (under verification)",
    }
    return [{"role": roles[key], "email": user.email} for key, user in users.items()]

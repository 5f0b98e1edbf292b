"""The pages of fields: half filled is saved, wrong is said at its field, and two windows never overwrite each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Nomination
from results.demo.people import iin
from tests.candidates.applying import BORN, NUMBER, TYPED, address, at, begun, browser, errors, field, ready, text
from tests.factories import STARTED, events_of


@pytest.fixture(autouse=True)
def on_the_first_day():
    with at(STARTED):
        yield


@pytest.fixture
def client(world):
    return browser(world.candidate)


@pytest.fixture
def draft(client, world):
    return begun(client, world.election)


def save(client, nomination, code, **fields):
    return client.post(address(nomination, "page", code), {**fields, "next": "1"})


def saved(nomination, *names):
    return Nomination.objects.values_list(*names, flat=len(names) == 1).get(pk=nomination.pk)


def test_a_page_is_saved_half_filled_and_leads_to_the_next(client, draft):
    answer = save(client, draft, "name", family_name_kk="Әбдірахманова")
    assert answer.url == address(draft, "page", "birth")
    assert saved(draft, "family_name_kk", "given_name_kk") == ("Әбдірахманова", "")
    assert client.post(address(draft, "page", "name"), {"family_name_kk": "Ә", "list": "1"}).url == address(draft)
    assert "Saved." in text(client.get(address(draft)))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("family_name_kk", "Құнанбай-Әуезов"),
        ("family_name_kk", "Мұхаммед  Әли\u00a0оғлы"),
        ("given_name_ru", "д’Артаньян"),
        ("given_name_kk", "Іңкәр"),
        ("patronymic_ru", "Ұлы Ғабитқызы"),
        ("family_name_en", "O'Brien-Äbdirahmanova"),
        ("given_name_en", "Şyñğys"),
        ("family_name_ru", "Ёж"),
    ],
)
def test_real_names_are_taken(client, draft, name, typed):
    assert save(client, draft, "name", **{name: typed}).status_code == 302
    assert saved(draft, name) == " ".join(typed.split())


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        (
            "given_name_kk", "Aйгүл",
            "Given name in Kazakh : The letter “A” is not Cyrillic. Switch the keyboard and type it again; some letters only look alike.",
        ),
        (
            "family_name_en", "Қанат",
            "Family name in Latin letters (optional) : "
            "The letter “Қ” is not Latin. Switch the keyboard and type it again; some letters only look alike.",
        ),
        ("family_name_ru", "Иванов2", "Family name in Russian : A name has no “2” in it: only letters, hyphens, apostrophes and spaces."),
        ("family_name_ru", "<b>", "Family name in Russian : A name has no “<” in it: only letters, hyphens, apostrophes and spaces."),
        ("family_name_ru", "-", "Family name in Russian : A name has letters."),
        ("given_name_ru", "Я" * 101, "Given name in Russian : Ensure this value has at most 100 characters (it has 101)."),
    ],
)  # fmt: skip
def test_a_wrong_letter_is_named_and_nothing_is_lost(client, draft, name, typed, sentence):
    answer = save(client, draft, "name", **{"patronymic_kk": "Қызы", name: typed})
    assert (answer.status_code, errors(answer)) == (400, [sentence])
    assert (field(answer, name), field(answer, "patronymic_kk")) == (typed, "Қызы")
    assert saved(draft, "patronymic_kk") == ""


TYPO = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
WRONG_NUMBERS = [
    ("12345", "The identity number has 12 digits; you typed 5."),
    ("85110540471X", "The identity number has only digits, twelve of them. Leave out letters and other signs."),
    ("851305404711", "The first six digits are the date of birth as year, month, day, and the seventh tells the century. "
     "There is no such day."),
    (TYPO, "The last digit does not fit the others, so one of them is mistyped. Compare them with your identity card one by one."),
    (iin(BORN.replace(day=6), woman=True, serial=1), "The first digits of the number say another date of birth than the one typed above. "
     "One of the two is mistyped."),
    (iin(BORN, woman=False, serial=1), "The seventh digit of the number does not fit the sex chosen above. One of the two is mistyped."),
]  # fmt: skip


@pytest.mark.parametrize(("number", "sentence"), WRONG_NUMBERS, ids=["length", "letters", "date", "digit", "born", "sex"])
def test_each_fault_of_an_identity_number_has_its_sentence(client, draft, number, sentence):
    answer = save(client, draft, "birth", **{**TYPED["birth"], "iin": number})
    assert (answer.status_code, errors(answer)) == (400, [f"Individual identification number (IIN) : {sentence}"])
    assert field(answer, "iin") == number
    assert saved(draft, "iin_hash") == ""


def test_an_identity_number_is_taken_with_spaces_and_kept_encrypted(client, draft):
    assert save(client, draft, "birth", **{**TYPED["birth"], "iin": f"{NUMBER[:6]} {NUMBER[6:]}"}).status_code == 302
    draft.refresh_from_db()
    assert draft.iin == NUMBER
    assert NUMBER.encode() not in bytes(draft.iin_sealed)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("5", "", ""), "Still missing: month, year."),
        (("five", "11", "1985"), "Type day, month and year as numbers, for example 5 11 1985."),
        (("5", "11", "85"), "Type the year with four digits, for example 1985."),
        (("31", "02", "1985"), "There is no such day in the calendar. Compare it with your identity card."),
        (("0", "1", "1985"), "There is no such day in the calendar. Compare it with your identity card."),
        (("5", "11", "2085"), "Nobody who stands was born on that day. Look at the year again."),
        (("5", "11", "1885"), "Nobody who stands was born on that day. Look at the year again."),
    ],
)
def test_a_wrong_date_of_birth_is_explained(client, draft, parts, sentence):
    typed = {f"birth_date_{number}": part for number, part in enumerate(parts)}
    answer = save(client, draft, "birth", **typed, sex="woman")
    assert (answer.status_code, errors(answer)) == (400, [f"Date of birth : {sentence}"])
    assert [field(answer, name) for name in typed] == list(parts)
    assert 'href="#id_birth_date_0"' in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("contact", {"phone": "call me"}, "Phone : A phone number has 10 to 15 digits, for example +7 700 123 45 67."),
        (
            "contact", {"email": "nobody"},
            "E-mail address (if it is another than that of this account) : Enter a valid email address.",
        ),
        (
            "statements", {"convicted": "no", "convictions": "2001"},
            "Were you ever convicted by a court? : You answered “no” and yet described a conviction. Correct one of the two.",
        ),
        ("birth", {"sex": "cat"}, "Sex : Select a valid choice. cat is not one of the available choices."),
        ("work", {"education": "x\x00y"}, "Education : Null characters are not allowed."),
    ],
)  # fmt: skip
def test_other_wrong_fields(client, draft, code, typed, sentence):
    answer = save(client, draft, code, **typed)
    assert (answer.status_code, errors(answer)) == (400, [sentence])


def test_all_mistakes_of_a_page_are_shown_at_once(client, draft):
    answer = save(client, draft, "birth", birth_date_0="31", birth_date_1="2", birth_date_2="1985", iin="1", sex="cat")
    assert len(errors(answer)) == 3


def test_two_windows_both_values_are_shown_and_the_second_can_be_saved(client, draft):
    page = client.get(address(draft, "page", "work"))
    first, second = field(page, "seen"), field(client.get(address(draft, "page", "work")), "seen")
    assert first == second
    client.post(address(draft, "page", "work"), {"seen": first, "education": "орта", "occupation_kk": "дәрігер"})
    answer = client.post(address(draft, "page", "work"), {"seen": second, "education": "жоғары", "occupation_kk": "дәрігер"})
    assert answer.status_code == 409
    assert errors(answer) == [
        "This page was changed meanwhile, in another window or by another person. "
        "Compare what is saved with what you typed, and save again."
    ]
    assert "What differs Field Saved by now What you typed Education орта жоғары" in text(answer)
    assert saved(draft, "education") == "орта"
    assert field(answer, "education") == "жоғары"
    assert client.post(address(draft, "page", "work"), {"seen": field(answer, "seen"), "education": "жоғары"}).status_code == 302
    assert saved(draft, "education") == "жоғары"


def test_a_person_with_a_live_nomination_elsewhere_is_told(client, draft, world):
    other = browser(world.stranger)
    second = begun(other, world.election)
    assert save(client, draft, "birth", **TYPED["birth"]).status_code == 302
    answer = save(other, second, "birth", **TYPED["birth"])
    assert (answer.status_code, errors(answer)) == (
        409,
        ["This person has a nomination at this election already. Continue that one, or withdraw it first."],
    )
    assert field(answer, "iin") == NUMBER


def test_what_was_handed_in_can_be_read_and_not_changed(client, world):
    nomination = ready(client, world.election)
    client.post(address(nomination, "answers"), {"declared": "on"})
    page = client.get(address(nomination, "page", "name"))
    assert "What was handed in can't be changed now." in text(page)
    assert "<input" not in page.content.decode().split("<main")[1]
    answer = save(client, nomination, "name", family_name_kk="Басқа")
    assert answer.status_code == 409
    assert field(answer, "family_name_kk") == "Басқа"
    assert saved(nomination, "family_name_kk") == "Әбдірахманова"
    assert events_of(nomination)[-1] == "nomination.submitted"


def test_a_page_that_this_way_does_not_have_is_not_there(client, draft):
    assert client.get(address(draft, "page", "party")).status_code == 404
    assert client.get(address(draft, "page", "nonsense")).status_code == 404


@pytest.mark.parametrize(("typed", "remark"), [
    ({**TYPED["birth"], "birth_date_2": "2005", "iin": ""}, "You will be 19 years old on polling day; the law asks for at least 25."),
    ({**TYPED["birth"], "citizenship": "XX"}, "Only citizens of Kazakhstan can be registered."),
])  # fmt: skip
def test_what_the_commission_will_look_at_is_a_remark_and_no_obstacle(client, world, typed, remark):
    nomination = ready(client, world.election)
    assert save(client, nomination, "birth", **typed).status_code == 302
    assert remark in text(client.get(address(nomination, "precheck")))


def test_the_precheck_names_everything_at_once_and_leads_to_it(client, draft):
    client.post(address(draft, "page", "name"), {"family_name_kk": "Әбдірахманова"})
    page = client.get(address(draft, "precheck"))
    words = text(page)
    assert "18 things stand in the way" in words
    assert "“Given name in Kazakh” is empty." in words
    assert "“Individual identification number (IIN)” is empty." in words
    assert "“Application to stand” is not uploaded." in words
    assert "The deposit of 425\u00a0000 tenge can be paid later" in page.content.decode()
    assert "You need the signatures of at least 1 % of the voters." in words
    for way in (address(draft, "page", "birth"), address(draft, "paper", "application")):
        assert f'href="{way}"' in page.content.decode()


def test_how_many_queries_the_pages_take(client, world):
    """Session, account, factors of the account, the case with its person's roles, new messages; then what the page itself needs."""
    nomination = ready(client, world.election)
    counted = {}
    for name in ("", "page/work", "paper/application", "precheck", "answers"):
        path = address(nomination, *filter(None, [name]))
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counted[name] = len(captured)
    assert counted == {"": 8, "page/work": 7, "paper/application": 9, "precheck": 9, "answers": 8}

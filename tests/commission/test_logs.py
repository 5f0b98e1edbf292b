"""An error in the log names its place and kind, never the values it stumbled over."""

import logging

import pytest
from django.db import IntegrityError, connection

from commission.logs import Sober

# put together at run time: a traceback shows lines of source, and those may hold literals
TYPED = "-".join(["8001", "0139", "9993"])


def logged(error: BaseException) -> str:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "here.py", 1, "Internal Server Error", None, (type(error), error, error.__traceback__)
    )
    return Sober("%(message)s").format(record)


@pytest.mark.django_db
def test_a_row_that_did_not_fit_is_not_quoted():
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE person (phone text UNIQUE)")
        cursor.execute("INSERT INTO person VALUES (%s), (%s)", [TYPED, TYPED])
    assert TYPED in str(caught.value)
    text = logged(caught.value)
    assert TYPED not in text
    assert text.splitlines()[-1] == "django.db.utils.IntegrityError"
    assert "psycopg.errors.UniqueViolation" in text
    assert __file__ in text


def test_a_value_in_the_message_of_any_error_is_not_quoted():
    with pytest.raises(ValueError) as caught:
        int(TYPED)
    assert TYPED in str(caught.value)
    assert TYPED not in logged(caught.value)

"""Papers are stored as they came, under keys that tell nothing, and only what was received is ever handed out: in both stores."""

import os
import runpy
import stat
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from commission.files import inspect, keep, open_kept
from commission.refused import Refused
from tests.samples import jpeg, pdf

SETTINGS = Path(__file__).parents[2] / "commission" / "settings.py"
BUCKET = {"PAPERS_S3_BUCKET": "papers", "PAPERS_S3_KEY": "key", "PAPERS_S3_SECRET": "secret", "PAPERS_S3_REGION": "eu-central-1"}


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of an S3 service with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3", endpoint_url=f"http://{host}:{port}", region_name="eu-central-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket="papers", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def configured(settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Use the store that the settings file makes of these variables."""

    def configure(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings.STORAGES = runpy.run_path(str(SETTINGS))["STORAGES"]

    return configure


@pytest.fixture(params=["folder", "service"])
def store(request: pytest.FixtureRequest, configured, tmp_path: Path) -> Iterator[None]:
    if request.param == "folder":
        configured(PAPERS_ROOT=str(tmp_path / "papers"))
    else:
        configured(PAPERS_S3_ENDPOINT=request.getfixturevalue("service"), **BUCKET)
    yield


def kept(data: bytes) -> tuple[str, str]:
    file = ContentFile(data, name="../../паспорт Ә.exe")
    inspected = inspect(file)
    return keep(file, inspected), inspected.sha256


def test_a_paper_comes_back_as_it_came(store):
    for data in (pdf(), jpeg()):
        key, sha256 = kept(data)
        with open_kept(key, sha256=sha256) as file:
            assert file.read() == data


def test_the_same_paper_twice_has_two_keys_that_tell_nothing(store):
    (first, _), (second, _) = kept(pdf()), kept(pdf())
    assert first != second
    for key in (first, second):
        folder, inner, name = key.split("/")
        assert name.startswith(folder + inner)
        assert len(name) == 36 and name.endswith(".pdf") and set(name[:32]) <= set("0123456789abcdef")


def test_nothing_is_written_over(store):
    key, sha256 = kept(pdf())
    other = storages["papers"].save(key, ContentFile(b"another"))
    assert other != key
    with open_kept(key, sha256=sha256) as file:
        assert file.read() == pdf()


def test_an_upload_can_be_kept_again_when_the_first_attempt_came_to_nothing(store):
    file = ContentFile(pdf(), name="a.pdf")
    inspected = inspect(file)
    keys = {keep(file, inspected), keep(file, inspected)}
    assert len(keys) == 2
    assert file.read() == pdf()


def test_only_what_was_inspected_is_kept(store):
    with pytest.raises(ValueError, match="not the file that was inspected"):
        keep(ContentFile(jpeg()), inspect(ContentFile(pdf())))


def test_a_paper_that_is_not_the_received_one_is_never_handed_out(store):
    key, _ = kept(pdf())
    with pytest.raises(Refused) as refused:
        open_kept(key, sha256="0" * 64)
    assert (refused.value.code, refused.value.status) == ("file_changed", 503)


def test_a_lost_paper_is_said_in_a_sentence(store):
    with pytest.raises(Refused) as refused:
        open_kept("00/00/nothing.pdf", sha256="0" * 64)
    assert (refused.value.code, refused.value.status) == ("file_missing", 503)


def test_a_paper_has_no_address(store):
    with pytest.raises(ValueError, match="no address"):
        storages["papers"].url(kept(pdf())[0])


def test_the_folder_is_open_to_nobody_else(configured, tmp_path):
    configured(PAPERS_ROOT=str(tmp_path / "deep" / "papers"))
    before = os.umask(0)
    try:
        key, _ = kept(pdf())
    finally:
        os.umask(before)
    places = [tmp_path / "deep" / "papers" / part for part in (key, *map(str, Path(key).parents))]
    assert [oct(stat.S_IMODE(place.stat().st_mode)) for place in places] == ["0o600", "0o700", "0o700", "0o700"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only: root can act as somebody else")
def test_the_folder_works_for_a_user_who_is_not_root(configured):
    with tempfile.TemporaryDirectory() as folder:
        configured(PAPERS_ROOT=f"{folder}/papers")
        os.chown(folder, 65534, 65534)
        inspected = inspect(ContentFile(pdf()))
        os.seteuid(65534)
        try:
            key = keep(ContentFile(pdf()), inspected)
            with open_kept(key, sha256=inspected.sha256) as file:
                assert file.read() == pdf()
        finally:
            os.seteuid(0)
        assert os.stat(f"{folder}/papers/{key}").st_uid == 65534


def test_a_full_or_locked_folder_is_said_in_a_sentence(configured, tmp_path):
    (tmp_path / "papers").write_text("a file where the folder should be")
    configured(PAPERS_ROOT=str(tmp_path / "papers"))
    with pytest.raises(Refused) as refused:
        kept(pdf())
    assert (refused.value.code, refused.value.status) == ("papers_away", 503)


def test_a_service_that_is_away_or_denies_is_said_in_a_sentence(configured, service):
    for variables in ({"PAPERS_S3_ENDPOINT": "http://127.0.0.1:9"}, {"PAPERS_S3_ENDPOINT": service, "PAPERS_S3_BUCKET": "nobodys"}):
        configured(**BUCKET | variables)
        with pytest.raises(Refused) as refused:
            kept(pdf())
        assert (refused.value.code, refused.value.status) == ("papers_away", 503)


def test_an_object_of_the_service_is_private(configured, service):
    configured(PAPERS_S3_ENDPOINT=service, **BUCKET)
    key, _ = kept(pdf())
    client = storages["papers"].connection.meta.client
    owner = client.get_object_acl(Bucket="papers", Key=key)["Owner"]["ID"]
    grants = client.get_object_acl(Bucket="papers", Key=key)["Grants"]
    assert [(grant["Grantee"].get("ID"), grant["Permission"]) for grant in grants] == [(owner, "FULL_CONTROL")]
    with pytest.raises(HTTPError) as denied:
        urllib.request.urlopen(f"{service}/papers/{key}")
    assert denied.value.code == 403


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PAPERS_S3_BUCKET": "papers"}, "PAPERS_S3_KEY is missing (opens the bucket of papers). PAPERS_S3_SECRET is missing"),
        ({"PAPERS_ROOT": "var/static/papers"}, "PAPERS_ROOT and STATIC_ROOT must not lie in one another"),
        ({"PAPERS_ROOT": "/srv/x", "STATIC_ROOT": "/srv/x/static"}, "PAPERS_ROOT and STATIC_ROOT must not lie in one another"),
        ({"CLAMAV_URL": "127.0.0.1:3310"}, "CLAMAV_URL looks like tcp://127.0.0.1:3310"),
    ],
)
def test_a_wrong_setting_stops_the_start(configured, monkeypatch, variables, sentence):
    monkeypatch.chdir(SETTINGS.parents[1])
    with pytest.raises(ImproperlyConfigured) as stopped:
        configured(**variables)
    assert sentence in str(stopped.value)


def test_a_secret_of_the_service_may_stand_in_a_file(configured, tmp_path, settings):
    (tmp_path / "secret").write_text("from a file\n")
    configured(PAPERS_S3_BUCKET="papers", PAPERS_S3_KEY="key", PAPERS_S3_SECRET_FILE=str(tmp_path / "secret"))
    assert settings.STORAGES["papers"]["OPTIONS"]["secret_key"] == "from a file"

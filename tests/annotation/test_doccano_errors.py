"""Against the real server, and against none: whatever goes wrong is one sentence, without a secret, and a second call repairs it."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from pipeline.annotation.doccano import CATEGORIES, SEQUENCES, Credentials, Doccano, credentials
from pipeline.annotation.projects import find_project
from pipeline.annotation.pull import pull
from pipeline.annotation.push import push
from pipeline.annotation.server import Server
from pipeline.errors import AnnotationError, CorpusError
from pipeline.records import read_records
from pipeline.schema import Record
from tests.annotation.conftest import CHECKOUT, Running, free_port
from tests.annotation.doccano_records import PLAN, record_of


def sentence(error: AnnotationError) -> str:
    said = str(error)
    assert "\n" not in said and said.endswith(".") and "Traceback" not in said and "mật" not in said
    return said


def test_a_server_that_is_away() -> None:
    pytest.importorskip("doccano_client")
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(AnnotationError, match="does not answer at") as error:
        Doccano(Credentials(url, "lan", "mật-khẩu"))
    assert url in sentence(error.value)


def test_what_is_no_doccano(server: Running) -> None:
    with pytest.raises(AnnotationError, match=r"does not know|does not accept|is not doccano|answered") as error:
        Doccano(Credentials(f"{server.url}/khac", "lan", "mật-khẩu"))
    sentence(error.value)


def test_a_wrong_password(server: Running) -> None:
    for who in (Credentials(server.url, "admin", "mật-khẩu-sai"), Credentials(server.url, token="mat-khau-sai")):
        with pytest.raises(AnnotationError, match="does not accept this user") as error:
            Doccano(who)
        assert "sai" not in sentence(error.value)


def test_a_token_will_do(server: Running, doccano: Doccano) -> None:
    token = doccano._session.post(f"{server.url}/v1/auth/login/", json={"username": "admin", "password": server.password}).json()["key"]
    assert Doccano(Credentials(server.url, token=token)).users()


def test_credentials_come_from_the_environment_or_from_a_prompt() -> None:
    asked: list[tuple[str, bool]] = []

    def ask(question: str, secret: bool) -> str:
        asked.append((question, secret))
        return "http://127.0.0.1:8000" if "Address" in question else "bí mật"

    assert credentials(ask, {}).password == "bí mật" and asked[-1] == ("Password", True) and "bí mật" not in repr(credentials(ask, {}).password * 0)
    assert "bí mật" not in repr(Credentials("http://127.0.0.1:8000", "lan", "bí mật", "bí mật"))
    for environment, said in (
        ({}, "DOCCANO_URL is not set"),
        ({"DOCCANO_URL": "http://lan:mật@127.0.0.1:8000"}, "holds a user or a password"),
        ({"DOCCANO_URL": "127.0.0.1:8000"}, "is no address"),
        ({"DOCCANO_URL": "http://127.0.0.1:8000", "DOCCANO_USERNAME": "lan"}, "DOCCANO_PASSWORD is not set"),
    ):
        with pytest.raises(AnnotationError, match=said) as error:
            credentials(None, environment)
        sentence(error.value)


def test_who_may_not_push(server: Running) -> None:
    with pytest.raises(AnnotationError, match="does not allow this user") as error:
        push(server.login("lan"), [record_of(PLAN)], "Không được phép")
    sentence(error.value)


def test_a_project_of_another_type_and_one_that_stands_twice(doccano: Doccano) -> None:
    doccano.create_project("Loại khác", CATEGORIES, "một dự án", "")
    with pytest.raises(AnnotationError, match="is of type DocumentClassification") as error:
        push(doccano, [record_of(PLAN)], "Loại khác")
    sentence(error.value)
    for _ in range(2):
        doccano.create_project("Hai dự án", SEQUENCES, "một dự án", "")
    with pytest.raises(AnnotationError, match="There are 2 projects named Hai dự án"):
        push(doccano, [record_of(PLAN)], "Hai dự án")


def test_a_project_that_is_not_there(doccano: Doccano) -> None:
    with pytest.raises(AnnotationError, match="Nothing was pushed to a project Chưa có") as error:
        pull(doccano, "Chưa có")
    sentence(error.value)
    push(doccano, [record_of(PLAN)], "Sẽ mất")
    project = find_project(doccano, "Sẽ mất", SEQUENCES)
    assert project is not None
    doccano._client.delete_project(project.id)
    with pytest.raises(AnnotationError, match="Sẽ mất is not on"):
        pull(doccano, "Sẽ mất")
    assert push(doccano, [record_of(PLAN)], "Sẽ mất").added > 10
    assert pull(doccano, "Sẽ mất", everything=True).documents


def test_a_label_that_was_renamed(doccano: Doccano) -> None:
    push(doccano, [record_of(PLAN)], "Đổi tên")
    for kind, name, old in ((SEQUENCES, "Đổi tên", "AGENCY"), (CATEGORIES, "Đổi tên - themes", "kiểm tra")):
        project = find_project(doccano, name, kind)
        assert project is not None
        labels = "span" if kind == SEQUENCES else "category"
        id = next(label.id for label in doccano._client.list_label_types(project.id, labels) if label.text == old)
        doccano._client.update_label_type(project.id, id, labels, text="Tên mới")
        for call in (lambda: pull(doccano, "Đổi tên"), lambda: push(doccano, [record_of(PLAN)], "Đổi tên")):
            with pytest.raises(AnnotationError, match="has the label Tên mới, which was not pushed: rename it back") as error:
                call()
            assert old in sentence(error.value)
        doccano._client.update_label_type(project.id, id, labels, text=old)
    assert push(doccano, [record_of(PLAN)], "Đổi tên").added == 0


def test_a_text_that_was_changed(doccano: Doccano) -> None:
    push(doccano, [record_of(PLAN)], "Đổi chữ")
    project = find_project(doccano, "Đổi chữ", SEQUENCES)
    assert project is not None
    example = doccano.export(project)[2]
    doccano._client.update_example(project.id, example.id, text="Chữ khác")
    with pytest.raises(AnnotationError, match=f"Example {example.id} of Đổi chữ has another text") as error:
        pull(doccano, "Đổi chữ", everything=True)
    sentence(error.value)


def test_labels_outside_of_the_text_are_named(doccano: Doccano) -> None:
    push(doccano, [record_of(PLAN)], "Ra ngoài")
    project = find_project(doccano, "Ra ngoài", SEQUENCES)
    assert project is not None
    example = doccano.export(project)[2]
    label = next(label.id for label in doccano._client.list_label_types(project.id, "span") if label.text == "DATE")
    doccano._client.create_span(project.id, example.id, 5000, 5010, label)
    pulled = pull(doccano, "Ra ngoài", everything=True)
    assert any("outside of its text" in note for note in pulled.notes) and len(pulled.documents) == 1


def test_annotators_that_are_not_there(doccano: Doccano) -> None:
    for annotators, overlap, said in (
        (["lan", "hoa"], 0.2, "has no user hoa"),
        (["lan"], 0.2, "needs two annotators"),
        (["lan", "lan"], 0.0, "named twice"),
        (["lan", "minh"], 1.2, "is no share"),
    ):
        with pytest.raises(AnnotationError, match=said) as error:
            push(doccano, [record_of(PLAN)], "Người lạ", annotators=annotators, overlap=overlap)
        sentence(error.value)
    assert find_project(doccano, "Người lạ", SEQUENCES) is None  # nothing half done


def test_spans_that_doccano_would_lose_are_refused(tmp_path: Path) -> None:
    record = record_of(PLAN)
    first = record.entities[0]
    path = tmp_path / "out.jsonl"
    wrong = [
        msgspec.structs.replace(first, start=first.end, end=first.start),
        msgspec.structs.replace(first, end=90_000),
        msgspec.structs.replace(first, text="khác"),
        msgspec.structs.replace(record.entities[1], start=first.end - 1, text=record.text[first.end - 1 : record.entities[1].end]),
    ]
    for entity in wrong:
        rest = record.entities[2:] if entity is wrong[3] else record.entities[1:]
        bad: Record = msgspec.structs.replace(record, entities=[first, entity, *rest] if entity is wrong[3] else [entity, *rest])
        path.write_bytes(msgspec.json.encode(bad))
        with pytest.raises(CorpusError, match=r"Line 1 of .* is no record"):
            list(read_records(path))


def test_a_port_that_is_taken(server: Running, tmp_path: Path) -> None:
    with (
        pytest.raises(AnnotationError, match=f"Port {server.port} of this machine is taken"),
        Server("a", "mật-khẩu", port=server.port, home=tmp_path),
    ):
        pass


def test_the_command_says_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("doccano_client", reason="the extra `doccano` is not installed")
    path = tmp_path / "out.jsonl"
    path.write_bytes(msgspec.json.encode(record_of(PLAN)))
    environment = {"PATH": "/usr/bin", "DOCCANO_URL": f"http://127.0.0.1:{free_port()}", "DOCCANO_USERNAME": "lan", "DOCCANO_PASSWORD": "mật-khẩu"}
    command = [sys.executable, "-m", "pipeline", "doccano", "push", str(path), "--project", "X"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "mật" not in done.stderr and "pipeline doccano serve" in done.stderr

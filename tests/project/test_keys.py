"""The keys that an embedded shop makes for itself on its first start."""

import multiprocessing

from config import env
from config.settings.parts import security


def make(barrier, answers) -> None:
    barrier.wait()
    answers.put(security._key("A_KEY"))


def test_processes_that_start_at_once_make_one_whole_key(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "VAR_DIR", tmp_path)
    fork = multiprocessing.get_context("fork")
    barrier, answers = fork.Barrier(8), fork.Queue()
    starting = [fork.Process(target=make, args=(barrier, answers)) for _ in range(8)]

    for process in starting:
        process.start()
    keys = {answers.get(timeout=30) for _ in starting}
    for process in starting:
        process.join()

    assert len(keys) == 1
    assert len(keys.pop()) >= 48
    (kept,) = (tmp_path / "keys").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
